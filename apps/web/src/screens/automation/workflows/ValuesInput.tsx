import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { Braces, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, Noun } from '../../../api/meta.js';
import type { Json } from '../../../api/records.js';
import { Editor } from '../../../kernel/fields/Editor.js';
import { Input, Select } from '../../../shell/Field.js';
import { Icon } from '../../../shell/Icon.js';

interface Props {
  noun: Noun | undefined;
  value: Json | undefined;
  onChange: (value: Json) => void;
}

/** Field by field: a plain value, or a text with {{ record.field }} in it. */
export function ValuesInput({ noun, value, onChange }: Props) {
  const { t } = useTranslation();
  if (!noun) return null;
  const values = (value ?? {}) as Record<string, Json>;
  const fields = noun.fields.filter(({ create, update, widget }) => (create || update) && widget !== 'secret');
  const free = fields.filter(({ name }) => !(name in values));
  const put = (name: string, next: Json) => onChange({ ...values, [name]: next });
  const without = (name: string) => onChange(Object.fromEntries(Object.entries(values).filter(([each]) => each !== name)));
  return (
    <div role="group" aria-label={t('workflow.values')} style={{ display: 'grid', gap: 10 }}>
      {Object.entries(values).map(([name, each]) => {
        const field = fields.find((one) => one.name === name);
        return field && <One key={name} field={field} value={each} onChange={(next) => put(name, next)} onRemove={() => without(name)} />;
      })}
      {free.length > 0 && (
        <span style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
          <Icon of={Plus} />
          <Select aria-label={t('workflow.addValue')} value="" onChange={({ target }) => target.value && put(target.value, null)}>
            <option value="">{t('workflow.addValue')}</option>
            {free.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}
          </Select>
        </span>
      )}
    </div>
  );
}

function One({ field, value, onChange, onRemove }: { field: Field; value: Json; onChange: (value: Json) => void; onRemove: () => void }) {
  const { t } = useTranslation();
  const from = typeof value === 'object' && value !== null && !Array.isArray(value) && 'template' in value ? String(value['template']) : null;
  return (
    <div>
      <span style={{ display: 'flex', alignItems: 'center', gap: 4 }}>
        <span style={{ flex: 1 }} className="label">{field.label}</span>
        <Button variant="text" aria-pressed={from !== null} startIcon={<Icon of={Braces} />} onClick={() => onChange(from === null ? { template: '{{ record. }}' } : null)}>{t('workflow.template')}</Button>
        <IconButton aria-label={`${t('settings.remove')}: ${field.label}`} onClick={onRemove}><Icon of={X} /></IconButton>
      </span>
      {from === null ? <Editor field={field} value={value} onChange={onChange} given={{ 'aria-label': field.label }} /> : <Input aria-label={field.label} dir="ltr" value={from} onChange={({ target }) => onChange({ template: target.value })} />}
    </div>
  );
}
