import fc from 'fast-check';
import { declaredFields } from './declare.js';
import { checkStates, mayMove, States, type StateMap } from './states.js';

const TICKET = { open: { to: ['pending', 'closed'] }, pending: { to: ['open'] }, closed: { to: ['open'], final: true } } as const;

describe('States', () => {
  it('move as they say', () => {
    expect(checkStates(TICKET)).toEqual([]);
    expect([mayMove(TICKET, 'open', 'closed'), mayMove(TICKET, 'pending', 'closed'), mayMove(TICKET, 'open', 'open'), mayMove(TICKET, 'toString', 'open')]).toEqual([true, false, true, false]);
  });

  it('name unknown targets, states out of reach and dead ends', () => {
    expect(checkStates({ open: { to: ['lost'] }, closed: { to: [] } })).toEqual([
      '"open" leads to "lost", which is not a state.',
      'Nothing leads from "open" to "closed": add it to the `to` of a state, or take it out.',
      '"closed" is a dead end: name a state that follows, or declare it `final: true`.',
    ]);
    expect(checkStates({ open: { to: ['open'] } })).toHaveLength(1);
    expect(checkStates(TICKET, 'toString')[0]).toMatch('which is not a state');
    expect(checkStates({})).toEqual(['Name at least one choice.']);
  });

  it('are found faulty exactly when a walk through them is', () => {
    const names = ['a', 'b', 'c', 'd'];
    const map = fc.record(Object.fromEntries(names.map((name) => [name, fc.record({ to: fc.subarray(names), final: fc.constantFrom(undefined, true as const) })]))) as unknown as fc.Arbitrary<StateMap>;
    fc.assert(fc.property(map, (states) => {
      const walk = (from: string, seen: Set<string>): Set<string> => {
        if (!seen.has(from)) for (const next of states[from]!.to) walk(next, seen.add(from));
        return seen.add(from);
      };
      const reached = walk('a', new Set());
      const sound = names.every((name) => reached.has(name) && (states[name]!.final || states[name]!.to.some((next) => next !== name)));
      expect(checkStates(states, 'a').length === 0).toBe(sound);
    }));
  });

  it('are declared with the first as the default, and checked at boot', () => {
    class Ticket {
      @States(TICKET) state!: 'open' | 'pending' | 'closed';
    }
    expect(declaredFields(Ticket)[0]!.options.default).toBe('open');
    expect(() => States({ open: { to: [] } })).toThrow('dead end');
    // @ts-expect-error a target that is not a state
    expect(() => States({ open: { to: ['gone'] } })).toThrow('not a state');
  });
});
