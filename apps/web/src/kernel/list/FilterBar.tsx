import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { ListFilter, X } from 'lucide-react';
import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Noun } from '../../api/meta.js';
import { Icon } from '../../shell/Icon.js';
import { FilterValue } from './FilterValue.js';
import { operatorsOf, useNouns } from '../nouns.js';
import type { Filter, Group } from './view.js';

const Bar = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 6, minInlineSize: 0 });

const Chip = styled('span')(({ theme }) => ({
  ...theme.typography.body2,
  display: 'inline-flex',
  alignItems: 'center',
  maxInlineSize: '100%',
  borderRadius: 6,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  backgroundColor: theme.vars.palette.raised,
  '& > b': { fontWeight: theme.typography.fontWeightMedium, paddingInline: '10px 4px', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& select, & input': { border: 0, minBlockSize: 28, inlineSize: 'auto', maxInlineSize: 180, background: 'none', paddingInline: 6, minInlineSize: 0 },
  '& select': { color: theme.vars.palette.neutral[11] },
  '& .MuiIconButton-root': { inlineSize: 26, blockSize: 28 },
  // As large as what is typed into it.
  '@media (pointer: coarse)': { fontSize: '1rem', '& .MuiButton-root': { fontSize: 'inherit' } },
}));

const Join = styled('button')(({ theme }) => ({ ...theme.typography.body2, fontFamily: 'inherit', border: 0, background: 'none', color: theme.vars.palette.accent.text, padding: '4px 6px', borderRadius: 4, '&:hover': { backgroundColor: theme.vars.palette.neutral[4] } }));

interface Props {
  noun: Noun;
  group: Group;
  onChange: (group: Group) => void;
  /** Just made: its first condition waits for a value. */
  isNew?: boolean;
}

/** Conditions as chips that can be typed into; a group in brackets joins its own by "or" inside "and". */
export function FilterBar({ noun, group, onChange, isNew = false }: Props) {
  const { t } = useTranslation();
  const adding = useRef<HTMLButtonElement>(null);
  const [fresh, setFresh] = useState(isNew ? 0 : -1);
  const put = (index: number, filter: Filter | Group | null) => {
    if (!filter) adding.current?.focus();
    onChange({ ...group, filters: group.filters.flatMap((each, at) => (at === index ? (filter ? [filter] : []) : [each])) });
  };
  const add = (filter: Filter | Group) => {
    setFresh(group.filters.length);
    onChange({ ...group, filters: [...group.filters, filter] });
  };
  return (
    <Bar>
      {group.filters.map((each, index) => [
        index > 0 && <Join key={`join ${index}`} type="button" onClick={() => onChange({ ...group, any: !group.any })}>{t(group.any ? 'filter.or' : 'filter.and')}</Join>,
        'filters' in each
          ? <Chip key={index} style={{ paddingInline: 6, paddingBlock: 4 }}><FilterBar noun={noun} group={each} isNew={index === fresh} onChange={(inner) => put(index, inner.filters.length ? inner : null)} /></Chip>
          : <One key={index} noun={noun} filter={each} isNew={index === fresh} onChange={(filter) => put(index, filter)} />,
      ])}
      <AddFilter noun={noun} button={adding} onAdd={add} onGroup={group.filters.length ? (filter) => add({ any: !group.any, filters: [filter] }) : undefined} />
    </Bar>
  );
}

function One({ noun, filter, isNew, onChange }: { noun: Noun; filter: Filter; isNew: boolean; onChange: (filter: Filter | null) => void }) {
  const { t } = useTranslation();
  const nouns = useNouns();
  const field = noun.fields.find(({ name }) => name === filter.field);
  if (!field) return null;
  const operators = operatorsOf(nouns, field);
  const operator = operators.find(({ name }) => name === filter.operator);
  return (
    <Chip role="group" aria-label={`${t('filter.one')}: ${field.label}`}>
      <b>{field.label}</b>
      <select aria-label={t('filter.how')} autoFocus={isNew && operator?.takes === 'nothing'} value={filter.operator} onChange={({ target }) => onChange(withOperator(filter, operators.find(({ name }) => name === target.value)!.name, operators.find(({ name }) => name === target.value)!.takes))}>
        {operators.map(({ name, say }) => <option key={name} value={name}>{say}</option>)}
      </select>
      {operator && operator.takes !== 'nothing' && <FilterValue field={field} operator={operator} autoFocus={isNew} value={filter.value} onChange={(value) => onChange({ ...filter, value })} />}
      <IconButton aria-label={t('filter.remove', { field: field.label })} onClick={() => onChange(null)}><Icon of={X} /></IconButton>
    </Chip>
  );
}

function withOperator({ field, value }: Filter, operator: string, takes: string): Filter {
  if (takes === 'nothing') return { field, operator };
  const one = Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
  return { field, operator, value: takes === 'many' ? (one === '' ? [] : [one as string]) : (one as string) };
}

function AddFilter({ noun, button, onAdd, onGroup }: { noun: Noun; button: RefObject<HTMLButtonElement | null>; onAdd: (filter: Filter) => void; onGroup: ((filter: Filter) => void) | undefined }) {
  const { t } = useTranslation();
  const nouns = useNouns();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [inGroup, setInGroup] = useState(false);
  const open = (into: boolean) => ({ currentTarget }: React.MouseEvent<HTMLElement>) => { setInGroup(into); setAnchor(currentTarget); };
  const fields = noun.fields.filter((field) => field.filterable && field.name !== 'id' && field.name !== 'version' && operatorsOf(nouns, field).length);
  const add = (field: Field) => {
    setAnchor(null);
    const [first] = operatorsOf(nouns, field);
    const filter = withOperator({ field: field.name, operator: first!.name }, first!.name, first!.takes);
    (inGroup && onGroup ? onGroup : onAdd)(filter);
  };
  return (
    <>
      <Button ref={button} variant="text" startIcon={<Icon of={ListFilter} />} aria-haspopup="menu" onClick={open(false)}>{t('filter.add')}</Button>
      {onGroup && <Button variant="text" aria-haspopup="menu" onClick={open(true)}>{t('filter.addGroup')}</Button>}
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)} slotProps={{ paper: { sx: { maxBlockSize: 420 } } }}>
        {fields.map((field) => <MenuItem key={field.name} onClick={() => add(field)}>{field.label}</MenuItem>)}
      </Menu>
    </>
  );
}
