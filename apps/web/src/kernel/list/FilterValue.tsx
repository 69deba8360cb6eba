import { useTranslation } from 'react-i18next';
import type { Field, Operator } from '../../api/meta.js';
import { Input, Select } from '../../shell/Field.js';
import { RecordEditor } from '../fields/RecordEditor.js';

const SPANS = ['today', 'yesterday', 'tomorrow', 'this-week', 'last-week', 'next-week', 'this-month', 'last-month', 'next-month', 'this-quarter', 'last-quarter', 'next-quarter', 'this-year', 'last-year', 'next-year'] as const;

interface Props {
  field: Field;
  operator: Operator;
  value: string | readonly string[] | undefined;
  onChange: (value: string | readonly string[]) => void;
}

/** What is compared with: chosen where there is a list, typed where there is none. */
export function FilterValue({ field, operator, value, onChange }: Props) {
  const { t } = useTranslation();
  const many = operator.takes === 'many';
  const one = Array.isArray(value) ? (value[0] ?? '') : ((value as string | undefined) ?? '');
  const label = t('filter.value', { field: field.label });
  const tell = (text: string) => onChange(many ? text.split(',').map((each) => each.trim()).filter(Boolean) : text);
  if (operator.name === 'during') {
    return (
      <Select aria-label={label} value={one} onChange={({ target }) => onChange(target.value)}>
        <option value="" />
        {SPANS.map((span) => <option key={span} value={span}>{t(`span.${span}`)}</option>)}
      </Select>
    );
  }
  if (field.choices) {
    return (
      <Select aria-label={label} value={many ? undefined : one} multiple={false} onChange={({ target }) => onChange(many ? [target.value] : target.value)}>
        <option value="" />
        {field.choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </Select>
    );
  }
  if (field.widget === 'switch') {
    return (
      <Select aria-label={label} value={one} onChange={({ target }) => onChange(target.value)}>
        <option value="" />
        <option value="true">{t('field.yes')}</option>
        <option value="false">{t('field.no')}</option>
      </Select>
    );
  }
  if (field.target) {
    return (
      <>
        {field.target === 'member' && <Select aria-label={label} value={one === 'me' ? 'me' : ''} onChange={({ target }) => onChange(many ? [target.value] : target.value)}><option value="">{t('filter.somebody')}</option><option value="me">{t('filter.me')}</option></Select>}
        {one !== 'me' && <RecordEditor field={field} value={one || null} onChange={(id) => onChange(many ? [String(id ?? '')] : String(id ?? ''))} given={{ 'aria-label': label }} />}
      </>
    );
  }
  const type = field.widget === 'date' || field.widget === 'moment' ? 'date' : field.widget === 'number' || field.widget === 'percent' ? 'number' : 'text';
  return <Input aria-label={label} type={many ? 'text' : type} value={Array.isArray(value) ? value.join(', ') : one} onChange={({ target }) => tell(target.value)} />;
}
