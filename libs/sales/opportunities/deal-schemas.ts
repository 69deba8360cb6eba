import { count, day, flag, list, moment, number, object, orNull, text, uuid } from '#platform/docs/parts.js';

const MANY = 2_000_000_000;

const money = object({ amount: { type: 'integer', format: 'int64', minimum: -9_000_000_000_000_000, maximum: 9_000_000_000_000_000, description: 'In minor units.' }, currency: text(3) });
const both = object({ amount: money, weighted: { ...money, description: 'Amounts times probabilities, summed exactly and rounded once.' } });
const totals = { count: count(MANY), sums: orNull(list(both, 200)), base: orNull(both) };
const stage = object({
  id: uuid, pipelineId: uuid, pipeline: text(80), name: text(80), kind: { type: 'string', enum: ['open', 'won', 'lost'] }, category: { type: 'string', enum: ['pipeline', 'best-case', 'commit', 'closed'] }, probability: number(100), requiredFields: list(text(60), 50), needsLostReason: flag, needsApproval: flag,
});
const card = { type: 'object', maxProperties: 60, description: 'An opportunity, with the fields of a card that you may see.' } as const;
const rates = object({ currency: text(3), day, stated: list(object({ currency: text(3), day, rate: text(24) }), 200), missing: list(text(3), 200) });

export const BOARD = object({
  pipeline: object({ id: uuid, name: text(80) }),
  rates,
  total: object(totals),
  columns: list(object({ stage, ...totals, cards: list(card, 200), next: orNull(text(2_000)) }), 500),
});

export const BOARD_QUESTION = { type: 'object', additionalProperties: false, properties: { where: { type: 'object', maxProperties: 3, description: 'A condition on opportunities, as when they are listed.' }, q: text(200), limit: count(200) } } as const;

export const FLOW = object({
  stages: list(object({
    stageId: uuid, stage: text(80), entered: count(MANY), left: count(MANY), advanced: count(MANY), won: count(MANY), lost: count(MANY),
    averageSeconds: orNull(number(1e12)), medianSeconds: orNull(number(1e12)), conversion: orNull({ ...number(1), description: 'Of those that left, the part that went on.' }),
  }), 500),
});

export const STAYS = object({
  data: list(object({ id: uuid, origin: uuid, stageId: uuid, stage: text(80), fromStageId: orNull(uuid), memberId: orNull(uuid), enteredAt: moment, leftAt: orNull(moment), recordedAt: moment, corrected: flag, seconds: count(MANY) }), 10_000),
});

export const SPLITS = object({ data: list(object({ memberId: uuid, percent: number(100) }), 20) });
