import { addTo, type Day } from '#kernel/field/calendar.js';
import type { Span } from '../reports/public.js';

export const PERIODS = { month: { label: 'Month' }, quarter: { label: 'Quarter' }, year: { label: 'Year' } } as const;
export type PeriodKind = keyof typeof PERIODS;

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The period in which a day lies. Quarters and years are counted from the month in which the fiscal year starts. */
export function periodAround(day: Day, kind: PeriodKind, fiscalMonth: number): Span {
  const month = Number(day.slice(5, 7));
  const intoYear = (month - fiscalMonth + 12) % 12;
  const from = addTo(`${day.slice(0, 8)}01`, -(intoYear % MONTHS[kind]), 'month');
  return { from, to: addTo(addTo(from, MONTHS[kind], 'month'), -1, 'day') };
}
