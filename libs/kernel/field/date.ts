import { addTo, isDay, PERIODS, periodOf, spanOf, type Day, type Period } from './calendar.js';
import { decorator } from './declare.js';
import type { Complain, FieldType, Json, Viewpoint } from './field.js';
import { comparable, during, OF_TIMES } from './operators.js';
import { dayAt } from './zone.js';

type ReadPeriod = (text: string, today: Day) => Period | undefined;

/** What a relative argument means to this actor now, or a complaint. */
export function periodArgument(read: ReadPeriod, value: Json, { clock, timeZone }: Viewpoint, complain: Complain): Period | undefined {
  const period = typeof value === 'string' ? read(value, dayAt(clock.now().getTime(), timeZone)) : undefined;
  return period ?? complain('date', `Must be ${PERIODS}.`);
}

function oneDay(value: Json, viewpoint: Viewpoint, complain: Complain): Day | undefined {
  const period = periodArgument(periodOf, value, viewpoint, complain);
  if (!period || period[0] === period[1]) return period?.[0];
  return complain('date', 'Must be a single day; use "during" for a week, month, quarter or year.');
}

const days = comparable('date', '', undefined, OF_TIMES);

export const date: FieldType = {
  name: 'date',
  columns: () => [{ suffix: '', type: 'date' }],
  accept: (value, _field, complain) => (isDay(value) ? { '': value } : complain('date', 'Must be a date that exists, such as 2026-03-31.')),
  shown: (column) => column(),
  operators: {
    ...days,
    lt: { ...days.lt, argument: (value, _field, viewpoint, complain) => periodArgument(periodOf, value, viewpoint, complain)?.[0] },
    gte: { ...days.gte, argument: (value, _field, viewpoint, complain) => periodArgument(periodOf, value, viewpoint, complain)?.[0] },
    lte: { ...days.lte, argument: (value, _field, viewpoint, complain) => periodArgument(periodOf, value, viewpoint, complain)?.[1] },
    gt: { ...days.gt, argument: (value, _field, viewpoint, complain) => periodArgument(periodOf, value, viewpoint, complain)?.[1] },
    during: during('date', undefined, (value, viewpoint, complain) => periodArgument(spanOf, value, viewpoint, complain)),
  },
  argument: (value, _field, viewpoint, complain) => oneDay(value, viewpoint, complain),
  sort: { suffix: '', type: 'date' },
  schema: () => ({ type: 'string', format: 'date' }),
  example: (_field, seed) => addTo('2026-01-01', seed % 36_500, 'day'),
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: null,
  mirror: 'time',
  widget: () => ({ widget: 'date' }),
};

export const CalendarDate = decorator<Day, object>(date);
