import fc from 'fast-check';
import { systemClock } from '#kernel/tenancy/scope.js';
import { Ability } from '#kernel/gate/ability.js';
import { viewpointOf, type Access } from '#kernel/gate/access.js';
import { rightOf, type Right } from '#kernel/resource/grants.js';
import { USUAL_ACTIONS } from '#kernel/resource/model.js';
import type { Row } from '#kernel/gate/predicate.js';
import { gained, lacking } from '#platform/access/coverage.js';
import { accesses } from '#test/gate/random-roles.js';
import { part, probed, registry, Things, thing } from '#test/gate/things.js';

let things: Things;

beforeAll(async () => {
  things = await Things.create(40, 4_711);
}, 60_000);
afterAll(() => things.close());

const ACTIONS = [...USUAL_ACTIONS, 'read masked'];
const abilityOf = (access: Access): Ability => new Ability(access, viewpointOf(access, systemClock));

/** What can be done: each action with each field of each record, and with the record as such. */
function deeds(access: Access): Set<string> {
  const ability = abilityOf(access);
  const done = new Set<string>();
  for (const [resource, rows] of [[thing, things.things], [part, things.parts]] as const)
    for (const action of ACTIONS)
      for (const row of rows as readonly Row[]) {
        const own = ability.of(resource);
        if (own.mayWith(action, row)) done.add(`${action} ${row.id as string}`);
        for (const name of resource.fields.keys()) if (own.mayWith(action, row, name)) done.add(`${action} ${row.id as string}.${name}`);
      }
  return done;
}

/** Who sees a value sees more than who sees its mask. */
const exceeds = (some: ReadonlySet<string>, all: ReadonlySet<string>) => [...some].filter((deed) => !all.has(deed) && !all.has(deed.replace('read masked', 'read')));

/** Rights that resemble those of the holder, so that many are covered and many just not. */
const twisted = (held: readonly Right[]): fc.Arbitrary<Right[]> =>
  fc.array(
    fc.record({ of: fc.constantFrom(...held), reach: fc.constantFrom('own', 'team', 'tree', 'all', null), fields: fc.constantFrom(null, ['title'], ['title', 'note'], 'same'), deny: fc.integer({ min: 0, max: 3 }), action: fc.constantFrom('read', 'update', '*', null) }).map(
      ({ of, reach, fields, deny, action }): Right => ({ ...of, reach: (reach ?? of.reach) as Right['reach'], fields: fields === 'same' ? of.fields : (fields as string[] | null), deny: deny === 0 || (deny === 1 && of.deny), action: action ?? of.action }),
    ),
    { minLength: 1, maxLength: 4 },
  );

describe('S16 whatever one may hand out is contained in what one has', () => {
  it('for random roles: no record, no action and no field is gained beyond it', () => {
    let covered = 0;
    let refused = 0;
    fc.assert(
      fc.property(accesses(probed).chain((actor) => fc.tuple(fc.constant(actor), fc.oneof(twisted(actor.rights), accesses(probed).map(({ rights }) => [...rights])))), ([actor, given]) => {
        if (lacking(actor.rights, given, registry).length > 0) return void (refused += 1);
        covered += 1;
        expect(exceeds(deeds({ ...actor, rights: given }), deeds(actor))).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect([covered > 5, refused > 5]).toEqual([true, true]);
  });

  it('for random changes: whoever holds the role and others beside it gains nothing that the one who changed it lacks', () => {
    let harmless = 0;
    fc.assert(
      fc.property(accesses(probed).chain((before) => fc.tuple(fc.constant(before), twisted(before.rights), accesses(probed), accesses(probed))), ([before, after, beside, actor]) => {
        const fresh = gained(before.rights, after, registry);
        const denied = [...after, ...beside.rights].filter(({ deny }) => deny);
        if (lacking(actor.rights, [...fresh, ...denied], registry).length > 0) return;
        harmless += 1;
        const was = deeds({ ...actor, rights: [...before.rights, ...beside.rights] });
        const is = deeds({ ...actor, rights: [...after, ...beside.rights] });
        const could = deeds(actor);
        expect(exceeds(is, new Set([...was, ...could]))).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect(harmless).toBeGreaterThan(10);
  });

  it('and nothing that is plainly contained is refused', () => {
    const everything = [{ ...rightOf('*', '*', 'all'), groups: ['*'] }];
    fc.assert(fc.property(accesses(probed), ({ rights }) => { expect(lacking(everything, rights, registry)).toEqual([]); }), { numRuns: 200 });
    fc.assert(fc.property(accesses(probed), ({ rights }) => { expect(lacking(rights, rights, registry)).toEqual([]); }), { numRuns: 200 });
    const read = rightOf('thing', 'read', 'team');
    expect(lacking([read], [{ ...read, reach: 'own' }, { ...read, fields: ['title'] }, { ...read, where: { field: 'title', operator: 'filled' } }, { ...read, masked: ['title'] }], registry)).toEqual([]);
    const wider: Right[] = [{ ...read, reach: 'all' }, { ...read, groups: ['finance'] }, { ...read, action: 'export' }, { ...read, resource: '*' }, { ...read, action: '*' }, { ...read, fields: ['note'] }, { ...read, resource: 'part' }];
    expect(lacking([read], wider, registry)).toEqual(wider);
  });

  it('a denial that is lifted counts as given', () => {
    const denial = { ...rightOf('thing', 'export', 'all'), deny: true };
    expect(gained([denial], [], registry)).toEqual([{ ...denial, deny: false, groups: ['*'] }]);
    expect(gained([denial], [{ ...denial, reach: 'own' }], registry)).toHaveLength(1);
    expect(gained([denial], [{ ...denial, resource: '*' }], registry)).toEqual([]);
  });
});
