import { rightOf, type Right } from '#kernel/resource/grants.js';
import { systemClock } from '#kernel/tenancy/scope.js';
import { ME, MATE } from '#test/gate/random-roles.js';
import { part, thing } from '#test/gate/things.js';
import { Ability, type ResourceAbility } from './ability.js';
import { SYSTEM_ACCESS, viewpointOf } from './access.js';

const right = (more: Partial<Right>): Right => ({ ...rightOf('thing', 'read', 'all'), ...more });
const mine = { keeperId: ME, title: 'mine' };
const theirs = { keeperId: MATE, title: 'theirs' };

function having(...rights: Right[]): ResourceAbility {
  const access = { ...SYSTEM_ACCESS, memberId: ME, teamMemberIds: [ME], treeMemberIds: [ME], rights };
  return new Ability(access, viewpointOf(access, systemClock)).of(thing);
}

describe('Rights', () => {
  it('of several roles add up', () => {
    const own = having(right({ reach: 'own' }), right({ where: { field: 'title', operator: 'eq', value: 'theirs' } }));
    expect([own.mayWith('read', mine), own.mayWith('read', theirs), own.mayWith('read', { ...theirs, title: 'other' })]).toEqual([true, true, false]);
  });

  it('are nothing where nothing is granted, and where the noun has no owner to measure them by', () => {
    expect(having().may('read')).toBe(false);
    expect(having(right({ action: 'update' })).may('read')).toBe(false);
    const access = { ...SYSTEM_ACCESS, rights: [right({ resource: '*', reach: 'own' })] };
    expect(new Ability(access, viewpointOf(access, systemClock)).of(part).may('read')).toBe(false);
  });

  it('give way to a denial, in whichever order they were written', () => {
    const denial = right({ reach: 'own', deny: true });
    for (const own of [having(denial, right({})), having(right({}), denial)]) expect([own.mayWith('read', mine), own.mayWith('read', theirs)]).toEqual([false, true]);
  });

  it('with a condition that no longer fits the noun grant nothing, and deny everything', () => {
    const where = { field: 'goneSince', operator: 'eq', value: 1 };
    expect(having(right({ where })).may('read')).toBe(false);
    expect(having(right({}), right({ where, deny: true })).may('read')).toBe(false);
  });
});

describe('A field', () => {
  it('of a group is hidden from those who were not given the group', () => {
    expect(having(right({})).visibility().get('note')).toBe('hidden');
    expect(having(right({ groups: ['private'] })).visibility().get('note')).toBe('shown');
    expect(having(right({ groups: ['finance'] })).visibility().get('note')).toBe('hidden');
  });

  it('that is denied is not seen masked either', () => {
    expect(having(right({ masked: ['title'] })).visibility().get('title')).toBe('masked');
    const own = having(right({ masked: ['title'] }), right({ fields: ['title'], deny: true }));
    expect([own.visibility().get('title'), own.mayWith('read masked', mine, 'title'), own.mayWith('read', mine)]).toEqual(['hidden', false, true]);
  });

  it('that only some readable records show can be neither filtered nor sorted by', () => {
    const own = having(right({ fields: ['keeperId'] }), right({ reach: 'own' }));
    expect([own.visibility().get('title'), own.visibility().get('keeperId')]).toEqual(['sometimes', 'shown']);
    expect(own.openFields().map(({ name }) => name)).toEqual(['id', 'keeperId']);
  });
});
