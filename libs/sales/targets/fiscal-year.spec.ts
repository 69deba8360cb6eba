import fc from 'fast-check';
import { addTo } from '#kernel/field/calendar.js';
import { periodAround, type PeriodKind } from './fiscal-year.js';

const days = fc.integer({ min: 0, max: 40_000 }).map((n) => addTo('1995-01-01', n, 'day'));
const kinds = fc.constantFrom<PeriodKind>('month', 'quarter', 'year');
const months = fc.integer({ min: 1, max: 12 });

it('A8 periods of a fiscal year that starts in any month follow one another without a gap, and hold each of their days', () => {
  fc.assert(fc.property(days, kinds, months, (day, kind, month) => {
    const { from, to } = periodAround(day, kind, month);
    expect(from <= day && day <= to).toBe(true);
    for (const within of [from, to]) expect(periodAround(within, kind, month)).toEqual({ from, to });
    expect(periodAround(addTo(to, 1, 'day'), kind, month).from).toBe(addTo(to, 1, 'day'));
    if (kind === 'year') expect(Number(from.slice(5, 7))).toBe(month);
  }));
});

it.each([['2026-03-31', 'year', 4, '2025-04-01', '2026-03-31'], ['2026-04-01', 'quarter', 4, '2026-04-01', '2026-06-30'], ['2026-01-15', 'quarter', 2, '2025-11-01', '2026-01-31'], ['2024-02-29', 'month', 7, '2024-02-01', '2024-02-29']] as const)('A8 %s lies in the %s from %s', (day, kind, month, from, to) => {
  expect(periodAround(day, kind, month)).toEqual({ from, to });
});
