import { styled } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
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

const Grid = styled('div')(({ theme }) => ({
  flex: 1, minBlockSize: 0, overflow: 'auto', overflowAnchor: 'none', display: 'grid', gridTemplateColumns: '56px repeat(7, minmax(96px, 1fr))', gridTemplateRows: `auto ${24 * HOUR}px`, borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& .head': { position: 'sticky', insetBlockStart: 0, zIndex: 2, backgroundColor: theme.vars.palette.surface, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}`, padding: 4, display: 'flex', flexDirection: 'column', gap: 2, minInlineSize: 0 },
  '& .head + .head, & .column': { borderInlineStart: `1px solid ${theme.vars.palette.neutral[4]}` },
  // Room for five; the rest is scrolled to, so that hours stay in sight.
  '& .whole': { display: 'grid', gridAutoRows: 20, gap: 2, maxBlockSize: 108, overflow: 'auto' },
  '& .name': { ...theme.typography.body2, font: 'inherit', fontSize: '0.75rem', border: 0, background: 'none', padding: '4px 6px', borderRadius: 6, textAlign: 'start', color: theme.vars.palette.neutral[11], '&:hover': { backgroundColor: theme.vars.palette.neutral[4] }, '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` } },
  '& .name.now': { color: theme.vars.palette.accent.text, fontWeight: theme.typography.fontWeightBold },
  '& .hours': { position: 'relative', '& span': { position: 'absolute', insetInlineEnd: 8, translate: '0 -50%', fontSize: '0.6875rem', fontVariantNumeric: 'tabular-nums', color: theme.vars.palette.neutral[11], whiteSpace: 'nowrap' } },
  '& .column': { position: 'relative', backgroundImage: `linear-gradient(${theme.vars.palette.neutral[4]} 1px, transparent 1px)`, backgroundSize: `100% ${HOUR}px`, cursor: 'cell' },
  '& [data-over]': { backgroundColor: theme.vars.palette.accent.soft },
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
}

export function Week({ noun, days, today, minuteNow, items, onOpen, onNew }: Props) {
  const { t } = useTranslation();
  const dayText = useDayText();
  const time = useTime();
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => { scroller.current?.scrollTo({ top: FIRST_SEEN * HOUR }); }, []);
  return (
    <Grid ref={scroller} tabIndex={0} role="region" aria-label={t('agenda.week')}>
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
          {placed(itemsOn(day, items).filter(({ minute }) => minute !== null)).map(({ item, lane, lanes }) => (
            <Entry key={item.row.id} noun={noun} item={item} on={day} onOpen={onOpen} wraps={item.length >= 60} style={{ ...(item.length >= 60 && { flexWrap: 'wrap', alignContent: 'start' }), position: 'absolute', insetBlockStart: item.minute! / 60 * HOUR, blockSize: item.length / 60 * HOUR - 2, insetInlineStart: `${lane / lanes * 100}%`, inlineSize: `calc(${100 / lanes}% - 3px)` }} />
          ))}
        </DayPlace>
      ))}
    </Grid>
  );
}
