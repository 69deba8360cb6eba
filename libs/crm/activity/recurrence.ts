import { addTo, isDay, type Day } from '#kernel/field/calendar.js';
import { instantAt, localTime } from '#kernel/field/zone.js';
import { daysOfRule } from './days-of-rule.js';

/** What the clocks or the calendar show when it is due: `2026-03-31T09:00:00` or `2026-03-31`. It has no zone, so that nine stays nine when clocks change. */
export type Slot = string;

const NUMBERS = /^[+-]?\d{1,3}(,[+-]?\d{1,3})*$/;
const WEEKDAY = '(MO|TU|WE|TH|FR|SA|SU)';
const KNOWN: ReadonlyMap<string, RegExp> = new Map([
  ['FREQ', /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/], ['INTERVAL', /^[1-9]\d{0,2}$/], ['COUNT', /^[1-9]\d{0,3}$/], ['UNTIL', /^\d{8}$/], ['WKST', new RegExp(`^${WEEKDAY}$`)],
  ['BYDAY', new RegExp(`^([+-]?\\d{1,2})?${WEEKDAY}(,([+-]?\\d{1,2})?${WEEKDAY})*$`)], ['BYMONTHDAY', NUMBERS], ['BYMONTH', NUMBERS], ['BYSETPOS', NUMBERS], ['BYWEEKNO', NUMBERS], ['BYYEARDAY', NUMBERS],
]);
/** A rule that never comes again, such as 30 February, is not looked for until the end of time. */
const FARTHEST_YEARS = 10;
const LAST_DAY = '9999-12-31';

/** What is wrong with a rule; null when nothing is. */
export function ruleFault(rule: string): string | null {
  const parts = partsOf(rule);
  const values = new Map(parts);
  const [wrong] = parts.find(([name, value]) => !KNOWN.get(name)?.test(value)) ?? [];
  if (wrong !== undefined) return `Must be a rule as RFC 5545 writes it, such as FREQ=WEEKLY;BYDAY=TU: "${wrong.slice(0, 20)}" does not stand so in it.`;
  if (values.size < parts.length) return 'Must say each part once.';
  if (!values.has('FREQ')) return 'Must begin with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.';
  if (/\d/.test(values.get('BYDAY') ?? '') && !/^(MONTH|YEAR)LY$/.test(values.get('FREQ')!)) return 'Only what comes monthly or yearly can be on the second or the last of a weekday.';
  if (values.has('COUNT') && values.has('UNTIL')) return 'Must end after a number of times or on a day, not both.';
  if (values.has('UNTIL') && !isDay(dayOfUntil(values.get('UNTIL')))) return 'UNTIL must be a day, such as UNTIL=20261231.';
  return null;
}

/** When a rule is due after a slot, its beginning among them where that is later; in order, at most so many. */
export function slotsOf(rule: string, beginning: Slot, after: Slot | null, most: number): Slot[] {
  const [values, first] = [new Map(partsOf(rule)), dayOf(beginning)];
  const farthest = addTo(dayOf(after ?? beginning), FARTHEST_YEARS, 'year');
  const last = [untilOf(rule) ?? LAST_DAY, isDay(farthest) ? farthest : LAST_DAY].sort()[0]!;
  const count = Number(values.get('COUNT') ?? Infinity);
  // The beginning counts, whether the rule gives it or not.
  const slots: Slot[] = after === null ? [beginning] : [];
  let number = 1;
  for (const day of daysOfRule(values, first, last)) {
    if (number >= count || slots.length >= most) break;
    number += 1;
    const slot = day + beginning.slice(first.length);
    if (after === null || slot > after) slots.push(slot);
  }
  return slots;
}

/** The same rule, ending before a slot. */
export function endedBefore(rule: string, slot: Slot): string {
  const rest = rule.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part));
  return [...rest, `UNTIL=${addTo(dayOf(slot), -1, 'day').replaceAll('-', '')}`].join(';');
}

/** The same rule from a later slot on: of so many times, those before it have been. */
export function continuedFrom(rule: string, beginning: Slot, slot: Slot): string {
  return rule.replace(/COUNT=(\d+)/, (_all, count: string) => {
    const before = slotsOf(rule, beginning, null, Number(count)).filter((each) => each < slot).length;
    return `COUNT=${Math.max(1, Number(count) - before)}`;
  });
}

export function dayOf(slot: Slot): Day {
  return slot.slice(0, 10);
}

export function slotOfMoment(at: string, zone: string): Slot {
  return new Date(localTime(Date.parse(at), zone)).toISOString().slice(0, 19);
}

/** The instant at which clocks of the zone show the slot. */
export function momentOfSlot(slot: Slot, zone: string): string {
  return new Date(instantAt(floating(slot), zone)).toISOString();
}

/** The last day of a rule, where it names one. */
export function untilOf(rule: string): Day | null {
  const until = /(?:^|;)UNTIL=([^;]*)/.exec(rule)?.[1];
  return until === undefined ? null : dayOfUntil(until);
}

function partsOf(rule: string): [name: string, value: string][] {
  return rule.split(';').map((part) => [part.split('=')[0]!, part.slice(part.indexOf('=') + 1)]);
}

function dayOfUntil(until: string | undefined): Day {
  return (until ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

function floating(slot: Slot): number {
  return Date.parse(slot.length === 10 ? `${slot}T00:00:00Z` : `${slot}Z`);
}
