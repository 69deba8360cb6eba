import { decorator } from '#kernel/field/declare.js';
import type { Complain, FieldType, Json, JsonSchema } from '#kernel/field/field.js';
import { acceptJson, json } from '#kernel/field/json.js';
import { rightOf, type Reach, type Right, type StoredCondition } from '#kernel/resource/grants.js';

export const REACHES = ['own', 'team', 'tree', 'all'] as const satisfies readonly Reach[];
export const MOST_RIGHTS = 2_000;
const MOST_NAMES = 300;
const DEEPEST = 12;
const LARGEST = 400_000;
const KEYS = ['resource', 'action', 'reach', 'fields', 'groups', 'masked', 'where', 'deny'];

const text = (maxLength: number): JsonSchema => ({ type: 'string', maxLength });
const names = (description: string): JsonSchema => ({ type: 'array', maxItems: MOST_NAMES, items: text(120), description });
const RIGHT_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['resource', 'action', 'reach'],
  properties: {
    resource: { ...text(60), description: 'A noun, or * for all.' },
    action: { ...text(60), description: 'What may be done, or * for everything.' },
    reach: { type: 'string', enum: [...REACHES], description: 'Whose records: one\'s own, those of one\'s teams, of the teams below them too, or all.' },
    fields: { type: ['array', 'null'], maxItems: MOST_NAMES, items: text(120), description: 'Only these fields; null for all that stand in no group.' },
    groups: names('Groups of guarded fields that are open, too; * for all.'),
    masked: names('Fields whose value is hidden behind dots.'),
    where: { anyOf: [{ $ref: '#/components/schemas/Condition' }, { type: 'null' }], description: 'Only records of which this is true.' },
    deny: { type: 'boolean', description: 'Takes away instead of giving; a denial wins over whatever any role grants.' },
  },
};

/** A list of Right, complete and in one form; whether its names and conditions fit the nouns, the rules of the role see to. */
const rights: FieldType = {
  ...(json as FieldType),
  accept(value, _field, complain) {
    if (!Array.isArray(value) || value.length > MOST_RIGHTS) return complain('type', `Must be a list of at most ${MOST_RIGHTS} rights.`);
    const read = value.map((each, index) => readRight(each, (rule, say) => complain(rule, `Right ${index}: ${say}`)));
    if (read.some((right) => right === undefined)) return undefined;
    const stored = JSON.stringify(read);
    return stored.length <= LARGEST ? { '': stored } : complain('size', `Must have at most ${LARGEST} characters as JSON.`);
  },
  schema: () => ({ type: 'array', maxItems: MOST_RIGHTS, items: RIGHT_SCHEMA }),
  example: (_field, seed) => [{ ...rightOf('member', 'read', 'all'), fields: seed % 2 ? ['name', 'email'] : null } as unknown as Json],
  widget: () => ({ widget: 'rights' }),
};

export const Rights = decorator<Json, object>(rights);

/** As it stands in a record: on its way in, JSON is still the text that will be stored. */
export function rightsIn(value: Json | undefined): Right[] {
  return (typeof value === 'string' ? JSON.parse(value) : (value ?? [])) as Right[];
}

export function readRight(value: unknown, complain: Complain): Right | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return complain('type', 'must be an object with resource, action and reach.');
  const given = value as { [key: string]: Json };
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return complain('unknown', `has no "${unknown.slice(0, 60)}". It knows ${KEYS.join(', ')}.`);
  const { resource, action, reach, fields = null, groups = [], masked = [], where = null, deny = false } = given;
  if (typeof resource !== 'string' || typeof action !== 'string' || resource.length > 60 || action.length > 60) return complain('type', 'must name a resource and an action.');
  if (!REACHES.some((known) => known === reach)) return complain('reach', `must reach one of ${REACHES.join(', ')}.`);
  if (!(fields === null || areNames(fields)) || !areNames(groups) || !areNames(masked)) return complain('type', `must give fields, groups and masked as lists of at most ${MOST_NAMES} names.`);
  if (typeof deny !== 'boolean') return complain('type', 'must say true or false for deny.');
  if (where !== null && (typeof where !== 'object' || Array.isArray(where))) return complain('where', 'must give a condition, or null.');
  if (!acceptJson(where, DEEPEST, complain)) return undefined;
  return { resource, action, reach: reach as Reach, fields, groups, masked, where: where as StoredCondition | null, deny };
}

function areNames(value: Json): value is string[] {
  return Array.isArray(value) && value.length <= MOST_NAMES && value.every((name) => typeof name === 'string' && name.length > 0 && name.length <= 120);
}
