import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Operator } from '../../api/meta.js';
import { Input, Select } from '../../shell/Field.js';
import { RecordEditor } from '../fields/RecordEditor.js';
import { useWriting } from '../fields/use-writing.js';

const SPANS = ['today', 'yesterday', 'tomorrow', 'this-week', 'last-week', 'next-week', 'this-month', 'last-month', 'next-month', 'this-quarter', 'last-quarter', 'next-quarter', 'this-year', 'last-year', 'next-year'] as const;

interface Props {
  field: Field;
  operator: Operator;
  value: string | readonly string[] | undefined;
  autoFocus: boolean;
  onChange: (value: string | readonly string[]) => void;
}

/** What is compared with: chosen where there is a list, typed where there is none. */
export function FilterValue({ field, operator, value, autoFocus, onChange }: Props) {
  const { t } = useTranslation();
  const many = operator.takes === 'many';
  const one = Array.isArray(value) ? (value[0] ?? '') : ((value as string | undefined) ?? '');
  const label = t('filter.value', { field: field.label });
  const tell = (text: string) => onChange(many ? text.split(',').map((each) => each.trim()).filter(Boolean) : text);
  if (operator.name === 'during') {
    return (
      <Select aria-label={label} autoFocus={autoFocus} value={one} onChange={({ target }) => onChange(target.value)}>
        <option value="" />
        {SPANS.map((span) => <option key={span} value={span}>{t(`span.${span}`)}</option>)}
      </Select>
    );
  }
  if (field.choices && many) return <Several field={field} label={label} chosen={Array.isArray(value) ? (value as readonly string[]) : one ? [one] : []} autoFocus={autoFocus} onChange={onChange} />;
  if (field.choices) {
    return (
      <Select aria-label={label} autoFocus={autoFocus} value={one} onChange={({ target }) => onChange(target.value)}>
        <option value="" />
        {field.choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </Select>
    );
  }
  if (field.widget === 'switch') {
    return (
      <Select aria-label={label} autoFocus={autoFocus} value={one} onChange={({ target }) => onChange(target.value)}>
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
        {one !== 'me' && <RecordEditor field={field} autoFocus={autoFocus} value={one || null} onChange={(id) => onChange(many ? [String(id ?? '')] : String(id ?? ''))} given={{ 'aria-label': label }} />}
      </>
    );
  }
  const type = field.widget === 'date' || field.widget === 'moment' ? 'date' : field.widget === 'number' || field.widget === 'percent' ? 'number' : 'text';
  return <Input aria-label={label} autoFocus={autoFocus} type={many ? 'text' : type} value={Array.isArray(value) ? value.join(', ') : one} onChange={({ target }) => tell(target.value)} />;
}

function Several({ field, label, chosen, autoFocus, onChange }: { field: Field; label: string; chosen: readonly string[]; autoFocus: boolean; onChange: (value: readonly string[]) => void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { locale } = useWriting();
  const choices = field.choices ?? [];
  const names = choices.filter(({ value }) => chosen.includes(value)).map((choice) => choice.label);
  const toggle = (value: string) => onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <>
      <Button variant="text" autoFocus={autoFocus} aria-label={`${label}: ${names.join(', ')}`} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={({ currentTarget }) => setAnchor(currentTarget)} sx={{ minHeight: 28, paddingInline: 1.5, maxInlineSize: 240, '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } }}>
        <span>{names.length ? new Intl.ListFormat(locale, { type: 'disjunction' }).format(names) : '…'}</span>
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)} slotProps={{ paper: { sx: { maxBlockSize: 420 } }, list: { 'aria-label': label } }}>
        {choices.map((choice) => (
          <MenuItem key={choice.value} role="menuitemcheckbox" aria-checked={chosen.includes(choice.value)} onClick={() => toggle(choice.value)}>
            <input type="checkbox" tabIndex={-1} readOnly checked={chosen.includes(choice.value)} aria-hidden />{choice.label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
