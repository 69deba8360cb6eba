import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field as MetaField, JsonSchema, Noun, Verb } from '../../api/meta.js';
import { isProblem, type Problem } from '../../api/problem.js';
import type { Json, Row } from '../../api/records.js';
import { Dialog } from '../../shell/Dialog.js';
import { Area, Field, Input, Select } from '../../shell/Field.js';
import { reason } from '../../shell/use-say.js';
import { RecordEditor } from '../fields/RecordEditor.js';
import { useAct } from './use-act.js';

/** The form of any verb, from what it says it takes. */
export function VerbDialog({ noun, row, verb, onClose }: { noun: Noun; row: Row; verb: Verb; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useAct(noun, row);
  const [values, setValues] = useState<Record<string, Json>>({});
  const [problem, setProblem] = useState<Problem>();
  const required = new Set(verb.input?.required);
  const submit = async () => {
    const error = await act(verb, values, true);
    if (!error) onClose();
    else setProblem(isProblem(error) ? error : undefined);
  };
  const entries = Object.entries(verb.input?.properties ?? {});
  const unplaced = problem && !problem.errors?.some(({ at }) => entries.some(([name]) => at === name));
  return (
    <Dialog title={verb.say} onClose={onClose} onSubmit={() => void submit()} foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained">{verb.say}</Button></>}>
      {unplaced && <p role="alert" style={{ marginBlockStart: 0 }}>{reason(problem, t('shell.unreachable'))}</p>}
      <div style={{ display: 'grid', gap: 14 }}>
        {entries.map(([name, schema]) => (
          <Field key={name} label={schema.title ?? words(name)} help={schema.description} required={required.has(name)} error={problem?.errors?.find(({ at }) => at === name)?.say}>
            {(given) => <Control schema={schema} given={given} value={values[name] ?? null} onChange={(value) => setValues((now) => ({ ...now, [name]: value }))} />}
          </Field>
        ))}
      </div>
    </Dialog>
  );
}

/** The input of a verb is no field of a record. */
const NO_FIELD: MetaField = { name: '', label: '', type: 'reference', widget: 'record' };

function Control({ schema, given, value, onChange }: { schema: JsonSchema; given: object; value: Json; onChange: (value: Json) => void }) {
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== 'null') : schema.type;
  const text = value === null ? '' : String(value);
  if (schema['x-noun']) return <RecordEditor field={NO_FIELD} target={schema['x-noun']} value={value} onChange={onChange} given={given} />;
  if (schema.enum) return <Select {...given} value={text} onChange={({ target }) => onChange(target.value)}><option value="" />{schema.enum.map((each) => <option key={String(each)} value={String(each)}>{words(String(each))}</option>)}</Select>;
  if (type === 'boolean') return <input {...given} type="checkbox" checked={value === true} onChange={({ target }) => onChange(target.checked)} style={{ alignSelf: 'start' }} />;
  if (type === 'number' || type === 'integer') return <Input {...given} type="number" value={text} onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))} />;
  if (type === 'array' || type === 'object') return <Area {...given} rows={3} spellCheck={false} dir="ltr" onChange={({ target }) => { try { onChange(JSON.parse(target.value) as Json); } catch { onChange(target.value); } }} />;
  const kind = schema.format === 'date' ? 'date' : schema.format === 'email' ? 'email' : 'text';
  return (schema.maxLength ?? 0) > 300 ? <Area {...given} rows={3} value={text} onChange={({ target }) => onChange(target.value)} /> : <Input {...given} type={kind} value={text} onChange={({ target }) => onChange(target.value)} />;
}

/** `lostReasonId` as "Lost reason". */
function words(name: string): string {
  const spaced = name.replace(/Id$/, '').replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[-_]/g, ' ').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
