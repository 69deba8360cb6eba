import fc from 'fast-check';
import type { Json } from '#kernel/field/field.js';
import type { Access } from '#kernel/gate/access.js';
import type { Reach, Right, StoredCondition } from '#kernel/resource/grants.js';
import type { Probe } from '#test/worlds/fields.js';

export const [ME, MATE, BELOW] = ['a', 'b', 'c'].map((letter) => `01934f5e-0000-7000-8000-00000000000${letter}`) as [string, string, string];

/** A comparison that the field knows, with an argument that mostly fits. */
export function comparisonOf(name: string, { field, arguments: args }: Probe): fc.Arbitrary<{ field: string; operator: string; value?: Json }> {
  return fc.constantFrom(...Object.entries(field.type.operators)).chain(([operator, { takes }]) => {
    if (takes === 'nothing') return fc.constant({ field: name, operator });
    return (takes === 'many' ? (fc.array(args, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<Json>) : args).map((value) => ({ field: name, operator, value }));
  });
}

function conditionOf(fields: ReadonlyMap<string, Probe>, depth = 2): fc.Arbitrary<StoredCondition> {
  const one = fc.constantFrom(...fields).chain(([name, probe]) => comparisonOf(name, probe));
  if (depth === 0) return one;
  const deeper = conditionOf(fields, depth - 1);
  const several = fc.array(deeper, { minLength: 1, maxLength: 3 });
  return fc.oneof({ weight: 3, arbitrary: one }, several.map((and) => ({ and })), several.map((or) => ({ or })), deeper.map((not) => ({ not })));
}

/** Roles as administrators may write them, sensible or not: what is granted, to whom, where, on which fields, and what is denied again. */
export function accesses(fields: ReadonlyMap<string, Probe>): fc.Arbitrary<Access> {
  const names = [...fields.keys()];
  const some = fc.subarray(names);
  const right = fc.record<Right>({
    resource: fc.constantFrom('thing', 'thing', 'thing', 'part', '*'),
    action: fc.oneof({ weight: 3, arbitrary: fc.constant('read') }, fc.constantFrom('update', 'create', 'delete', '*')),
    reach: fc.constantFrom<Reach>('own', 'team', 'tree', 'all', 'all'),
    fields: fc.option(some, { freq: 3 }).map((chosen) => chosen && (chosen.length ? chosen : null)),
    groups: fc.subarray(['finance', 'private', '*'], { maxLength: 2 }),
    masked: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.subarray(names, { maxLength: 4 })),
    where: fc.option(conditionOf(fields), { freq: 2 }),
    deny: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  });
  const rightsOfRoles = fc.array(fc.array(right, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
  return rightsOfRoles.map((roles) => ({
    memberId: ME, teamMemberIds: [ME, MATE], treeMemberIds: [ME, MATE, BELOW], rights: roles.flat(), roles: roles.map((_, n) => `role ${n}`), timeZone: 'Europe/Berlin', language: 'en',
  }));
}
