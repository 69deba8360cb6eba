import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useUpdateMutation, type Json } from '../../../api/records.js';
import { useMeQuery } from '../../../api/session.js';
import { useLanguage } from '../../../i18n/use-language.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { dayIn, wallTime } from '../../../kernel/fields/wall-time.js';
import type { CalendarViewProps } from '../../../kernel/list/CalendarView.js';
import { daysOfMonth, daysOfWeek, monthOf, shiftDay, shiftMonth } from '../../../kernel/list/month.js';
import { useWhole } from '../../../kernel/list/use-whole.js';
import { conditionOf } from '../../../kernel/list/view.js';
import { CreateDialog } from '../../../kernel/record/CreateDialog.js';
import { Icon } from '../../../shell/Icon.js';
import { useSay } from '../../../shell/use-say.js';
import { useWide } from '../../../shell/use-wide.js';
import { Agenda } from './Agenda.js';
import { itemOf, movedTo, placeOf, startAt, within, type Item } from './calendar.js';
import { useDayText } from './day-text.js';
import { Month } from './Month.js';
import { Movable } from './Movable.js';
import { HOUR, Week } from './Week.js';

const Head = styled('div')(({ theme }) => ({
  display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, padding: '10px 20px', '& h2': { ...theme.typography.h2, margin: 0, marginInlineEnd: 'auto' }, '& p': { ...theme.typography.body2, margin: 0, color: theme.vars.palette.neutral[11] },
  '& [role=group]': { display: 'flex', padding: 2, borderRadius: 8, backgroundColor: theme.vars.palette.neutral[3] },
  '& [role=group] button': { ...theme.typography.body2, minBlockSize: 28, paddingInline: 10, border: 0, borderRadius: 6, background: 'none', color: theme.vars.palette.neutral[11] },
  '& [role=group] button[aria-pressed=true]': { color: theme.vars.palette.neutral[12], fontWeight: theme.typography.fontWeightMedium, backgroundColor: theme.vars.palette.raised, boxShadow: '0 1px 2px rgb(0 0 0 / 0.12)' },
  '& [role=group] button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` },
  [theme.breakpoints.down('md')]: { padding: '10px 12px' },
  [theme.breakpoints.down('sm')]: { '& h2': { inlineSize: '100%' }, '& [role=group]': { marginInlineEnd: 'auto' }, '& [role=group] button': { minBlockSize: 40 } },
}));

const SPANS = ['day', 'week', 'month'] as const;
const PAGE = 200;
const MOST = 2_000;

/** Own activities, or all that one may see, by day, week or month; a click on a day makes one there. */
export function ActivityCalendar({ noun, view, onOpen }: CalendarViewProps) {
  const { t } = useTranslation();
  const { locale, timeZone = 'UTC' } = useWriting();
  const { direction } = useLanguage();
  const isWide = useWide();
  const dayText = useDayText();
  const { data: me } = useMeQuery();
  const [search, setSearch] = useSearchParams();
  const [update] = useUpdateMutation();
  const { done, refused } = useSay();
  const [making, setMaking] = useState<Record<string, Json> | null>(null);
  const today = dayIn(timeZone, Date.now());
  const day = /^\d{4}-\d\d-\d\d$/.test(search.get('on') ?? '') ? search.get('on')! : today;
  const span = SPANS.find((each) => each === (isWide ? search.get('span') : 'month')) ?? 'week';
  const isAll = search.get('whose') === 'all';
  const put = (change: Record<string, string | null>) => setSearch((now) => {
    const next = new URLSearchParams(now);
    for (const [name, value] of Object.entries(change)) if (value === null) next.delete(name); else next.set(name, value);
    return next;
  }, { replace: true });
  const days = useMemo(() => (span === 'month' ? daysOfMonth(monthOf(day), locale) : span === 'week' ? daysOfWeek(day, locale) : [day]), [span, day, locale]);
  const filtered = conditionOf(view.where);
  const { rows, isCut } = useWhole({
    path: noun.path, limit: PAGE, q: view.q.trim() || undefined,
    where: { and: [{ field: 'state', operator: 'in', value: ['open', 'done'] }, within(days[0]!, days.at(-1)!, timeZone), ...(isAll ? [] : [{ field: 'ownerId', operator: 'eq', value: 'me' }]), ...(filtered ? [filtered] : [])] },
  }, MOST);
  const items = useMemo(() => rows.flatMap((row) => itemOf(row, timeZone)), [rows, timeZone]);
  const create = noun.may.includes('create') ? (on: string, minute: number | null) => setMaking(minute === null ? { kind: 'task', day: on } : { kind: 'meeting', startsAt: startAt(on, minute, timeZone), duration: 3_600 }) : undefined;
  const save = async (id: string, body: object, takeBack?: object) => {
    const saved = await update({ path: noun.path, id, body });
    if (saved.error) refused(saved.error);
    else if (takeBack) done(t('agenda.moved'), () => void save(id, takeBack));
  };
  const moveItem = (item: Item, to: string, minute: number | null) => void save(item.row.id, movedTo(item, to, minute, timeZone), placeOf(item));
  const move = (by: number) => put({ on: span === 'month' ? `${shiftMonth(monthOf(day), by)}-01` : shiftDay(day, span === 'week' ? by * 7 : by) });
  const more = (there: string) => put({ span: 'day', on: there });
  const [back, on] = direction === 'rtl' ? [ChevronRight, ChevronLeft] : [ChevronLeft, ChevronRight];
  const clock = wallTime(new Date().toISOString(), timeZone).slice(11);
  return (
    <>
      <Head>
        <h2 aria-live="polite">{span === 'day' ? dayText(day, 'full') : dayText(span === 'month' ? day : days[3]!, 'month')}</h2>
        {isCut && <p>{t('agenda.first', { count: MOST })}</p>}
        <div role="group" aria-label={t('agenda.whose')}>
          <button type="button" aria-pressed={!isAll} onClick={() => put({ whose: null })}>{t('agenda.mine')}</button>
          <button type="button" aria-pressed={isAll} onClick={() => put({ whose: 'all' })}>{t('agenda.team')}</button>
        </div>
        {isWide && (
          <div role="group" aria-label={t('agenda.span')}>
            {SPANS.map((each) => <button key={each} type="button" aria-pressed={each === span} onClick={() => put({ span: each === 'week' ? null : each })}>{t(`agenda.${each}`)}</button>)}
          </div>
        )}
        <Button onClick={() => put({ on: null })}>{t('calendar.today')}</Button>
        <IconButton aria-label={t(`agenda.before.${span}`)} onClick={() => move(-1)}><Icon of={back} /></IconButton>
        <IconButton aria-label={t(`agenda.after.${span}`)} onClick={() => move(1)}><Icon of={on} /></IconButton>
      </Head>
      <Movable {...(span !== 'month' && { hour: HOUR })} onMove={moveItem}>
        {!isWide
          ? <Agenda noun={noun} days={days.filter((each) => each >= day)} today={today} items={items} onOpen={onOpen} />
          : span === 'month'
            ? <Month noun={noun} days={days} month={monthOf(day)} today={today} items={items} onOpen={onOpen} onNew={create} onMore={more} />
            : <Week noun={noun} days={days} today={today} minuteNow={Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))} items={items} onOpen={onOpen} onNew={create} onMore={more} />}
      </Movable>
      {making && me && <CreateDialog noun={noun} preset={making} onClose={() => setMaking(null)} onMade={() => setMaking(null)} />}
    </>
  );
}
