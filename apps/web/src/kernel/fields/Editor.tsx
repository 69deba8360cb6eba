import { useTranslation } from 'react-i18next';
import type { Field } from '../../api/meta.js';
import type { Json, Row } from '../../api/records.js';
import { Area, Input, Select } from '../../shell/Field.js';
import { AmountEditor } from './AmountEditor.js';
import { MomentEditor } from './MomentEditor.js';
import { RecordEditor } from './RecordEditor.js';
import { TagsEditor } from './TagsEditor.js';

export interface EditorProps {
  field: Field;
  value: Json;
  onChange: (value: Json) => void;
  /** The record that it stands in, for the name of what it points to. */
  row?: Row | undefined;
  autoFocus?: boolean;
  given?: { id?: string; 'aria-label'?: string; 'aria-invalid'?: boolean; 'aria-describedby'?: string | undefined; 'aria-required'?: boolean };
}

/** The control for a field, by what its type wants; empty is null. */
export function Editor(props: EditorProps) {
  const { field, value, onChange, autoFocus, given } = props;
  const { t } = useTranslation();
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const common = { ...given, autoFocus: autoFocus ?? false };
  const line = (type: string, more: object = {}) => <Input {...common} type={type} value={text} onChange={({ target }) => onChange(target.value === '' ? null : target.value)} {...more} />;
  const number = (more: object = {}) => <Input {...common} inputMode="decimal" type="number" step="any" value={text} onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))} {...more} />;
  switch (field.widget) {
    case 'choice':
    case 'states':
      return (
        <Select {...common} value={text} onChange={({ target }) => onChange(target.value || null)}>
          {(!field.required || value === null) && <option value="">{t('field.none')}</option>}
          {reachable(field, value).map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
        </Select>
      );
    case 'switch':
      return <Input {...common} type="checkbox" checked={value === true} onChange={({ target }) => onChange(target.checked)} sx={{ inlineSize: 16, minBlockSize: 16, alignSelf: 'start', accentColor: (theme) => theme.vars.palette.accent.solid }} />;
    case 'lines':
    case 'rich-text':
      return <Area {...common} rows={4} value={text} onChange={({ target }) => onChange(target.value === '' ? null : target.value)} />;
    case 'json':
      return <JsonEditor {...props} />;
    case 'tags':
      return <TagsEditor {...props} />;
    case 'money':
      return <AmountEditor {...props} />;
    case 'record':
    case 'member':
      return <RecordEditor {...props} />;
    case 'any-record':
      // A record of another noun is another record.
      return <RecordEditor key={nounFor(props)} {...props} target={nounFor(props)} />;
    case 'moment':
      return <MomentEditor {...props} />;
    case 'date':
      return line('date');
    case 'number':
      return number({ min: field.settings?.min, max: field.settings?.max });
    case 'percent':
      return number({ min: 0, max: 100 });
    case 'rating':
      return number({ min: 1, max: field.settings?.max ?? 5, step: 1 });
    case 'duration':
      return line('text', { placeholder: 'PT1H30M', value: typeof value === 'number' ? `PT${value}S` : text });
    case 'email':
      return line('email', { dir: 'ltr', autoComplete: 'off' });
    case 'phone':
      return line('tel', { dir: 'ltr', autoComplete: 'off' });
    case 'url':
    case 'domain':
      return line('text', { dir: 'ltr', inputMode: 'url', autoComplete: 'off' });
    case 'secret':
      return line('password', { autoComplete: 'new-password' });
    default:
      return line('text', { maxLength: field.settings?.max, autoComplete: 'off' });
  }
}

function nounFor({ field, row }: EditorProps): string | undefined {
  const name = row?.[field.settings?.nounIn ?? ''];
  return typeof name === 'string' ? name : undefined;
}

/** From where it stands, states can only go where their declaration says. */
function reachable({ choices = [], widget }: Field, value: Json) {
  const now = widget === 'states' ? choices.find((choice) => choice.value === value) : undefined;
  return now?.to ? choices.filter((choice) => choice === now || now.to!.includes(choice.value)) : choices;
}

function JsonEditor({ value, onChange, given }: EditorProps) {
  return (
    <Area
      {...given}
      rows={4}
      spellCheck={false}
      defaultValue={value === null ? '' : JSON.stringify(value, null, 2)}
      onChange={({ target }) => {
        try {
          onChange(target.value.trim() === '' ? null : (JSON.parse(target.value) as Json));
          target.setCustomValidity('');
        } catch (error) {
          target.setCustomValidity((error as Error).message);
          target.reportValidity();
        }
      }}
    />
  );
}
