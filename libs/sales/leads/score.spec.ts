import fc from 'fast-check';
import { after, corrections, pointsNow, scoreOf, type Contribution, type Scoring } from './score.js';

const DAY_MS = 86_400_000;
const rule = (id: string) => fc.record<Scoring>({ id: fc.constant(id), points: fc.integer({ min: -50, max: 50 }).filter((points) => points !== 0), halfLifeDays: fc.option(fc.integer({ min: 1, max: 60 })), fact: fc.constant(null), holds: fc.boolean() });
const rules = fc.tuple(rule('a'), rule('b'), rule('c')).chain((all) => fc.subarray(all));

describe('Scores', () => {
  it('A3 whatever becomes of the rules, the ledger says afterwards what they say, and has nothing to add', () => {
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 8 }), (history) => {
        let held: Contribution[] = [];
        history.forEach((now, day) => {
          const at = new Date(day * DAY_MS);
          held = after(held, corrections(now, held, at));
          expect(corrections(now, held, at)).toEqual([]);
          expect(held.map(({ ruleId, points, halfLifeDays }) => `${ruleId} ${points} ${halfLifeDays}`).toSorted()).toEqual(now.filter(({ holds }) => holds).map(({ id, points, halfLifeDays }) => `${id} ${points} ${halfLifeDays}`).toSorted());
        });
      }),
    );
  });

  it('A3 points halve with every half-life, and those of a happening stay with the day on which it happened', () => {
    const since = new Date('2026-01-01');
    const once: Contribution = { ruleId: 'a', entryId: 'e', points: 80, halfLifeDays: 10, since };
    expect([0, 10, 20, 40].map((days) => pointsNow(once, new Date(since.getTime() + days * DAY_MS)))).toEqual([80, 40, 20, 5]);
    const changed = corrections([{ id: 'a', points: 40, halfLifeDays: 10, fact: 'lead.captured', holds: true }], [once], new Date('2026-02-01'));
    expect(changed).toEqual([{ ...once, points: 40 }]);
    expect(scoreOf(after([once], corrections([], [once], since)), since)).toBe(0);
  });
});
