import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Noun } from '../../api/meta.js';
import type { Json } from '../../api/records.js';
import { Dialog } from '../../shell/Dialog.js';
import { Field as Labelled, Select } from '../../shell/Field.js';
import { Icon } from '../../shell/Icon.js';
import { Editor } from '../fields/Editor.js';

const Bar = styled('div')(({ theme }) => ({
  ...theme.typography.body2,
  position: 'absolute',
  zIndex: 4,
  insetBlockEnd: 16,
  insetInlineStart: '50%',
  translate: '-50%',
  '[dir=rtl] &': { translate: '50%' },
  display: 'flex',
  alignItems: 'center',
  gap: 4,
  padding: 6,
  paddingInlineStart: 14,
  borderRadius: 10,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  boxShadow: theme.vars.palette.float,
  '& > span': { fontWeight: theme.typography.fontWeightMedium, fontVariantNumeric: 'tabular-nums', marginInlineEnd: 8 },
}));

interface Props {
  noun: Noun;
  count: number;
  onClear: () => void;
  onChange: (field: Field, value: Json) => void;
  children: ReactNode;
}

/** What can be done with all that are selected. */
export function BulkBar({ noun, count, onClear, onChange, children }: Props) {
  const { t } = useTranslation();
  const fields = noun.fields.filter(({ update, widget }) => update && widget !== 'secret' && widget !== 'json');
  const [field, setField] = useState<Field>();
  const [value, setValue] = useState<Json>(null);
  return (
    <Bar role="toolbar" aria-label={t('list.selected', { count })}>
      <span>{t('list.selected', { count })}</span>
      {noun.may.includes('update') && noun.may.includes('bulk') && <Button variant="text" onClick={() => setField(fields[0])}>{t('list.change')}</Button>}
      {children}
      <Button variant="text" startIcon={<Icon of={X} />} onClick={onClear}>{t('list.unselect')}</Button>
      {field && (
        <Dialog
          title={t('list.changeMany', { count })}
          onClose={() => setField(undefined)}
          onSubmit={() => { onChange(field, value); setField(undefined); }}
          foot={<><Button variant="text" onClick={() => setField(undefined)}>{t('shell.cancel')}</Button><Button type="submit" variant="contained">{t('list.changeGo', { count })}</Button></>}
        >
          <div style={{ display: 'grid', gap: 14 }}>
            <Labelled label={t('list.field')}>{(given) => <Select {...given} value={field.name} onChange={({ target }) => { setField(fields.find(({ name }) => name === target.value)); setValue(null); }}>{fields.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}</Select>}</Labelled>
            <Labelled label={t('list.newValue')}>{(given) => <Editor key={field.name} field={field} value={value} onChange={setValue} given={given} />}</Labelled>
          </div>
        </Dialog>
      )}
    </Bar>
  );
}
