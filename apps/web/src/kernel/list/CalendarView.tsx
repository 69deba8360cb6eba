import IconButton from '@mui/material/IconButton';
import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Noun } from '../../api/meta.js';
import { useFewQuery, type Json, type Row } from '../../api/records.js';
import { useLanguage } from '../../i18n/use-language.js';
import { Icon } from '../../shell/Icon.js';
import { Select } from '../../shell/Field.js';
import { dayIn, instantOf, wallTime } from '../fields/wall-time.js';
import { useWriting } from '../fields/use-writing.js';
import { valueOf } from '../fields/Value.js';
import { titleOf } from '../nouns.js';
import { daysOfMonth, monthOf, shiftMonth } from './month.js';
import { conditionOf, type View } from './view.js';
import { useView } from './use-view.js';

const Head = styled('div')(({ theme }) => ({ display: 'flex', alignItems: 'center', gap: 8, padding: '10px 20px', '& h2': { ...theme.typography.h2, margin: 0, minInlineSize: 160 } }));

const Grid = styled('div')(({ theme }) => ({
  flex: 1,
  minBlockSize: 0,
  overflow: 'auto',
  display: 'grid',
  gridTemplateColumns: 'repeat(7, minmax(0, 1fr))',
  gridAutoRows: 'minmax(96px, 1fr)',
  gridTemplateRows: '28px',
  borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& > .name': { ...theme.typography.body2, fontSize: '0.75rem', color: theme.vars.palette.neutral[10], padding: '6px 8px', textAlign: 'end' },
}));

const Day = styled('div', { shouldForwardProp: (name) => name !== 'outside' && name !== 'today' })<{ outside: boolean; today: boolean }>(({ theme, outside, today }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 2,
  minInlineSize: 0,
  overflow: 'hidden',
  padding: 4,
  borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`,
  borderInlineEnd: `1px solid ${theme.vars.palette.neutral[5]}`,
  backgroundColor: outside ? theme.vars.palette.neutral[2] : 'transparent',
  '& > time': { alignSelf: 'end', display: 'grid', placeItems: 'center', minInlineSize: 22, blockSize: 22, borderRadius: 11, fontSize: '0.75rem', fontVariantNumeric: 'tabular-nums', color: today ? theme.vars.palette.accent.onSolid : outside ? theme.vars.palette.neutral[10] : theme.vars.palette.neutral[12], backgroundColor: today ? theme.vars.palette.accent.solid : 'transparent' },
  '& > button': { font: 'inherit', fontSize: '0.75rem', lineHeight: '1rem', display: 'flex', gap: 6, minInlineSize: 0, flexShrink: 0, padding: '2px 6px', border: 0, borderRadius: 4, textAlign: 'start', color: theme.vars.palette.pill.sky.text, backgroundColor: theme.vars.palette.pill.sky.soft, '& b': { fontWeight: 500, fontVariantNumeric: 'tabular-nums' }, '& span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } },
  '& > button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` },
}));

export interface CalendarViewProps {
  noun: Noun;
  view: View;
  onOpen: (row: Row) => void;
}

/** A month of whatever has a day; times are those of this person's zone. */
export function CalendarView({ noun, view, onOpen }: CalendarViewProps) {
  const { t } = useTranslation();
  const [, setView] = useView();
  const { locale, timeZone = 'UTC' } = useWriting();
  const { direction } = useLanguage();
  const today = dayIn(timeZone, Date.now());
  const [month, setMonth] = useState(monthOf(today));
  const fields = noun.fields.filter(({ widget, name }) => (widget === 'date' || widget === 'moment') && !['createdAt', 'updatedAt', 'deletedAt'].includes(name));
  const field = fields.find(({ name }) => name === view.by) ?? fields[0];
  const days = daysOfMonth(month, locale);
  const bound = (day: string) => (field?.widget === 'date' ? day : instantOf(`${day}T00:00`, timeZone));
  const own = [{ field: field?.name ?? '', operator: 'gte', value: bound(days[0]!) }, { field: field?.name ?? '', operator: 'lte', value: field?.widget === 'date' ? days.at(-1)! : instantOf(`${days.at(-1)}T23:59`, timeZone) }];
  const where = conditionOf(view.where);
  const { data } = useFewQuery({ path: noun.path, where: { and: [...(where ? [where] : []), ...own] }, sort: field?.sortable ? field.name : undefined, q: view.q.trim() || undefined, limit: 200 }, { skip: !field });
  if (!field) return null;
  const byDay = new Map<string, Row[]>();
  for (const row of data?.data ?? []) {
    const at = momentOf(row, field);
    const day = field.widget === 'date' ? at : dayIn(timeZone, Date.parse(at));
    byDay.set(day, [...(byDay.get(day) ?? []), row]);
  }
  const name = (options: Intl.DateTimeFormatOptions, day: string) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
  const [back, on] = direction === 'rtl' ? [ChevronRight, ChevronLeft] : [ChevronLeft, ChevronRight];
  return (
    <>
      <Head>
        <h2>{name({ month: 'long', year: 'numeric' }, `${month}-15`)}</h2>
        <IconButton aria-label={t('calendar.before')} onClick={() => setMonth(shiftMonth(month, -1))}><Icon of={back} /></IconButton>
        <IconButton aria-label={t('calendar.after')} onClick={() => setMonth(shiftMonth(month, 1))}><Icon of={on} /></IconButton>
        <Button onClick={() => setMonth(monthOf(today))}>{t('calendar.today')}</Button>
        {fields.length > 1 && <Select aria-label={t('calendar.by')} value={field.name} onChange={({ target }) => setView({ by: target.value })} sx={{ inlineSize: 180 }}>{fields.map((each) => <option key={each.name} value={each.name}>{each.label}</option>)}</Select>}
      </Head>
      <Grid>
        {days.slice(0, 7).map((day) => <div key={day} className="name">{name({ weekday: 'short' }, day)}</div>)}
        {days.map((day) => (
          <Day key={day} outside={!day.startsWith(month)} today={day === today}>
            <time dateTime={day} aria-label={name({ dateStyle: 'full' } as Intl.DateTimeFormatOptions, day)}>{Number(day.slice(8))}</time>
            {byDay.get(day)?.slice(0, 5).map((row) => (
              <button key={row.id} type="button" onClick={() => onOpen(row)}>
                {field.widget === 'moment' && <b>{wallTime(momentOf(row, field), timeZone).slice(11)}</b>}
                <span dir="auto">{titleOf(row, noun)}</span>
              </button>
            ))}
          </Day>
        ))}
      </Grid>
    </>
  );
}

function momentOf(row: Row, field: Field): string {
  const value: Json = valueOf(row, field.name) ?? '';
  return typeof value === 'object' && value !== null && 'at' in value ? String(value.at) : String(value);
}
