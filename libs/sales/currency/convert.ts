import { exponentOf } from '#kernel/field/currency.js';
import type { Money } from '#kernel/field/money-text.js';
import { multiply } from '#platform/money/arithmetic.js';

/** Exactly what was quoted, as a ratio of whole numbers: "0.9231" is 9231 of 10000. */
export function ratioOf(rate: string): { numerator: bigint; denominator: bigint } {
  const [whole = '', fraction = ''] = rate.split('.');
  return { numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length) };
}

/** In minor units of the other currency, halves to the even neighbour; currencies have their own numbers of decimals. */
export function convert(value: Money, rate: string, to: string): Money {
  const { numerator, denominator } = ratioOf(rate);
  const from = exponentOf(value.currency)!;
  const target = exponentOf(to)!;
  return multiply({ amount: value.amount, currency: to }, numerator * 10n ** BigInt(target), denominator * 10n ** BigInt(from), 'half-even');
}
