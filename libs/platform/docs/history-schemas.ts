import type { JsonSchema } from '#kernel/field/field.js';

type Parts = { [name: string]: JsonSchema };

const text = (maxLength: number): JsonSchema => ({ type: 'string', maxLength });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The timelines of records. */
export const HISTORY: Parts = {
  Actor: {
    type: 'object',
    description: 'Who did it. The name is missing where there is none, or none that you may see.',
    required: ['kind', 'id', 'name'],
    properties: { kind: { type: 'string', enum: ['member', 'key', 'application', 'system', 'unknown'] }, id: { type: ['string', 'null'], format: 'uuid', maxLength: 36 }, name: { type: ['string', 'null'], maxLength: 200 } },
  },
  TimelineEntry: {
    type: 'object',
    required: ['id', 'at', 'what', 'actor', 'say', 'changes', '_links'],
    properties: {
      id: { type: 'string', format: 'uuid', maxLength: 36 },
      at: { type: 'string', format: 'date-time', maxLength: 40 },
      what: { ...text(80), description: '`created`, `changed`, `deleted`, `restored`, or the name of a fact.' },
      actor: ref('Actor'),
      say: { ...text(20_000), description: 'What happened, for people.' },
      changes: { type: 'array', maxItems: 1_000, items: { type: 'object', required: ['field', 'label', 'from', 'to'], properties: { field: text(120), label: text(200), from: { type: ['string', 'null'], maxLength: 20_000 }, to: { type: ['string', 'null'], maxLength: 20_000 } } } },
      _links: ref('Links'),
    },
  },
  Timeline: { type: 'object', required: ['data', 'page'], properties: { data: { type: 'array', maxItems: 100, items: ref('TimelineEntry') }, page: ref('PageEnd') } },
};

export const HISTORY_PARAMETERS: Parts = {
  EntryId: { name: 'entryId', in: 'path', required: true, description: 'The id of an entry of the timeline.', schema: { type: 'string', format: 'uuid', maxLength: 36 } },
  TimelineLimit: { name: 'limit', in: 'query', description: 'How many entries a page holds.', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 100, default: 25 } },
  AcceptLanguage: { name: 'Accept-Language', in: 'header', description: 'The language to answer in; yours, where none is asked for.', schema: text(200), example: 'de' },
};
