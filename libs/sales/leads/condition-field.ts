import { decorator } from '#kernel/field/declare.js';
import type { FieldType, Json } from '#kernel/field/field.js';
import { json } from '#kernel/field/json.js';

/** A condition in the language of filters; whether it fits the noun, the rules of whoever holds it see to. */
const condition: FieldType = {
  ...(json as FieldType),
  unstored: ({ '': text }) => JSON.parse(text as string) as Json,
  schema: () => ({ type: 'object', description: '{ "field": …, "operator": …, "value": … }, or { "and": [ … ] }, { "or": [ … ] }, { "not": … }, as in the body of a query.', maxProperties: 3 }),
  example: (_field, seed) => ({ field: 'employees', operator: 'gte', value: seed }),
  widget: () => ({ widget: 'condition', noun: 'lead' }),
};

export const LeadCondition = decorator<Json, object>(condition);
