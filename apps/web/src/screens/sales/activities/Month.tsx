import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import type { Row } from '../../../api/records.js';
import { itemsOn, type Item } from './calendar.js';
import { useDayText } from './day-text.js';
import { Entry } from './Entry.js';
import { DayPlace } from './Movable.js';

const MOST = 4;

const Grid = styled('div')(({ theme }) => ({
  flex: 1, minBlockSize: 0, overflow: 'auto', display: 'grid', gridTemplateColumns: 'repeat(7, minmax(0, 1fr))', gridTemplateRows: '28px', gridAutoRows: 'minmax(116px, 1fr)', borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& > .name': { fontSize: '0.75rem', color: theme.vars.palette.neutral[11], padding: '6px 8px' },
  '& > .day': { display: 'flex', flexDirection: 'column', gap: 2, minInlineSize: 0, padding: 4, borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`, borderInlineEnd: `1px solid ${theme.vars.palette.neutral[5]}`, cursor: 'cell' },
  '& > .day[data-over]': { backgroundColor: theme.vars.palette.accent.soft },
  '& > .day.outside': { backgroundColor: theme.vars.palette.neutral[2] },
  '& .number, & .more': { font: 'inherit', fontSize: '0.75rem', alignSelf: 'start', minInlineSize: 24, minBlockSize: 24, paddingInline: 6, border: 0, borderRadius: 12, background: 'none', fontVariantNumeric: 'tabular-nums', color: theme.vars.palette.neutral[12], '&:hover:enabled': { backgroundColor: theme.vars.palette.neutral[4] }, '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` } },
  '& .outside .number, & .more': { color: theme.vars.palette.neutral[11] },
  '& .number.now, & .number.now:hover': { color: theme.vars.palette.accent.onSolid, backgroundColor: theme.vars.palette.accent.solid },
}));

interface Props {
  noun: Noun;
  days: readonly string[];
  month: string;
  today: string;
  items: readonly Item[];
  onOpen: (row: Row) => void;
  onNew: ((day: string, minute: null) => void) | undefined;
  onMore: (day: string) => void;
}

export function Month({ noun, days, month, today, items, onOpen, onNew, onMore }: Props) {
  const { t } = useTranslation();
  const dayText = useDayText();
  return (
    <Grid tabIndex={0} role="region" aria-label={t('agenda.month')}>
      {days.slice(0, 7).map((day) => <div key={day} className="name">{dayText(day, 'weekday')}</div>)}
      {days.map((day) => {
        const here = itemsOn(day, items);
        return (
          <DayPlace key={day} day={day} part="whole" className={day.startsWith(month) ? 'day' : 'day outside'} onClick={() => onNew?.(day, null)}>
            <button type="button" className={day === today ? 'number now' : 'number'} disabled={!onNew} aria-label={t('agenda.newOn', { noun: noun.label, day: dayText(day, 'full') })}>{Number(day.slice(8))}</button>
            {here.slice(0, here.length > MOST ? MOST - 1 : MOST).map((item) => <Entry key={item.row.id} noun={noun} item={item} on={day} onOpen={onOpen} />)}
            {here.length > MOST && <button type="button" className="more" onClick={(event) => { event.stopPropagation(); onMore(day); }}>{t('agenda.more', { count: here.length - MOST + 1 })}</button>}
          </DayPlace>
        );
      })}
    </Grid>
  );
}
