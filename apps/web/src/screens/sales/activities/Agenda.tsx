import { styled } from '@mui/material/styles';
import { CalendarDays } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import type { Row } from '../../../api/records.js';
import { Empty } from '../../../shell/Empty.js';
import { itemsOn, type Item } from './calendar.js';
import { useDayText } from './day-text.js';
import { Entry } from './Entry.js';

const List = styled('div')(({ theme }) => ({
  flex: 1, minBlockSize: 0, overflow: 'auto', padding: '4px 12px 24px', borderBlockStart: `1px solid ${theme.vars.palette.neutral[5]}`,
  '& h3': { ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, margin: '14px 0 6px', color: theme.vars.palette.neutral[11] },
  '& h3.now': { color: theme.vars.palette.accent.text },
  '& ul': { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 6 },
  '& button': { minBlockSize: 44, alignItems: 'center', fontSize: '0.875rem', gap: 12, paddingInline: 12 },
}));

/** Day after day, where there is no room for a grid. */
export function Agenda({ noun, days, today, items, onOpen }: { noun: Noun; days: readonly string[]; today: string; items: readonly Item[]; onOpen: (row: Row) => void }) {
  const { t } = useTranslation();
  const dayText = useDayText();
  const filled = days.map((day) => [day, itemsOn(day, items)] as const).filter(([, here]) => here.length > 0);
  if (filled.length === 0) return <Empty icon={CalendarDays} title={t('agenda.none')}>{t('agenda.noneSay')}</Empty>;
  return <List>{filled.map(([day, here]) => <section key={day}><h3 className={day === today ? 'now' : undefined}>{dayText(day, 'long')}</h3><ul>{here.map((item) => <li key={item.row.id}><Entry noun={noun} item={item} on={day} onOpen={onOpen} wraps /></li>)}</ul></section>)}</List>;
}
