/** A date of the calendar, `2026-03-31`, from year 1 to 9999. Days compare as texts do. */
export type Day = string;

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The first and the last day. */
export type Period = readonly [first: Day, last: Day];

const DAY_MS = 86_400_000;

export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || value.startsWith('0000')) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March.
  return !Number.isNaN(time) && dayOf(time) === value;
}

function dayOf(utcMs: number): Day {
  return new Date(utcMs).toISOString().split('T')[0]!;
}

function startOf(day: Day, unit: Unit): Day {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  if (unit === 'year') return `${year}-01-01`;
  if (unit === 'quarter') return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
  if (unit === 'month') return `${day.slice(0, 7)}-01`;
  // Weeks begin on Monday (ISO 8601).
  return unit === 'week' ? addTo(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7), 'day') : day;
}

/** The day so many units later; the last of the month where that month is shorter. */
export function addTo(day: Day, count: number, unit: Unit): Day {
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === 'day' || unit === 'week') return dayOf(date.getTime() + count * (unit === 'week' ? 7 : 1) * DAY_MS);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * { month: 1, quarter: 3, year: 12 }[unit]);
  const lastOfMonth = new Date(date);
  lastOfMonth.setUTCMonth(date.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(dayOfMonth, lastOfMonth.getUTCDate()));
  return dayOf(date.getTime());
}

function whole(first: Day, unit: Unit): Period {
  return [first, addTo(addTo(first, 1, unit), -1, 'day')];
}

const NAMED = new Map([['today', 0], ['yesterday', -1], ['tomorrow', 1]]);
const STEPS = new Map([['last', -1], ['this', 0], ['next', 1]]);
const UNITS = new Map<string, Unit>([['d', 'day'], ['w', 'week'], ['m', 'month'], ['y', 'year']]);
// A query string turns the + of +30d into a space.
const OFFSET = /^([+\- ]?)(\d{1,4})([dwmy])$/;
const RELATIVE = /^(last|this|next)-(week|month|quarter|year)$/;
const FIXED = /^(\d{4})(?:-(\d\d)|-Q([1-4]))?$/;

export const PERIODS = 'a date such as 2026-03-31, a month 2026-03, a quarter 2026-Q1, a year 2026, today, yesterday, tomorrow, -7d, +2w, this-week, last-month, next-quarter, this-year';

/** What a word such as `last-month`, `-7d` (the day a week ago) or `2026-Q1` means today; undefined when it means nothing. */
export function periodOf(text: string, today: Day): Period | undefined {
  if (text.length > 20) return undefined;
  const period = readPeriod(text, today);
  return period && isDay(period[0]) && isDay(period[1]) ? period : undefined;
}

function readPeriod(text: string, today: Day): Period | undefined {
  if (isDay(text)) return [text, text];
  const named = NAMED.get(text);
  if (named !== undefined) return whole(addTo(today, named, 'day'), 'day');
  const offset = OFFSET.exec(text);
  if (offset) {
    const day = addTo(today, Number(offset[2]) * (offset[1] === '-' ? -1 : 1), UNITS.get(offset[3]!)!);
    return [day, day];
  }
  const relative = RELATIVE.exec(text);
  if (relative) {
    const unit = relative[2] as Unit;
    return whole(addTo(startOf(today, unit), STEPS.get(relative[1]!)!, unit), unit);
  }
  const fixed = FIXED.exec(text);
  if (!fixed) return undefined;
  const [, year, month, quarter] = fixed;
  const first = `${year}-${month ?? (quarter ? String(Number(quarter) * 3 - 2).padStart(2, '0') : '01')}-01`;
  return isDay(first) ? whole(first, month ? 'month' : quarter ? 'quarter' : 'year') : undefined;
}

/** As periodOf, but `-7d` is all the days from then until today, and `+7d` all from today until then. */
export function spanOf(text: string, today: Day): Period | undefined {
  const period = periodOf(text, today);
  if (!period || !OFFSET.test(text)) return period;
  return period[0] < today ? [period[0], today] : [today, period[0]];
}
