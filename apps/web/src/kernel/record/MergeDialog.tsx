import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import type { Field as NounField } from '../../api/meta.js';
import { include, useActMutation, useRecordQuery, type Json, type Row } from '../../api/records.js';
import { Dialog } from '../../shell/Dialog.js';
import { Field } from '../../shell/Field.js';
import { reason, useSay } from '../../shell/use-say.js';
import { RecordEditor } from '../fields/RecordEditor.js';
import { Value } from '../fields/Value.js';
import { titleOf, useNouns } from '../nouns.js';
import type { VerbForm } from './RecordHead.js';

interface Preview {
  fields: readonly { field: string; label: string; from: string | null; value: Json; differs: boolean }[];
  moves: Readonly<Record<string, number>>;
}

const mergeApi = api.injectEndpoints({
  endpoints: (build) => ({
    mergePreview: build.query<Preview, { noun: string; id: string; loser: string; choose: Readonly<Record<string, string>> }>({
      query: ({ noun, id, loser, choose }) => ({ url: `/api/v1/sales/merge-previews/${noun}/${id}`, method: 'POST', body: { losers: [loser], choose } }),
      keepUnusedDataFor: 0,
    }),
  }),
});

const Body = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 16,
  '& p': { ...theme.typography.body2, margin: 0 },
  '& fieldset': { border: 0, margin: 0, padding: 0, minInlineSize: 0, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: '2px 16px' },
  '& legend': { ...theme.typography.caption, color: theme.vars.palette.neutral[11], padding: 0 },
  '& label.choice': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 8, minInlineSize: 0, minBlockSize: 32 },
}));

/** Which other record is the same, and whose values stay; what would go along is told before it happens. */
export function MergeDialog({ noun, row, onClose }: VerbForm) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const { done } = useSay();
  const [loser, setLoser] = useState<string | null>(null);
  const [choose, setChoose] = useState<Record<string, string>>({});
  const [merge, { error, isLoading }] = useActMutation();
  const { data: other } = useRecordQuery({ path: noun.path, id: loser ?? '', include: include(noun) }, { skip: !loser });
  const { data: preview, error: refused } = mergeApi.useMergePreviewQuery({ noun: noun.name, id: row.id, loser: loser ?? '', choose }, { skip: !loser });
  const differing = loser ? (preview?.fields ?? []).filter(({ differs }) => differs) : [];
  const moves = Object.entries(loser ? (preview?.moves ?? {}) : {}).flatMap(([name, count]) => byName.get(name) ? [`${count} ${byName.get(name)!.labelOfMany}`] : []);
  const fault = error ?? (loser ? refused : undefined);
  const submit = async () => {
    const answer = await merge({ path: noun.path, id: row.id, verb: 'merge', body: { losers: [loser], choose } });
    if (answer.error) return;
    done(t('merge.done', { title: titleOf(answer.data as Row, noun) }));
    onClose();
  };
  return (
    <Dialog title={t('merge.title', { title: titleOf(row, noun) })} width={560} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" loading={isLoading} disabled={!loser || !preview}>{t('merge.go')}</Button></>}>
      <Body>
        {fault && <p role="alert">{reason(fault, t('shell.unreachable'))}</p>}
        <Field label={t('merge.other')} help={t('merge.say')} required>
          {(given) => <RecordEditor field={{ name: 'other', target: noun.name } as NounField} value={loser} onChange={(id) => { setLoser(id as string | null); setChoose({}); }} given={given} autoFocus />}
        </Field>
        {other && differing.map(({ field, label, from }) => {
          const known = noun.fields.find(({ name }) => name === field);
          return known && (
            <fieldset key={field}>
              <legend>{label}</legend>
              {[row, other.record].map((each) => (
                <label key={each.id} className="choice">
                  <input type="radio" name={field} checked={(choose[field] ?? from) === each.id} onChange={() => setChoose((now) => ({ ...now, [field]: each.id }))} />
                  <span style={{ minInlineSize: 0 }}><Value field={known} row={each} /></span>
                </label>
              ))}
            </fieldset>
          );
        })}
        {moves.length > 0 && <p>{t('merge.moves', { list: moves.join(', ') })}</p>}
      </Body>
    </Dialog>
  );
}
