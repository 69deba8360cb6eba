import type { Field } from '#kernel/field/field.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { Ability } from './ability.js';
import { all, ALWAYS, any, compare, type Predicate } from './predicate.js';

/** The id of a record of any noun, and the field that names the noun (`nounIn`); `seenWith` says that nobody sees this record who may not read that one. */
export type Pair = { noun: Field; record: Field<{ nounIn: string; seenWith?: true }> };

const READING = new Set(['read', 'read masked', 'export', 'import', 'bulk', 'disclose']);

/** The two fields that say at which record of any noun this one hangs. */
export function pairOf({ fields }: ResourceModel): Pair | null {
  const record = [...fields.values()].find((field): field is Pair['record'] => 'nounIn' in field.options);
  return record ? { noun: fields.get(record.options.nounIn)!, record } : null;
}

/** Parts, and what is seen only together with something else, bear nothing themselves: their own rules would run in a circle. */
export function bearsOthers(resource: ResourceModel): boolean {
  return !resource.references.some(({ options }) => options.partOf) && !pairOf(resource)?.record.options.seenWith;
}

/** What the records beside it decide: a part is read with its whole and changed by whoever may change that; where a record hangs is told to those who may read there. */
export function bonds(resource: ResourceModel, action: string, fields: readonly string[], ability: Ability, registry: Registry): Predicate {
  const wholes = resource.references.filter(({ options }) => options.partOf).map((field): Predicate => {
    const whole = registry.get(registry.target(field)!.name);
    const rule = related(field, whole, ability.of(whole).rows(READING.has(action) ? 'read' : 'update'));
    return field.required ? rule : any([compare(field, 'empty', []), rule]);
  });
  const pair = READING.has(action) ? pairOf(resource) : null;
  const asked = pair && (pair.record.options.seenWith || fields.includes(pair.noun.name) || fields.includes(pair.record.name));
  return all([...wholes, ...(asked ? [hangsInSight(pair, ability, registry)] : [])]);
}

function hangsInSight({ noun, record }: Pair, ability: Ability, registry: Registry): Predicate {
  const rules = registry.resources.filter(bearsOthers).map((resource) => ({ resource, rule: ability.of(resource).rows('read') }));
  const open = rules.filter(({ rule }) => rule.kind === 'always').map(({ resource }) => resource.name);
  if (open.length === rules.length) return ALWAYS;
  const limited = rules.filter(({ rule }) => rule.kind !== 'always' && rule.kind !== 'never');
  return any([compare(noun, 'in', open), ...limited.map(({ resource, rule }) => all([compare(noun, 'eq', [resource.name]), related(record, resource, rule)]))]);
}

function related(field: Field, resource: ResourceModel, part: Predicate): Predicate {
  return part.kind === 'always' || part.kind === 'never' ? part : { kind: 'related', field, resource, part };
}
