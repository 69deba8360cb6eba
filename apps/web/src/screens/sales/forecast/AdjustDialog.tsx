import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, type Problem } from '../../../api/problem.js';
import { useCreateMutation, type Json } from '../../../api/records.js';
import { Editor } from '../../../kernel/fields/Editor.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Dialog } from '../../../shell/Dialog.js';
import { Field } from '../../../shell/Field.js';
import { reason, useSay } from '../../../shell/use-say.js';
import type { Cell } from './ForecastTable.js';

/** What a manager expects instead, and why. The reckoned number stays where it is. */
export function AdjustDialog({ cell: { memberId, name, category }, period, startsOn, currency, onClose }: { cell: Cell; period: string; startsOn: string; currency: string; onClose: () => void }) {
  const { t } = useTranslation();
  const noun = useNouns().byName.get('forecastAdjustment')!;
  const [create] = useCreateMutation();
  const [values, setValues] = useState<Record<string, Json>>({ amount: { amount: 0, currency } });
  const [problem, setProblem] = useState<Problem | null>(null);
  const { done } = useSay();
  const submit = async () => {
    const made = await create({ path: noun.path, body: { memberId, period, startsOn, category, ...values } });
    if (isProblem(made.error)) return setProblem(made.error);
    done(t('forecast.adjusted'));
    onClose();
  };
  return (
    <Dialog title={t('forecast.adjustOf', { category: t(`forecast.categories.${category}`), name })} width={420} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained">{t('forecast.adjust')}</Button></>}>
      <div style={{ display: 'grid', gap: 14 }}>
        {problem && !problem.errors?.length && <p role="alert" style={{ margin: 0 }}>{reason(problem, t('shell.unreachable'))}</p>}
        {noun.fields.filter((field) => ['amount', 'note'].includes(field.name)).map((field, index) => (
          <Field key={field.name} label={field.label} required error={problem?.errors?.find(({ at }) => at === field.name)?.say}>
            {(given) => <Editor field={field} value={values[field.name] ?? null} autoFocus={index === 0} onChange={(value) => setValues((all) => ({ ...all, [field.name]: value }))} given={given} />}
          </Field>
        ))}
      </div>
    </Dialog>
  );
}
