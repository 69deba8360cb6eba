import { list, moment, object, orNull, text, uuid } from '#platform/docs/parts.js';

const whole = (size: number) => ({ type: 'integer', format: 'int32', minimum: -size, maximum: size }) as const;

const said = { ruleId: uuid, rule: text(120), points: whole(1_000), halfLifeDays: orNull(whole(3_650)), since: moment } as const;
const match = object({ id: uuid, name: text(200), by: { type: 'string', enum: ['email', 'domain'] } });

export const SCORE = object({
  score: whole(1_000_000_000),
  reasons: list(object({ ...said, now: { type: 'number', minimum: -1_000, maximum: 1_000, description: 'What is left of the points today.' }, happened: { type: 'boolean' } }), 10_000),
  history: list(object({ ...said, cause: { type: 'string', enum: ['captured', 'changed', 'rule-changed', 'happened', 'faded'] }, recordedAt: moment }), 200),
});

export const MATCHES = object({ contacts: list(match, 10), companies: list(match, 10) });

export const RESCORING = object({ state: { type: 'string', enum: ['waiting', 'in-hand', 'done', 'dead', 'cancelled'] }, done: orNull(whole(2_000_000_000)), total: orNull(whole(2_000_000_000)), endedAt: orNull(moment) });
