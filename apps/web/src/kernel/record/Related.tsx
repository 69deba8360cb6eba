import { styled } from '@mui/material/styles';
import { Plus } from 'lucide-react';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Field, Noun } from '../../api/meta.js';
import { include, useFewQuery, type Json, type Row } from '../../api/records.js';
import { Icon } from '../../shell/Icon.js';
import { Face } from '../fields/Face.js';
import { Value, valueOf } from '../fields/Value.js';
import { numberText } from '../fields/format.js';
import { useWriting } from '../fields/use-writing.js';
import { listFields, pathOf, titleOf, useNouns } from '../nouns.js';
import { CreateDialog } from './CreateDialog.js';

const Box = styled('section')(({ theme }) => ({
  borderRadius: 10,
  border: `1px solid ${theme.vars.palette.neutral[5]}`,
  backgroundColor: theme.vars.palette.raised,
  '& header': { display: 'flex', alignItems: 'center', gap: 8, paddingBlock: 4, paddingInline: '14px 6px', minBlockSize: 40 },
  '& h3': { ...theme.typography.h2, margin: 0, fontSize: '0.8125rem' },
  '& header span': { ...theme.typography.body2, color: theme.vars.palette.neutral[10], fontVariantNumeric: 'tabular-nums', marginInlineEnd: 'auto' },
  '& header a': { ...theme.typography.body2, color: theme.vars.palette.accent.text },
  '& ul': { listStyle: 'none', margin: 0, padding: '0 6px 6px' },
  '& li > a': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 8, minBlockSize: 34, paddingInline: 8, borderRadius: 6, color: 'inherit', textDecoration: 'none', '&:hover': { backgroundColor: theme.vars.palette.neutral[3] } },
  '& li .name': { flex: 1, minInlineSize: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontWeight: theme.typography.fontWeightMedium },
}));

/** Every noun that points here, each as a short list. */
export function Related({ noun, row }: { noun: Noun; row: Row }) {
  const { meta } = useNouns();
  const pointing = meta.resources.flatMap((other) => (other.may.includes('read') && other.module !== 'identity'
    ? other.fields.filter((field) => field.target === noun.name && field.filterable && field.name !== 'createdBy' && field.name !== 'updatedBy').slice(0, 1).map((field) => ({ other, by: { field: field.name, value: row.id as Json }, match: [field] }))
    : []));
  const hanging = meta.resources.filter(({ may, fields }) => may.includes('read') && fields.some(({ name, filterable, choices }) => name === 'subject' && filterable && choices?.some(({ value }) => value === noun.name)) && fields.some(({ name, filterable }) => name === 'recordId' && filterable));
  return (
    <>
      {pointing.map(({ other, by, match }) => <Few key={other.name} noun={other} preset={{ [by.field]: by.value }} related={{ field: match[0]!, row }} />)}
      {hanging.filter(({ name }) => !['note', 'communication', 'activity'].includes(name)).map((other) => <Few key={other.name} noun={other} preset={{ subject: noun.name, recordId: row.id }} />)}
    </>
  );
}

/** What is named by a choice only joins two records: on the page of one it bears the name of the other. */
function otherEnd(noun: Noun, preset: Record<string, Json>): Field | undefined {
  const title = noun.fields.find(({ name }) => name === noun.title);
  return title?.widget === 'choice' ? noun.fields.find(({ name, target, relation, list }) => target && relation && list !== undefined && !(name in preset)) : undefined;
}

function Few({ noun, preset, related }: { noun: Noun; preset: Record<string, Json>; related?: { field: Field; row: Row } }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const { byName } = useNouns();
  const [creating, setCreating] = useState(false);
  const filters = Object.entries(preset).map(([field, value]) => ({ field, operator: 'eq', value }));
  const { data } = useFewQuery({ path: noun.path, where: filters.length > 1 ? { and: filters } : filters[0], limit: 5, include: include(noun), count: 'exact' });
  // A part is made where its whole is.
  const mayCreate = noun.may.includes('create') && !noun.fields.some(({ partOf, name }) => partOf && !(name in preset));
  const count = data?.page.count ?? 0;
  if (!data || (count === 0 && !mayCreate)) return null;
  const other = otherEnd(noun, preset);
  const named = other?.target ? byName.get(other.target) : undefined;
  const fact = listFields(noun).find(({ name, widget }) => (name !== noun.title || named) && ['choice', 'states', 'money', 'date'].includes(widget));
  const form = creating && <CreateDialog noun={noun} preset={preset} presetRow={related && { [related.field.relation ?? '']: related.row }} onClose={() => setCreating(false)} onMade={() => setCreating(false)} />;
  if (count === 0) return <div className="none"><Button variant="text" startIcon={<Icon of={Plus} />} aria-label={t('palette.new', { noun: noun.label })} onClick={() => setCreating(true)}>{noun.label}</Button>{form}</div>;
  return (
    <Box aria-label={noun.labelOfMany}>
      <header>
        <h3>{noun.labelOfMany}</h3>
        <span>{numberText(count, writing)}</span>
        {count > 5 && <Link to={`${pathOf(noun)}?where=${encodeURIComponent(JSON.stringify({ any: false, filters }))}`}>{t('record.all')}</Link>}
        {mayCreate && <IconButton aria-label={t('palette.new', { noun: noun.label })} onClick={() => setCreating(true)}><Icon of={Plus} /></IconButton>}
      </header>
      <ul>
        {data.data.map((row) => {
          const at = named && (row[other!.relation!] as Row | null);
          const title = named && at ? titleOf(at, named) : titleOf(row, noun);
          return (
            <li key={row.id}>
              <Link to={`${pathOf(noun)}/${row.id}`}>
                <Face name={title} square={(named ?? noun).name === 'company'} />
                <span className="name" dir="auto">{title}</span>
                {fact && valueOf(row, fact.name) && <Value field={fact} row={row} />}
              </Link>
            </li>
          );
        })}
      </ul>
      {form}
    </Box>
  );
}
