import { count, day, list, moment, number, object, orNull, text, uuid } from '#platform/docs/parts.js';
import { FIGURE } from '../reports/public.js';

const money = object({ amount: { type: 'integer', format: 'int64', minimum: -9_000_000_000_000_000, maximum: 9_000_000_000_000_000, description: 'In minor units.' }, currency: text(3) });
const period = { type: 'string', enum: ['month', 'quarter', 'year'] };
const category = { type: 'string', enum: ['pipeline', 'best-case', 'commit', 'closed'] } as const;
const named = orNull(object({ id: uuid, name: text(1_000) }));
const percent = { ...number(1e12), minimum: -1e12 } as const;

const target = object({ id: uuid, name: text(120), memberId: orNull(uuid), teamId: orNull(uuid), member: named, team: named, period, startsOn: day, endsOn: day, measure: { type: 'string', enum: ['amount', 'deals'] }, amount: orNull(money), number: orNull(count()) }, ['id', 'name', 'period', 'startsOn', 'endsOn', 'measure']);
const attainment = object({ target, actual: object({ amount: money, deals: percent }), goal: object({ amount: orNull(money), deals: orNull(percent) }), percent: orNull({ ...percent, description: 'Of the goal.' }), elapsed: { ...number(100), description: 'The part of the period that has gone by, in percent.' } });
const reckoned = { type: 'object', maxProperties: 4, additionalProperties: FIGURE } as const;
const adjusted = { type: 'object', maxProperties: 4, additionalProperties: object({ amount: money, note: text(2_000), by: orNull(uuid), at: moment }) } as const;
const submission = object({ id: uuid, memberId: orNull(uuid), period, startsOn: day, endsOn: day, note: orNull(text(2_000)), createdAt: moment });
const line = object({ id: uuid, opportunityId: uuid, name: text(160), ownerId: orNull(uuid), category, amount: orNull(money), inBase: orNull(money), expectedClose: orNull(day) });
const credit = object({ id: uuid, opportunityId: uuid, memberId: orNull(uuid), teamId: orNull(uuid), day, percent, amount: orNull(money) });

export const PERIOD = period;
export const ATTAINMENTS = object({ data: list(attainment, 200) });
export const CREDITS = object({ data: list(credit, 200), page: object({ next: orNull(text(2_000)) }) });
export const FORECAST = object({ period, from: day, to: day, currency: text(3), members: list(object({ memberId: orNull(uuid), name: orNull(text(1_000)), reckoned, adjusted, target: orNull(attainment) }), 2_000), total: reckoned });
export const SUBMISSION_INPUT = object({ period, on: day, note: text(2_000) }, ['period']);
export const SUBMISSIONS = object({ data: list(submission, 50), page: object({ next: orNull(text(2_000)) }) });
export const SUBMISSION = object({ submission, lines: list(line, 100_000), total: { type: 'object', maxProperties: 4, additionalProperties: object({ count: count(), amount: orNull(money) }) } });
