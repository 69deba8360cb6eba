import { addTo, isDay, type Day } from '#kernel/field/calendar.js';
import { dayAt, timesOf } from '#kernel/field/zone.js';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import type { Condition } from './tally.js';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 3_660;

/** Whole days where the organisation is. */
export interface Span {
  from: Day;
  to: Day;
}

/** What was asked for; this month, if nothing was. */
export function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date, timeZone: string): Span {
  const today = dayAt(now.getTime(), timeZone);
  const span = { from: from ?? `${today.slice(0, 8)}01`, to: to ?? today };
  const errors: FieldError[] = Object.entries(span).flatMap(([at, day]) => (isDay(day) ? [] : [{ at, rule: 'date', say: 'Must be a day, such as 2026-03-31.' }]));
  if (errors.length === 0 && span.to < span.from) errors.push({ at: 'to', rule: 'range', say: 'Must not lie before "from".' });
  if (errors.length === 0 && daysOf(span) > LONGEST_DAYS) errors.push({ at: 'to', rule: 'range', say: 'Ask for ten years at most.' });
  if (errors.length > 0) throw new Invalid(errors);
  return span;
}

/** As many days, ending where these begin. */
export function before(span: Span): Span {
  const to = addTo(span.from, -1, 'day');
  return { from: addTo(to, 1 - daysOf(span), 'day'), to };
}

/** The calendar months that end with that of the last day, oldest first. */
export function monthsUpTo({ to }: Span, count: number): (Span & { month: string })[] {
  const first = `${to.slice(0, 8)}01`;
  return Array.from({ length: count }, (_, n) => {
    const from = addTo(first, n + 1 - count, 'month');
    return { month: from.slice(0, 7), from, to: addTo(addTo(from, 1, 'month'), -1, 'day') };
  });
}

/** That an instant lies in the span. */
export function within(field: string, span: Span, timeZone: string): Condition[] {
  const [first, last] = timesOf([span.from, span.to], timeZone);
  return [{ field, operator: 'gte', value: new Date(first).toISOString() }, { field, operator: 'lte', value: new Date(last).toISOString().replace('Z', '999Z') }];
}

export function is(field: string, value: string): Condition {
  return { field, operator: 'eq', value };
}

function daysOf({ from, to }: Span): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}
