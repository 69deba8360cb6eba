import fc from 'fast-check';
import { LARGEST_AMOUNT, type Money } from '#kernel/field/money-text.js';
import { add, allocate, compare, multiply, MoneyError, negate } from './arithmetic.js';

const amount = fc.integer({ min: -LARGEST_AMOUNT, max: LARGEST_AMOUNT });
const euros = (units: number): Money => ({ amount: units, currency: 'EUR' });

describe('Money', () => {
  it('adds and compares exactly, within one currency', () => {
    const half = fc.integer({ min: -LARGEST_AMOUNT / 2, max: LARGEST_AMOUNT / 2 });
    fc.assert(fc.property(half, half, (a, b) => {
      expect(BigInt(add(euros(a), euros(b)).amount)).toBe(BigInt(a) + BigInt(b));
      expect(add(euros(a), negate(euros(a))).amount).toBe(0);
      expect(compare(euros(a), euros(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }));
    expect(() => add(euros(1), { amount: 1, currency: 'USD' })).toThrow(MoneyError);
    expect(() => compare(euros(1), { amount: 1, currency: 'USD' })).toThrow(MoneyError);
    expect(() => add(euros(LARGEST_AMOUNT), euros(1))).toThrow(MoneyError);
  });

  it('is multiplied to the nearest unit', () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }).filter(Boolean), (units, numerator, denominator) => {
      for (const rounding of ['half-up', 'half-even'] as const) {
        const product = BigInt(units) * BigInt(numerator);
        const divisor = BigInt(denominator);
        let result: bigint;
        try {
          result = BigInt(multiply(euros(units), numerator, denominator, rounding).amount);
        } catch (error) {
          expect(error).toBeInstanceOf(MoneyError);
          continue;
        }
        const twiceOff = 2n * (product - result * divisor);
        const size = (value: bigint) => (value < 0n ? -value : value);
        expect(size(twiceOff) <= size(divisor)).toBe(true);
        if (size(twiceOff) === size(divisor)) {
          expect(rounding === 'half-even' ? result % 2n === 0n : size(result * divisor) > size(product)).toBe(true);
        }
        expect(multiply(euros(-units), numerator, denominator, rounding).amount + 0).toBe(Number(-result));
      }
    }));
    expect([1, 3, -1, -3].map((units) => multiply(euros(units), 1, 2, 'half-up').amount)).toEqual([1, 2, -1, -2]);
    expect([1, 3, 5].map((units) => multiply(euros(units), 1, 2, 'half-even').amount)).toEqual([0, 2, 2]);
    expect(() => multiply(euros(1), 1, 0, 'half-up')).toThrow(MoneyError);
  });

  it('is shared without losing a unit, and fairly', () => {
    const weights = fc.array(fc.nat({ max: 1e6 }), { minLength: 1, maxLength: 20 }).filter((list) => list.some((weight) => weight > 0));
    fc.assert(fc.property(amount, weights, (units, list) => {
      const shares = allocate(euros(units), list).map((share) => BigInt(share.amount));
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(BigInt(units));
      const total = BigInt(list.reduce((sum, weight) => sum + weight, 0));
      shares.forEach((share, index) => {
        const off = share * total - BigInt(units) * BigInt(list[index]!);
        expect(off < total && off > -total).toBe(true);
      });
    }));
    expect(allocate(euros(100), [1, 1, 1]).map((share) => share.amount)).toEqual([34, 33, 33]);
    expect(() => allocate(euros(1), [0, 0])).toThrow(MoneyError);
    expect(() => allocate(euros(1), [2, -1])).toThrow(MoneyError);
  });
});
