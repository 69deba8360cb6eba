import { exponentOf } from '#kernel/field/currency.js';
import type { Money } from '#kernel/field/money-text.js';
import { multiply } from '#platform/money/arithmetic.js';

/** Exactly what was quoted, as a ratio of whole numbers: "0.9231" is 9231 of 10000. */
export function ratioOf(rate: string): { numerator: bigint; denominator: bigint } {
  const [whole = '', fraction = ''] = rate.split('.');
  return { numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length) };
}

/** In minor units of the other currency, halves to the even neighbour; currencies have their own numbers of decimals. */
export function convert({ amount, currency }: Money, rate: string, to: string): Money {
  return convertSum(BigInt(amount), 1n, currency, rate, to);
}

/** The same for a sum that was reckoned in parts of a minor unit, such as hundredths of a percent: rounded once, at the end. */
export function convertSum(sum: bigint, parts: bigint, from: string, rate: string, to: string): Money {
  const { numerator, denominator } = ratioOf(rate);
  return multiply({ amount: 1, currency: to }, sum * numerator * 10n ** BigInt(exponentOf(to)!), parts * denominator * 10n ** BigInt(exponentOf(from)!), 'half-even');
}
