import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Fault } from '../../../api/problem.js';
import { useFewQuery, type Json } from '../../../api/records.js';
import { Editor } from '../../../kernel/fields/Editor.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Field, Select } from '../../../shell/Field.js';

const Box = styled('fieldset')(({ theme }) => ({
  margin: 0, padding: 0, border: 0, minInlineSize: 0,
  '& > label': { display: 'flex', alignItems: 'center', gap: 10, minBlockSize: 32, ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, '& input': { margin: 0, inlineSize: 16, blockSize: 16, accentColor: theme.vars.palette.accent.solid } },
  '& > div': { display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: '14px 16px', marginBlockStart: 10, '& > .wide': { gridColumn: '1 / -1' } },
  [theme.breakpoints.down('sm')]: { '& > div': { gridTemplateColumns: 'minmax(0, 1fr)' } },
}));

interface Props {
  /** Null where no deal is made. */
  values: Record<string, Json> | null;
  proposed: Record<string, Json>;
  faults: readonly Fault[];
  onChange: (values: Record<string, Json> | null) => void;
}

/** The deal that a lead becomes, or none. */
export function DealFields({ values, proposed, faults, onChange }: Props) {
  const { t } = useTranslation();
  const noun = useNouns().byName.get('opportunity')!;
  const { data: pipelines } = useFewQuery({ path: '/api/v1/sales/pipelines', sort: 'position', limit: 50 });
  const pipelineId = values?.['pipelineId'] ?? pipelines?.data[0]?.id;
  const { data: stages } = useFewQuery({ path: '/api/v1/sales/stages', where: { and: [{ field: 'pipelineId', operator: 'eq', value: pipelineId ?? '' }, { field: 'kind', operator: 'eq', value: 'open' }] }, sort: 'position', limit: 50 }, { skip: !pipelineId });
  const put = (name: string, value: Json) => onChange({ ...values, [name]: value });
  const fault = (name: string) => faults.find(({ at }) => at === name || at.endsWith(`.${name}`))?.say;
  const edited = (name: string, wide = false) => {
    const field = noun.fields.find((each) => each.name === name);
    return field && <div className={wide ? 'wide' : undefined}><Field label={field.label} error={fault(name)}>{(given) => <Editor field={field} value={values?.[name] ?? null} onChange={(value) => put(name, value)} given={given} />}</Field></div>;
  };
  const chosen = (name: string, of: readonly { id: string; name?: Json }[], change: (id: string) => void) => (
    <Field label={noun.fields.find((each) => each.name === name)?.label ?? ''} error={fault(name)}>
      {(given) => <Select {...given} value={String(values?.[name] ?? of[0]?.id ?? '')} onChange={({ target }) => change(target.value)}>{of.map((each) => <option key={each.id} value={each.id}>{String(each.name)}</option>)}</Select>}
    </Field>
  );
  return (
    <Box>
      <label><input type="checkbox" checked={values !== null} onChange={({ target }) => onChange(target.checked ? proposed : null)} />{t('leads.makeDeal')}</label>
      {values && (
        <div>
          {edited('name', true)}
          {(pipelines?.data.length ?? 0) > 1 && chosen('pipelineId', pipelines?.data as never, (id) => onChange({ ...values, pipelineId: id, stageId: null }))}
          {chosen('stageId', (stages?.data ?? []) as never, (id) => put('stageId', id))}
          {edited('amount')}
          {edited('expectedClose')}
        </div>
      )}
    </Box>
  );
}
