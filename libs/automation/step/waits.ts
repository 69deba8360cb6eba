import { isDay } from '#kernel/field/calendar.js';
import { instantOf } from '#kernel/field/moment.js';
import { startOfDay } from '#kernel/field/zone.js';
import { Unprocessable } from '#kernel/pipeline/problem.js';
import type { Json } from '#kernel/field/field.js';
import { unknownFact } from '#platform/audit/told-facts.js';
import { isObject, NEXT, type Step } from '../graph/graph.js';
import { addBusinessTime, isBusinessHours, type BusinessHours } from '../schedule/business-hours.js';
import { checkTemplates } from './records.js';
import type { StepType } from './step-type.js';

const LONGEST_SECONDS = 400 * 86_400;
const EVENT = /^[a-z][A-Za-z]{0,59}\.[a-z][a-z-]{0,59}$/;
const CHANGES = ['created', 'updated', 'deleted', 'restored'];

export const wait: StepType = {
  name: 'wait',
  say: 'Wait',
  outcomes: () => [NEXT],
  check(step, check) {
    const given = ['seconds', 'until', 'workingMinutes'].filter((name) => step[name] !== undefined);
    if (given.length !== 1) return check.fault('', 'wait', 'Say one of "seconds", "until" (an instant, or { "from": "record.field" }) and "workingMinutes".');
    if (!check.inputs(step, given, ['plus', 'hours'])) return;
    if (step.seconds !== undefined && !isSeconds(step.seconds)) check.fault('seconds', 'range', `Must be a number from 1 to ${LONGEST_SECONDS}.`);
    if (step.workingMinutes !== undefined && !(isSeconds(step.workingMinutes) && isBusinessHours(step.hours))) check.fault('workingMinutes', 'hours', 'Needs a number of minutes, and "hours" such as { "zone": "Europe/Berlin", "days": [1,2,3,4,5], "from": "09:00", "to": "17:00" }.');
    if (step.plus !== undefined && !Number.isInteger(step.plus)) check.fault('plus', 'type', 'Must be a whole number of seconds, negative for before.');
    if (typeof step.until === 'string' && !instantOf(step.until)) check.fault('until', 'moment', 'Must be an instant such as 2026-03-31T09:30:00Z.');
    checkTemplates(step.until, check, 'until');
  },
  async do(step, hand) {
    const until = await endOf(step, hand.now, (value) => hand.value(value), hand.ground.ability.access.timeZone);
    return { wait: { until, outcome: NEXT }, note: { until: until.toISOString() } };
  },
};

/** Goes on when the ledger holds it about this record, or when the time is over; whichever is first, and only that. */
export const waitFor: StepType = {
  name: 'wait-for',
  say: 'Wait for something to happen',
  outcomes: () => ['happened', 'timeout'],
  check(step, check) {
    if (!check.inputs(step, ['event', 'seconds'], ['record'])) return;
    if (!isSeconds(step.seconds)) check.fault('seconds', 'range', `Must be a number from 1 to ${LONGEST_SECONDS}.`);
    if (typeof step.event !== 'string' || !EVENT.test(step.event)) return check.fault('event', 'event', 'Must be a fact such as "ticket.replied", or a noun and one of created, updated, deleted and restored, such as "contact.updated".');
    const [noun, what] = step.event.split('.');
    const unknown = CHANGES.includes(what!) ? null : unknownFact(step.event);
    if (CHANGES.includes(what!)) check.noun(noun, 'event');
    else if (unknown) check.fault('event', 'event', unknown);
    if (step.record !== undefined) check.nounOf(step.record, 'record');
  },
  do(step, hand) {
    const record = hand.known(step.record);
    const until = new Date(hand.now.getTime() + Number(step.seconds) * 1_000);
    return Promise.resolve({ wait: { until, outcome: 'timeout', event: { name: step.event as string, recordId: record?.id ?? null } }, note: { event: step.event!, until: until.toISOString() } });
  },
};

async function endOf({ seconds, until, plus = 0, workingMinutes, hours }: Step, now: Date, resolve: (value: Json) => Promise<Json>, zone: string): Promise<Date> {
  if (seconds !== undefined) return new Date(now.getTime() + Number(seconds) * 1_000);
  if (workingMinutes !== undefined) return new Date(addBusinessTime(now.getTime(), Number(workingMinutes), hours as unknown as BusinessHours));
  const value = await resolve(until!);
  const at = isObject(value) ? value.at : value;
  const instant = isDay(at) ? startOfDay(at, zone) : Date.parse(instantOf(at) ?? '');
  if (Number.isNaN(instant)) throw new Unprocessable('The field that is waited for holds no time.');
  return new Date(Math.max(now.getTime(), instant + Number(plus) * 1_000));
}

function isSeconds(value: Json | undefined): boolean {
  return typeof value === 'number' && value >= 1 && value <= LONGEST_SECONDS;
}
