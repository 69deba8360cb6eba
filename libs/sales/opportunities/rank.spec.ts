import fc from 'fast-check';
import { convert, ratioOf } from '../currency/convert.js';
import { newestFirst, placeBetween } from './rank.js';

/** As the database sorts them: by the root collation of Unicode. */
const { compare } = new Intl.Collator('und');

describe('Places on the board', () => {
  it('A4 leave room between any two and at both ends, and sort alike as bytes and in Unicode\'s order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 120 }), (moves) => {
        const column = [newestFirst(new Date('2026-03-01'))];
        for (const move of moves) {
          const at = move % (column.length + 1);
          column.splice(at, 0, placeBetween(column[at - 1] ?? null, column[at] ?? null));
        }
        expect(new Set(column).size).toBe(column.length);
        expect([...column].sort()).toEqual(column);
        expect([...column].sort(compare)).toEqual(column);
      }),
    );
  });

  it('A4 stay short where thousands are put on top, below, or between the same two', () => {
    const longest = (from: [string | null, string | null], side: 'above' | 'below') => {
      let [above, below] = from;
      let place = '';
      for (let n = 0; n < 2_000; n += 1) {
        place = placeBetween(above, below);
        if (side === 'above') below = place;
        else above = place;
      }
      return place.length;
    };
    const [newer, older] = [newestFirst(new Date(2_000)), newestFirst(new Date(1_000))];
    expect(newer < older).toBe(true);
    expect(longest([null, older], 'above')).toBeLessThan(20);
    expect(longest([older, null], 'below')).toBeLessThan(20);
    expect(longest([newer, older], 'above')).toBeLessThan(500);
  });
});

describe('Exchange', () => {
  it('A4 is exact, to the nearest minor unit of the other currency, whatever decimals either has', () => {
    expect(convert({ amount: 100_00, currency: 'USD' }, '0.9231', 'EUR')).toEqual({ amount: 92_31, currency: 'EUR' });
    expect(convert({ amount: 1_000, currency: 'JPY' }, '0.0061', 'EUR')).toEqual({ amount: 6_10, currency: 'EUR' });
    expect(convert({ amount: 1_234, currency: 'KWD' }, '3.021', 'EUR')).toEqual({ amount: 3_73, currency: 'EUR' });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e8 }), fc.constantFrom(['USD', 'JPY', 2, 0], ['KWD', 'EUR', 3, 2], ['JPY', 'KWD', 0, 3], ['USD', 'EUR', 2, 2]), (amount, millionths, [from, to, decimals, others]) => {
        const rate = `${Math.floor(millionths / 1e6)}.${String(millionths % 1e6).padStart(6, '0')}`;
        const { numerator, denominator } = ratioOf(rate);
        expect(numerator * 1_000_000n).toBe(BigInt(millionths) * denominator);
        const result = BigInt(convert({ amount, currency: from as string }, rate, to as string).amount);
        const scale = 10n ** BigInt(decimals as number) * 1_000_000n;
        const off = 2n * (BigInt(amount) * BigInt(millionths) * 10n ** BigInt(others as number) - result * scale);
        expect((off < 0n ? -off : off) <= scale).toBe(true);
      }),
    );
  });
});
