import { styled } from '@mui/material/styles';
import { useEffect, useRef, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import type { Row } from '../../../api/records.js';
import { itemsOn, placed, type Item } from './calendar.js';
import { useDayText } from './day-text.js';
import { Entry, useTime } from './Entry.js';
import { DayPlace } from './Movable.js';

export const HOUR = 44;
const FIRST_SEEN = 7.5;
const STEP = 30;
/** A day has more room for what goes on at the same time than each of seven. */
const LANES = { day: 10, week: 3 } as const;

const Grid = styled('div')(({ theme }) => ({
  flex: 1, minBlockSize: 0, overflow: 'auto', overflowAnchor: 'none', display: 'grid', gridTemplateColumns: '56px repeat(var(--days), minmax(96px, 1fr))', gridTemplateRows: `auto ${24 * HOUR}px`, borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& .head': { position: 'sticky', insetBlockStart: 0, zIndex: 2, backgroundColor: theme.vars.palette.surface, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}`, padding: 4, display: 'flex', flexDirection: 'column', gap: 2, minInlineSize: 0 },
  '& .head + .head, & .column': { borderInlineStart: `1px solid ${theme.vars.palette.neutral[4]}` },
  // Room for five; the rest is scrolled to, so that hours stay in sight.
  '& .whole': { display: 'grid', gridAutoRows: 20, gap: 2, maxBlockSize: 108, overflow: 'auto' },
  '& .name': { ...theme.typography.body2, font: 'inherit', fontSize: '0.75rem', border: 0, background: 'none', padding: '4px 6px', borderRadius: 6, textAlign: 'start', color: theme.vars.palette.neutral[11], '&:hover': { backgroundColor: theme.vars.palette.neutral[4] }, '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` } },
  '& .name.now': { color: theme.vars.palette.accent.text, fontWeight: theme.typography.fontWeightBold },
  '& .hours': { position: 'relative', '& span': { position: 'absolute', insetInlineEnd: 8, translate: '0 -50%', fontSize: '0.6875rem', fontVariantNumeric: 'tabular-nums', color: theme.vars.palette.neutral[11], whiteSpace: 'nowrap' } },
  '& .column': { position: 'relative', backgroundImage: `linear-gradient(${theme.vars.palette.neutral[4]} 1px, transparent 1px)`, backgroundSize: `100% ${HOUR}px`, cursor: 'cell' },
  '& [data-over]': { backgroundColor: theme.vars.palette.accent.soft },
  '& .more': { font: 'inherit', fontSize: '0.75rem', lineHeight: '1rem', position: 'absolute', padding: '2px 6px', border: `1px solid ${theme.vars.palette.neutral[6]}`, borderRadius: 4, overflow: 'hidden', textAlign: 'start', color: theme.vars.palette.neutral[11], backgroundColor: theme.vars.palette.neutral[3], '&:hover': { backgroundColor: theme.vars.palette.neutral[4], color: theme.vars.palette.neutral[12] }, '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 1 } },
  '& .now-line': { position: 'absolute', insetInline: 0, zIndex: 1, borderBlockStart: `2px solid ${theme.vars.palette.bad.solid}`, pointerEvents: 'none' },
}));

interface Props {
  noun: Noun;
  days: readonly string[];
  today: string;
  minuteNow: number;
  items: readonly Item[];
  onOpen: (row: Row) => void;
  /** Null for the whole day. */
  onNew: ((day: string, minute: number | null) => void) | undefined;
  onMore: (day: string) => void;
}

/** A week, or a day alone. */
export function Week({ noun, days, today, minuteNow, items, onOpen, onNew, onMore }: Props) {
  const { t } = useTranslation();
  const dayText = useDayText();
  const time = useTime();
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => { scroller.current?.scrollTo({ top: FIRST_SEEN * HOUR }); }, []);
  return (
    <Grid ref={scroller} tabIndex={0} role="region" aria-label={t(days.length > 1 ? 'agenda.week' : 'agenda.day')} style={{ '--days': days.length } as CSSProperties}>
      <div className="head" />
      {days.map((day) => (
        <DayPlace key={day} day={day} part="whole" className="head">
          <button type="button" className={day === today ? 'name now' : 'name'} disabled={!onNew} aria-label={t('agenda.newOn', { noun: noun.label, day: dayText(day, 'full') })} onClick={() => onNew?.(day, null)}>{dayText(day, 'short')}</button>
          <div className="whole">{itemsOn(day, items).filter(({ minute }) => minute === null).map((item) => <Entry key={item.row.id} noun={noun} item={item} on={day} onOpen={onOpen} />)}</div>
        </DayPlace>
      ))}
      <div className="hours">{Array.from({ length: 23 }, (_, hour) => <span key={hour} style={{ insetBlockStart: (hour + 1) * HOUR }}>{time((hour + 1) * 60)}</span>)}</div>
      {days.map((day) => (
        <DayPlace key={day} day={day} part="hours" className="column" onClick={({ nativeEvent }) => onNew?.(day, Math.floor(nativeEvent.offsetY / HOUR * 60 / STEP) * STEP)}>
          {day === today && <i className="now-line" style={{ insetBlockStart: minuteNow / 60 * HOUR }} aria-hidden />}
          <Hours noun={noun} day={day} items={items} most={days.length > 1 ? LANES.week : LANES.day} onOpen={onOpen} onMore={onMore} />
        </DayPlace>
      ))}
    </Grid>
  );
}

function Hours({ noun, day, items, most, onOpen, onMore }: Pick<Props, 'noun' | 'items' | 'onOpen' | 'onMore'> & { day: string; most: number }) {
  const { t } = useTranslation();
  const { shown, gathered } = placed(itemsOn(day, items).filter(({ minute }) => minute !== null), most);
  const at = (minute: number, length: number, lane: number, lanes: number) => ({ position: 'absolute', insetBlockStart: minute / 60 * HOUR, blockSize: length / 60 * HOUR - 2, insetInlineStart: `${lane / lanes * 100}%`, inlineSize: `calc(${100 / lanes}% - 3px)` }) as const;
  return (
    <>
      {shown.map(({ item, lane, lanes }) => (
        <Entry key={item.row.id} noun={noun} item={item} on={day} onOpen={onOpen} wraps={item.length >= 60} hidesTime={most === LANES.week && lanes > 1} style={{ ...(item.length >= 60 && { flexWrap: 'wrap', alignContent: 'start' }), ...at(item.minute!, item.length, lane, lanes) }} />
      ))}
      {gathered.map((several) => (
        <button key={several.items[0]!.row.id} type="button" className="more" title={several.items.map(({ row }) => String(row['title'])).join(' · ')} style={at(several.minute, several.length, most - 1, most)} onClick={(event) => { event.stopPropagation(); onMore(day); }}>{t('agenda.more', { count: several.items.length })}</button>
      ))}
    </>
  );
}
