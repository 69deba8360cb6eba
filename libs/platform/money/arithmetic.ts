import { LARGEST_AMOUNT, type Money } from '#kernel/field/money-text.js';

export type Rounding = 'half-up' | 'half-even';

export class MoneyError extends Error {}

function money(amount: bigint, currency: string): Money {
  if (amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT) throw new MoneyError(`The amount is too large: at most ${LARGEST_AMOUNT} minor units can be kept.`);
  return { amount: Number(amount), currency };
}

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new MoneyError(`${a.currency} and ${b.currency} cannot be reckoned together: convert one of them first.`);
  return a.currency;
}

export function add(a: Money, b: Money): Money {
  return money(BigInt(a.amount) + BigInt(b.amount), sameCurrency(a, b));
}

export function negate(value: Money): Money {
  return money(-BigInt(value.amount), value.currency);
}

export function compare(a: Money, b: Money): number {
  sameCurrency(a, b);
  return Math.sign(a.amount - b.amount);
}

/** Times a ratio of whole numbers: 19 % is (19, 100). Halves go away from zero, or to the even neighbour. */
export function multiply({ amount, currency }: Money, numerator: number | bigint, denominator: number | bigint, rounding: Rounding): Money {
  let divisor = BigInt(denominator);
  if (divisor === 0n) throw new MoneyError('An amount cannot be divided by zero.');
  let product = BigInt(amount) * BigInt(numerator);
  if (divisor < 0n) [product, divisor] = [-product, -divisor];
  const negative = product < 0n;
  const size = negative ? -product : product;
  const twice = (size % divisor) * 2n;
  let quotient = size / divisor;
  if (twice > divisor || (twice === divisor && (rounding === 'half-up' || quotient % 2n === 1n))) quotient += 1n;
  return money(negative ? -quotient : quotient, currency);
}

/** Shares by whole weights that add up to the amount exactly; what is left over goes, unit by unit, to the largest remainders, the first ones first. */
export function allocate({ amount, currency }: Money, weights: readonly number[]): Money[] {
  const exact = weights.map((weight) => BigInt(weight));
  const total = exact.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || exact.some((weight) => weight < 0n)) throw new MoneyError('An amount is shared by weights that are not negative and not all zero.');
  const size = BigInt(Math.abs(amount));
  const shares = exact.map((weight, index) => ({ index, share: (size * weight) / total, left: (size * weight) % total }));
  let rest = size - shares.reduce((sum, { share }) => sum + share, 0n);
  for (const one of shares.toSorted((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1))) {
    if (rest === 0n) break;
    one.share += 1n;
    rest -= 1n;
  }
  return shares.map(({ share }) => money(amount < 0 ? -share : share, currency));
}
