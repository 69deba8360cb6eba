import { count as whole, flag, moment, object, orNull, text, uuid } from '#platform/docs/parts.js';

/** What the routes of automation answer, for those who generate clients and for the linters. */
const list = (items: object, maxItems = 200) => ({ type: 'array', maxItems, items }) as const;
const count = whole();
const free = { type: 'object', maxProperties: 50 } as const;

const asked = object({ check: text(20), holds: flag, say: text(2_000), field: text(120), value: {} }, ['check', 'holds', 'say']);
const taken = { no: count, step: text(64), kind: text(40), outcome: text(60), note: free, error: orNull(text(1_000)) };
const run = {
  id: uuid, workflowId: uuid, versionId: uuid, runsAsId: uuid, cause: { type: 'string', enum: ['entry', 'schedule', 'button', 'workflow'] }, entryId: orNull(uuid), noun: orNull(text(60)), recordId: orNull(uuid),
  state: { type: 'string', enum: ['running', 'waiting', 'done', 'failed', 'stopped'] }, reason: orNull(text(1_000)), at: orNull(text(64)), waitsFor: orNull(text(130)), waitsUntil: orNull(moment),
  parentRunId: orNull(uuid), startedAt: moment, endedAt: orNull(moment), chain: list(object({ id: uuid, name: orNull(text(120)) }), 20),
};

export const VERSIONS = object({ data: list(object({ id: uuid, number: count, graph: { ...free, description: 'Only for those who may see drawings.' }, publishedAt: moment, publishedById: orNull(uuid) }, ['id', 'number', 'publishedAt', 'publishedById'])) });
export const RUNS = object({ data: list(object(run)), page: object({ next: orNull(uuid) }) });
export const RUN = object({ ...run, steps: list(object({ ...taken, startedAt: moment, endedAt: moment }), 2_000) });
export const COUNTS = object({ data: list(object({ state: text(20), at: orNull(text(64)), count })) });
export const REHEARSED = object({ trigger: orNull(object({ fires: flag, asked: list(asked) })), steps: list(object(taken), 2_000) });
export const STEP_TYPES = object({ data: list(object({ do: text(40), say: text(120), outcomes: list(text(60)) })), triggers: list(text(40)), facts: list(object({ fact: text(120), say: text(200) }), 500) } as never);
export const RECIPES = object({ data: list(object({ key: text(60), name: text(120), description: text(1_000), needs: list(text(60), 20), graph: free })) });
export const WHY = object({
  entry: object({ id: uuid, what: text(120), happenedAt: moment }),
  workflows: list(object({ id: uuid, name: text(120), fires: flag, say: text(4_000), asked: list(asked), runs: list(object({ id: uuid, workflowId: uuid, state: text(20), reason: orNull(text(1_000)) })) })),
});
export const REHEARSE = {
  type: 'object', additionalProperties: false,
  description: 'On which record, or on which entry of the ledger. `version` is `published`, or the `draft` if left out.',
  properties: { recordId: uuid, entryId: uuid, version: { type: 'string', enum: ['draft', 'published'] } },
} as const;
export const REPLAY = { type: 'object', additionalProperties: false, properties: { from: { ...count, minimum: 1, description: 'The number of a step that the run took; the last one, if left out.' } } } as const;
export const ID = { name: 'id', schema: uuid } as const;
export const QUERY_STATE = { name: 'state', required: false, schema: run.state } as const;
export const QUERY_BEFORE = { name: 'before', required: false, description: 'Runs that began earlier than this one.', schema: uuid } as const;
export const QUERY_LIMIT = { name: 'limit', required: false, schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 200, default: 50 } } as const;
export const QUERY_NOUN = { name: 'noun', schema: text(60), example: 'contact' } as const;
export const QUERY_RECORD = { name: 'id', schema: uuid } as const;
export const QUERY_ENTRY = { name: 'entry', required: false, description: 'Its latest change, if left out.', schema: uuid } as const;
