import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { isProblem, type Problem } from '../../../api/problem.js';
import { useUpdateMutation, type Json, type Row } from '../../../api/records.js';
import { Editor } from '../../../kernel/fields/Editor.js';
import { Dialog } from '../../../shell/Dialog.js';
import { Field } from '../../../shell/Field.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { useMoveDealMutation, type BoardQuestion, type Column } from './board.js';

/** What a stage wants to know before a deal may enter it. */
export function StageRules({ noun, deal, stage, problem, on, onClose }: { noun: Noun; deal: Row; stage: Column['stage']; problem: Problem; on: BoardQuestion; onClose: () => void }) {
  const { t } = useTranslation();
  const [move] = useMoveDealMutation();
  const [update] = useUpdateMutation();
  const [values, setValues] = useState<Record<string, Json>>({});
  const [now, setNow] = useState(problem);
  const { done } = useSay();
  const missing = (problem.errors ?? []).flatMap(({ at }) => noun.fields.find(({ name }) => name === at) ?? []);
  const others = (now.errors ?? []).filter(({ at }) => !missing.some(({ name }) => name === at));
  const submit = async () => {
    const loss = new Set(['lostReasonId', 'lostToId', 'lostNote']);
    const [own, ofMove] = [Object.entries(values).filter(([name]) => !loss.has(name)), Object.entries(values).filter(([name]) => loss.has(name))];
    const saved = own.length ? await update({ path: noun.path, id: deal.id, body: Object.fromEntries(own) }) : { error: undefined };
    const moved = saved.error ? saved : await move({ id: deal.id, body: { stageId: stage.id, ...Object.fromEntries(ofMove) }, on });
    if (isProblem(moved.error)) return setNow(moved.error);
    done(t('deals.moved', { stage: stage.name }));
    onClose();
  };
  return (
    <Dialog title={t('deals.toEnter', { stage: stage.name })} width={440} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button>{missing.length > 0 && <Button type="submit" variant="contained">{t('deals.move')}</Button>}</>}>
      <div style={{ display: 'grid', gap: 14 }}>
        {others.map(({ at, say }) => <p key={at + say} role="alert" style={{ margin: 0 }}>{say}</p>)}
        {!now.errors?.length && <p role="alert" style={{ margin: 0 }}>{reason(now, t('shell.unreachable'))}</p>}
        {missing.map((field, index) => (
          <Field key={field.name} label={field.label} required error={now.errors?.find(({ at }) => at === field.name)?.say}>
            {(given) => <Editor field={field} row={deal} value={values[field.name] ?? null} autoFocus={index === 0} onChange={(value) => setValues((all) => ({ ...all, [field.name]: value }))} given={given} />}
          </Field>
        ))}
      </div>
    </Dialog>
  );
}
