/** Five fields, read: which values each allows. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  readonly weekDays: readonly number[];
  readonly anyMonthDay: boolean;
  readonly anyWeekDay: boolean;
  /** At times of day, rather than every hour or every few minutes. */
  readonly fixed: boolean;
}

const BOUNDS = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 7]] as const;
const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

/** Numbers, lists, ranges and steps, and nothing else. */
export function readCron(text: string): Cron | null {
  const fields = text.length <= 100 ? text.trim().split(/\s+/) : [];
  if (fields.length !== 5) return null;
  const read = fields.map((field, n) => valuesOf(field, BOUNDS[n]![0], BOUNDS[n]![1]));
  if (read.some((values) => values === null)) return null;
  const [minutes, hours, monthDays, months, weekDays] = read as number[][];
  return {
    minutes: minutes!, hours: hours!, monthDays: monthDays!, months: months!,
    weekDays: [...new Set(weekDays!.map((day) => (day === 0 ? 7 : day)))],
    anyMonthDay: fields[2] === '*', anyWeekDay: fields[4] === '*',
    fixed: !fields[0]!.startsWith('*') && !fields[1]!.startsWith('*'),
  };
}

function valuesOf(field: string, least: number, most: number): number[] | null {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const match = PART.exec(part);
    if (!match) return null;
    const [, first, last, step = '1'] = match;
    const from = first === undefined ? least : Number(first);
    const to = first === undefined || (last === undefined && match[3] !== undefined) ? most : Number(last ?? first);
    if (from < least || to > most || from > to || Number(step) < 1) return null;
    for (let value = from; value <= to; value += Number(step)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}
