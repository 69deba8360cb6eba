import { styled } from '@mui/material/styles';
import { Check, Minus, Star } from 'lucide-react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../api/meta.js';
import type { Json, Row } from '../../api/records.js';
import { useTitle } from '../../api/titles.js';
import { Icon } from '../../shell/Icon.js';
import { pathOf, titleOf, useNouns } from '../nouns.js';
import { Face } from './Face.js';
import { agoText, dayText, durationText, isAmount, moneyText, momentText, numberText, percentText, type Writing } from './format.js';
import { Pill } from './Pill.js';
import { plainText, RichText } from './RichText.js';
import { useWriting } from './use-writing.js';

/** Where the lines of the page begin, whichever way the text itself runs. */
const AT_START = ['-webkit-match-parent' as const, 'match-parent' as const];
const Line = styled('span')({ display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', textAlign: AT_START });
const Beside = styled('span')({ display: 'flex', alignItems: 'center', gap: 8, minInlineSize: 0 });
const Several = styled('span')({ display: 'flex', gap: 4, minInlineSize: 0, overflow: 'hidden' });
const Lines = styled('span')({ display: 'block', textAlign: AT_START, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' });
const Stars = styled('span')(({ theme }) => ({ display: 'inline-flex', color: theme.vars.palette.caution.solid, '& svg': { fill: 'currentColor' } }));
const Mark = styled('span')({ display: 'flex', alignItems: 'center', blockSize: '1.25rem' });
const Quiet = styled('span')(({ theme }) => ({ color: theme.vars.palette.neutral[10] }));
const Anchor = styled('a')(({ theme }) => ({ color: 'inherit', textDecorationColor: theme.vars.palette.neutral[8], textUnderlineOffset: 3, '&:hover': { color: theme.vars.palette.accent.text } }));
const RecordLink = styled(Link)(({ theme }) => ({ color: 'inherit', textDecorationColor: theme.vars.palette.neutral[8], textUnderlineOffset: 3, '&:hover': { color: theme.vars.palette.accent.text } }));

interface Props {
  field: Field;
  row: Row;
  /** One line in a table, or as much room as it takes. */
  room?: 'line' | 'page';
}

/** What a field of a record says, whatever its type: the one place where values become words. */
export function Value({ field, row, room = 'line' }: Props) {
  const writing = useWriting();
  const value = valueOf(row, field.name);
  if (value === null || value === undefined || value === '') return null;
  // Masked for this person.
  if (value === '•••') return <Quiet>•••</Quiet>;
  return <Filled field={field} row={row} value={value} room={room} writing={writing} />;
}

function Filled({ field, row, value, room, writing }: Required<Props> & { value: Json; writing: Writing }) {
  const { t } = useTranslation();
  switch (field.widget) {
    case 'choice':
    case 'states': {
      const choice = field.choices?.find((each) => each.value === value);
      return <Pill shade={choice?.pill}>{choice?.label ?? String(value)}</Pill>;
    }
    case 'money':
      return isAmount(value) ? <Line>{moneyText(value, writing)}</Line> : null;
    case 'number':
    case 'counter':
      return <Line>{typeof value === 'number' ? numberText(value, writing) : String(value)}</Line>;
    case 'percent':
      return <Line>{percentText(Number(value), writing)}</Line>;
    case 'rating':
      return <Stars role="img" aria-label={t('field.rating', { count: Number(value) })}>{Array.from({ length: Number(value) }, (_, index) => <Icon key={index} of={Star} />)}</Stars>;
    case 'switch':
      return <Mark role="img" aria-label={t(value ? 'field.yes' : 'field.no')}><Icon of={value ? Check : Minus} /></Mark>;
    case 'date':
      return <Line>{dayText(String(value), writing)}</Line>;
    case 'moment':
      return <Moment value={value} room={room} writing={writing} />;
    case 'duration':
      return <Line>{durationText(Number(value), writing)}</Line>;
    case 'email':
      return <Line dir="ltr"><Anchor href={`mailto:${String(value)}`}>{String(value)}</Anchor></Line>;
    case 'phone':
      return <Line dir="ltr"><Anchor href={`tel:${String(value).replaceAll(/[^+\d]/g, '')}`}>{String(value)}</Anchor></Line>;
    case 'url':
      return <Line dir="ltr"><Anchor href={String(value)} target="_blank" rel="noopener noreferrer">{String(value).replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')}</Anchor></Line>;
    case 'member':
    case 'record':
      return <Related field={field} row={row} />;
    case 'any-record':
      return <About field={field} row={row} id={String(value)} />;
    case 'rich-text':
      return room === 'line' ? <Line dir="auto">{plainText(String(value))}</Line> : <div><RichText html={String(value)} /></div>;
    case 'secret':
      return <Quiet>••••••••</Quiet>;
    default:
      if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return <Several style={room === 'page' ? { flexWrap: 'wrap' } : undefined}>{value.map((each) => <Pill key={each} plain>{each}</Pill>)}</Several>;
      if (typeof value === 'object') return <Line dir="ltr">{JSON.stringify(value)}</Line>;
      return room === 'line' ? <Line dir="auto">{String(value)}</Line> : <Lines dir="auto">{String(value)}</Lines>;
  }
}

/** A zoned moment also says in which zone it is meant. */
function Moment({ value, room, writing }: { value: Json; room: 'line' | 'page'; writing: Writing }) {
  const { at, zone } = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { at?: string; zone?: string }) : { at: String(value) };
  if (!at) return null;
  const exact = momentText(at, writing, true);
  return (
    <Line>
      <time dateTime={at} title={exact}>{momentText(at, writing)}</time>
      {zone && zone !== writing.timeZone && room === 'page' && <Quiet> {momentText(at, { ...writing, timeZone: zone })} {zone}</Quiet>}
    </Line>
  );
}

/** Who or what it points to, by name; without one it is out of this person's reach. */
function Related({ field, row }: { field: Field; row: Row }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const target = field.target ? byName.get(field.target) : undefined;
  const related = field.relation ? (row[field.relation] as Row | null | undefined) : undefined;
  if (!target || !related) return <Quiet>{t('field.hidden')}</Quiet>;
  const title = titleOf(related, target);
  if (field.target === 'member') return <Beside><Face name={title} /><Line dir="auto">{title}</Line></Beside>;
  return <Line dir="auto"><RecordLink to={`${pathOf(target)}/${related.id}`}>{title}</RecordLink></Line>;
}

/** A record of whichever noun the record says. */
function About({ field, row, id }: { field: Field; row: Row; id: string }) {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const noun = byName.get(String(row[field.settings?.nounIn ?? '']));
  const { title, isLoading } = useTitle(noun, id);
  if (isLoading) return null;
  return noun && title !== null ? <Line dir="auto"><RecordLink to={`${pathOf(noun)}/${id}`}>{title || noun.label}</RecordLink></Line> : <Quiet>{t('field.hidden')}</Quiet>;
}

export function valueOf(row: Row, name: string): Json | undefined {
  return name.startsWith('custom.') ? (row['custom'] as Record<string, Json> | null | undefined)?.[name.slice('custom.'.length)] : row[name];
}

/** A moment as "3 hours ago", with the exact time for whoever asks. */
export function Ago({ at }: { at: string }) {
  const writing = useWriting();
  return <time dateTime={at} title={momentText(at, writing, true)}>{agoText(at, Date.now(), writing)}</time>;
}
