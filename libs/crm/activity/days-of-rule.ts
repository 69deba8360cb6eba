import type { Day } from '#kernel/field/calendar.js';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A place in something, counted from its beginning and from its end: the first of thirty is 1 and -30. */
type Place = readonly [fromBeginning: number, fromEnd: number];

interface Parts {
  /** DAILY, WEEKLY, MONTHLY or YEARLY. */
  every: string;
  interval: number;
  weekStart: number;
  weekdays: readonly { weekday: number; nth: number }[];
  months: readonly number[];
  weeks: readonly number[];
  yearDays: readonly number[];
  monthDays: readonly number[];
  places: readonly number[];
}

/**
 * The days after `first` that a rule of RFC 5545 gives, in order, up to `last`. It is gone through by ourselves because libraries look for
 * the next day until the year 9999, for a minute on end, where there is none: on every thirtieth of February.
 */
export function* daysOfRule(rule: ReadonlyMap<string, string>, first: Day, last: Day): Generator<Day> {
  const [from, to] = [numberOf(first), numberOf(last)];
  const parts = partsOf(rule, from);
  for (let n = 0; ; n += 1) {
    const [begin, end] = periodOf(parts, from, n * parts.interval);
    if (begin > to) return;
    const given = Array.from({ length: end - begin }, (_, index) => begin + index).filter((day) => fits(parts, day));
    const chosen = parts.places.length ? given.filter((_, index) => holds(parts.places, placeOf(index + 1, given.length))) : given;
    for (const day of chosen) if (day > from && day <= to) yield new Date(day * DAY_MS).toISOString().slice(0, 10);
  }
}

function partsOf(rule: ReadonlyMap<string, string>, first: number): Parts {
  const list = (name: string) => rule.get(name)?.split(',') ?? [];
  const numbers = (name: string) => list(name).map(Number);
  const parts: Parts = {
    every: rule.get('FREQ')!, interval: Number(rule.get('INTERVAL') ?? 1), weekStart: WEEKDAYS.indexOf(rule.get('WKST') ?? 'MO'),
    weekdays: list('BYDAY').map((each) => ({ weekday: WEEKDAYS.indexOf(each.slice(-2)), nth: Number(each.slice(0, -2)) })),
    months: numbers('BYMONTH'), weeks: numbers('BYWEEKNO'), yearDays: numbers('BYYEARDAY'), monthDays: numbers('BYMONTHDAY'), places: numbers('BYSETPOS'),
  };
  if (parts.weekdays.length || parts.weeks.length || parts.yearDays.length || parts.monthDays.length || parts.every === 'DAILY') return parts;
  // What it does not say, its beginning says.
  if (parts.every === 'WEEKLY') return { ...parts, weekdays: [{ weekday: weekdayOf(first), nth: 0 }] };
  const { month, monthDay } = factsOf(first);
  return { ...parts, monthDays: [monthDay[0]], months: parts.every === 'YEARLY' && !parts.months.length ? [month] : parts.months };
}

/** From its first day to the one after its last. */
function periodOf({ every, weekStart }: Parts, first: number, later: number): [number, number] {
  if (every === 'DAILY') return [first + later, first + later + 1];
  if (every === 'WEEKLY') {
    const monday = startOfWeek(first, weekStart) + later * 7;
    return [monday, monday + 7];
  }
  const { year, month } = factsOf(first);
  return every === 'MONTHLY' ? [dayNumber(year, month + later), dayNumber(year, month + later + 1)] : [dayNumber(year + later, 1), dayNumber(year + later + 1, 1)];
}

function fits({ every, weekStart, weekdays, months, weeks, yearDays, monthDays }: Parts, day: number): boolean {
  const { month, monthDay, yearDay } = factsOf(day);
  if (months.length && !months.includes(month)) return false;
  if (monthDays.length && !holds(monthDays, monthDay)) return false;
  if (yearDays.length && !holds(yearDays, yearDay)) return false;
  // A week belongs to the year of its fourth day.
  if (weeks.length && !holds(weeks, weekOf(factsOf(startOfWeek(day, weekStart) + 3).yearDay))) return false;
  if (weekdays.length === 0) return true;
  const week = weekOf(every === 'MONTHLY' || months.length ? monthDay : yearDay);
  return weekdays.some(({ weekday, nth }) => weekday === weekdayOf(day) && (nth === 0 || holds([nth], week)));
}

function holds(wanted: readonly number[], [fromBeginning, fromEnd]: Place): boolean {
  return wanted.includes(fromBeginning) || wanted.includes(fromEnd);
}

function placeOf(index: number, length: number): Place {
  return [index, index - length - 1];
}

/** Which of the same weekdays a day is. */
function weekOf([fromBeginning, fromEnd]: Place): Place {
  return [Math.ceil(fromBeginning / 7), Math.floor(fromEnd / 7)];
}

function factsOf(day: number): { year: number; month: number; monthDay: Place; yearDay: Place } {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const within = (begin: number, end: number) => placeOf(day - begin + 1, end - begin);
  return { year, month, monthDay: within(dayNumber(year, month), dayNumber(year, month + 1)), yearDay: within(dayNumber(year, 1), dayNumber(year + 1, 1)) };
}

function startOfWeek(day: number, weekStart: number): number {
  return day - ((weekdayOf(day) - weekStart + 7) % 7);
}

/** From Monday, 0; day 0 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The first of a month; months after December are those of later years. */
function dayNumber(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, 1) / DAY_MS;
}

function numberOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}
