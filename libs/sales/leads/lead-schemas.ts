const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
export const uuid = { ...text(36), format: 'uuid' } as const;
const whole = (size: number) => ({ type: 'integer', format: 'int32', minimum: -size, maximum: size }) as const;
const moment = { ...text(40), format: 'date-time' } as const;
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] }) as const;
const object = (properties: { [name: string]: object }) => ({ type: 'object', required: Object.keys(properties), properties }) as const;
const list = (items: object, maxItems: number) => ({ type: 'array', maxItems, items }) as const;

const said = { ruleId: uuid, rule: text(120), points: whole(1_000), halfLifeDays: orNull(whole(3_650)), since: moment } as const;
const match = object({ id: uuid, name: text(200), by: { type: 'string', enum: ['email', 'domain'] } });

export const SCORE = object({
  score: whole(1_000_000_000),
  reasons: list(object({ ...said, now: { type: 'number', minimum: -1_000, maximum: 1_000, description: 'What is left of the points today.' }, happened: { type: 'boolean' } }), 10_000),
  history: list(object({ ...said, cause: { type: 'string', enum: ['captured', 'changed', 'rule-changed', 'happened', 'faded'] }, recordedAt: moment }), 200),
});

export const MATCHES = object({ contacts: list(match, 10), companies: list(match, 10) });

export const RESCORING = object({ state: { type: 'string', enum: ['waiting', 'in-hand', 'done', 'dead', 'cancelled'] }, done: orNull(whole(2_000_000_000)), total: orNull(whole(2_000_000_000)), endedAt: orNull(moment) });
