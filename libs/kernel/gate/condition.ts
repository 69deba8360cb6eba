import type { Comparable, Complain, Field, Json, Viewpoint } from '#kernel/field/field.js';
import type { StoredCondition } from '#kernel/resource/grants.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import { all, ALWAYS, any, compare, not, type Predicate } from './predicate.js';

const DEEPEST = 5;
const MOST_PARTS = 50;

/** Gives the field that may be compared, or says why not. */
export type FieldLookup = (name: string, complain: Complain) => Field | undefined;
/** Or one that is seen of some records alone: of all others it compares as if it were empty. */
type GuardedLookup = (...asked: Parameters<FieldLookup>) => Field | { field: Field; rule: Predicate } | undefined;

/** One comparison, from a list's filter, a stored condition or a rule: all three speak this language and no other. */
export function comparison(field: Field, operator: string, value: Json | undefined, viewpoint: Viewpoint, complain: Complain): Predicate | undefined {
  const known = Object.hasOwn(field.type.operators, operator) ? field.type.operators[operator] : undefined;
  if (!known) return complain('operator', `"${field.name}" cannot be compared with "${operator}".${didYouMean(operator, Object.keys(field.type.operators))} It knows ${Object.keys(field.type.operators).join(', ')}.`);
  if (known.takes === 'nothing') return compare(field, operator, []);
  if (value === undefined || value === null) return complain('value', `"${operator}" needs a value. To find records without one, use "empty".`);
  const given = known.takes === 'many' && Array.isArray(value) ? value : [value];
  if (given.length > MOST_PARTS * 10) return complain('length', `Name at most ${MOST_PARTS * 10} values.`);
  const values: Comparable[] = [];
  for (const each of given) {
    const parsed = (known.argument ?? field.type.argument)(each, field, viewpoint, complain);
    if (parsed === undefined) return undefined;
    if (Array.isArray(parsed)) values.push(...(parsed as Comparable[]));
    else values.push(parsed as Comparable);
  }
  // "my-team" stands for several members: equality with it is membership in it.
  if (known.takes === 'one' && values.length !== 1 && !known.argument) return manyAsOne(field, operator, values, complain);
  return compare(field, operator, values);
}

function manyAsOne(field: Field, operator: string, values: Comparable[], complain: Complain): Predicate | undefined {
  if (operator === 'eq') return compare(field, 'in', values);
  if (operator === 'ne') return not(compare(field, 'in', values));
  return complain('value', `"${operator}" takes exactly one value.`);
}

/** Reads a tree of conditions that came from a client or stands in a role; refuses whatever the grammar does not know. */
export function readCondition(source: unknown, field: GuardedLookup, viewpoint: Viewpoint, complain: (at: string, rule: string, say: string) => undefined, at = 'where', depth = 1): Predicate | undefined {
  if (depth > DEEPEST) return complain(at, 'depth', `Conditions may be nested ${DEEPEST} deep at most.`);
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return complain(at, 'type', 'Must be a condition: { "field": …, "operator": …, "value": … }, or { "and": [ … ] }, { "or": [ … ] }, { "not": … }.');
  const keys = Object.keys(source);
  const node = source as { [key: string]: unknown };
  if (keys.length === 1 && (keys[0] === 'and' || keys[0] === 'or')) {
    const parts = node[keys[0]];
    if (!Array.isArray(parts) || parts.length === 0 || parts.length > MOST_PARTS) return complain(`${at}.${keys[0]}`, 'type', `Must be a list of 1 to ${MOST_PARTS} conditions.`);
    const read = parts.map((part, index) => readCondition(part, field, viewpoint, complain, `${at}.${keys[0]}[${index}]`, depth + 1));
    if (read.some((part) => part === undefined)) return undefined;
    return (keys[0] === 'and' ? all : any)(read as Predicate[]);
  }
  if (keys.length === 1 && keys[0] === 'not') {
    const part = readCondition(node.not, field, viewpoint, complain, `${at}.not`, depth + 1);
    return part && not(part);
  }
  const unknown = keys.find((key) => !['field', 'operator', 'value'].includes(key));
  if (unknown || typeof node.field !== 'string' || typeof node.operator !== 'string') return complain(at, 'shape', `Must have "field" and "operator"${unknown ? `, and not "${unknown.slice(0, 40)}"` : ''}.`);
  const say: Complain = (rule, text) => complain(at, rule, text);
  const found = field(node.field, say);
  if (!found) return undefined;
  const [named, rule] = 'rule' in found ? [found.field, found.rule] : [found, ALWAYS];
  const part = comparison(named, node.operator, node.value as Json | undefined, viewpoint, say);
  return part && all([rule, part]);
}

/** Conditions of roles name the resource's own fields; administrators write them, so every field is at hand. */
export function ownFields(resource: ResourceModel): FieldLookup {
  return (name, complain) => resource.fields.get(name) ?? complain('field', `${resource.label} has no field "${name.slice(0, 60)}".${didYouMean(name.slice(0, 60), resource.fields.keys())}`);
}

/** Throws when a right that was accepted earlier no longer fits the nouns: it then grants nothing. */
export function storedCondition(source: StoredCondition, resource: ResourceModel, viewpoint: Viewpoint): Predicate | null {
  return readCondition(source, ownFields(resource), viewpoint, () => undefined) ?? null;
}
