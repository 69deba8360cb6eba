import { exponentOf } from './currency.js';

/** Whole minor units (cents) of one currency; never a fraction, so that sums stay exact. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export type Rounding = 'half-up' | 'half-even';

/** Every whole number up to here is exact in JavaScript, JSON and bigint alike. */
export const LARGEST_AMOUNT = 9e15;

export class MoneyError extends Error {}

function money(amount: bigint, currency: string): Money {
  if (amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT) throw new MoneyError(`The amount is too large: at most ${LARGEST_AMOUNT} minor units can be kept.`);
  return { amount: Number(amount), currency };
}

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new MoneyError(`${a.currency} and ${b.currency} cannot be reckoned together: convert one of them first.`);
  return a.currency;
}

const DECIMAL = /^([+-]?)(\d{1,16})(?:\.(\d{1,4}))?$/;

/** Reads "1234.56 EUR", "EUR 1234.56", or "1234.56" where the currency is known; undefined when it is no exact amount of that currency. */
export function parseMoney(text: string, known?: string): Money | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length > 2) return undefined;
  const named = parts.find((part) => /^[a-z]{3}$/i.test(part))?.toUpperCase();
  const currency = named ?? known;
  const exponent = currency === undefined ? undefined : exponentOf(currency);
  const number = parts.filter((part) => part.toUpperCase() !== named);
  const match = number.length === 1 ? DECIMAL.exec(number[0]!) : null;
  if (!match || exponent === undefined) return undefined;
  const [, sign, whole, fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(exponent))) return undefined;
  const amount = BigInt(whole! + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (amount > LARGEST_AMOUNT) return undefined;
  return { amount: Number(sign === '-' ? -amount : amount), currency: currency! };
}

/** "-1234.56 EUR", which `parseMoney` reads back. */
export function formatMoney(value: Money): string {
  return `${formatAmount(value)} ${value.currency}`;
}

export function formatAmount({ amount, currency }: Money): string {
  const exponent = exponentOf(currency) ?? 0;
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return `${amount < 0 ? '-' : ''}${whole}${exponent > 0 ? `.${digits.slice(-exponent)}` : ''}`;
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
