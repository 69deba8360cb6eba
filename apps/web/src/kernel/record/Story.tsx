import { styled } from '@mui/material/styles';
import { CalendarDays, Check, ListChecks, Mail, MessageSquare, Phone, StickyNote } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Noun } from '../../api/meta.js';
import { include, useFewQuery, type Row } from '../../api/records.js';
import { Icon } from '../../shell/Icon.js';
import { RichText } from '../fields/RichText.js';
import { Ago, Value } from '../fields/Value.js';
import { pathOf, titleOf, useNouns } from '../nouns.js';
import { Composer } from './Composer.js';
import { useAct } from './use-act.js';
import { Timeline } from './Timeline.js';

const Cards = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: '0 0 24px',
  padding: 0,
  display: 'grid',
  gap: 8,
  '& > li': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr) auto', alignItems: 'start', gap: '4px 10px', padding: '10px 12px', borderRadius: 8, border: `1px solid ${theme.vars.palette.neutral[5]}`, backgroundColor: theme.vars.palette.raised, overflowWrap: 'anywhere' },
  '& > li > svg': { marginBlockStart: 2, color: theme.vars.palette.neutral[10] },
  '& a': { color: 'inherit', fontWeight: theme.typography.fontWeightMedium, textDecoration: 'none', '&:hover': { textDecoration: 'underline' } },
  '& p': { margin: '0 0 4px' },
  '& .text': { gridColumn: '2 / -1', color: theme.vars.palette.neutral[11], whiteSpace: 'pre-wrap' },
  '& time': { color: theme.vars.palette.neutral[10], fontSize: '0.75rem' },
}));

const Tick = styled('button')(({ theme }) => ({
  display: 'grid', placeItems: 'center', inlineSize: 16, blockSize: 16, marginBlockStart: 2, padding: 0, borderRadius: '50%', border: `1.5px solid ${theme.vars.palette.neutral[8]}`, background: 'none', color: 'transparent', position: 'relative',
  // Easier to hit than it looks.
  '&::after': { content: '""', position: 'absolute', inset: -12 },
  '& svg': { inlineSize: 10, blockSize: 10 },
  '&:hover, &:focus-visible': { borderColor: theme.vars.palette.good.solid, color: theme.vars.palette.good.solid },
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 2 },
}));

const ICONS = { note: StickyNote, call: Phone, mail: Mail, meeting: CalendarDays, task: ListChecks, appointment: CalendarDays, message: MessageSquare } as const;

/** What was said and is to be done, what became of the record, and above both the place to add to it. */
export function Story({ noun, row }: { noun: Noun; row: Row }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const said = ['note', 'communication', 'activity'].flatMap((name) => {
    const kind = byName.get(name);
    return kind?.may.includes('read') && kind.name !== noun.name ? [kind] : [];
  });
  return (
    <>
      <Composer noun={noun} row={row} />
      {said.length > 0 && <Said nouns={said} noun={noun} row={row} />}
      <h2>{t('record.timeline')}</h2>
      <Timeline noun={noun} id={row.id} />
    </>
  );
}

function Said({ nouns, noun, row }: { nouns: readonly Noun[]; noun: Noun; row: Row }) {
  const [first, second, third] = [useAbout(nouns[0], noun, row), useAbout(nouns[1], noun, row), useAbout(nouns[2], noun, row)];
  const all = [...first, ...second, ...third].sort((a, b) => b.at.localeCompare(a.at)).slice(0, 12);
  if (all.length === 0) return null;
  return <Cards>{all.map(({ kind, record, at }) => <Card key={record.id} kind={kind} record={record} at={at} />)}</Cards>;
}

function useAbout(kind: Noun | undefined, noun: Noun, row: Row): { kind: Noun; record: Row; at: string }[] {
  const where = { and: [{ field: 'subject', operator: 'eq', value: noun.name }, { field: 'recordId', operator: 'eq', value: row.id }] };
  const { data } = useFewQuery({ path: kind?.path ?? '', where, limit: 12, sort: '-createdAt', include: kind && include(kind) }, { skip: !kind });
  return (data?.data ?? []).map((record) => ({ kind: kind!, record, at: String(record['at'] ?? record['createdAt']) }));
}

function Card({ kind, record, at }: { kind: Noun; record: Row; at: string }) {
  const sort = String(record['channel'] ?? record['kind'] ?? kind.name);
  const act = useAct(kind, record);
  const name = useRef<HTMLAnchorElement>(null);
  const complete = record['state'] === 'open' ? kind.actions.find(({ name }) => name === 'complete') : undefined;
  const state = kind.fields.find(({ name }) => name === (kind.name === 'communication' ? 'outcome' : 'state'));
  return (
    <li>
      {complete ? <Tick type="button" aria-label={`${complete.say}: ${titleOf(record, kind)}`} title={complete.say} onClick={() => { name.current?.focus(); void act(complete, {}); }}><Icon of={Check} /></Tick> : <Icon of={ICONS[sort as keyof typeof ICONS] ?? StickyNote} />}
      <span>
        {kind.name === 'note' ? <RichText html={String(record['body'] ?? '')} /> : <Link ref={name} to={`${pathOf(kind)}/${record.id}`} dir="auto">{titleOf(record, kind)}</Link>}
      </span>
      <span style={{ display: 'flex', gap: 8, alignItems: 'center' }}>{state && <Value field={state} row={record} />}<Ago at={at} /></span>
      {kind.name === 'communication' && record['body'] && <span className="text" dir="auto">{String(record['body'])}</span>}
    </li>
  );
}
