import type { Money } from '#kernel/field/money-text.js';
import { add, multiply } from '#platform/money/arithmetic.js';
import { convertSum, type RatesOfDay } from '../currency/public.js';
import type { SumRow } from './board.query.js';

/** Probabilities have two decimals: what they are multiplied with is counted in so many parts. */
const PARTS = 10_000n;

export interface Totals {
  count: number;
  /** By currency; null for those who do not see amounts. */
  sums: { amount: Money; weighted: Money }[] | null;
  /** In the organisation's currency: closed deals by the rate of their closing, all others by the rates that are stated. */
  base: { amount: Money; weighted: Money } | null;
}

export function currenciesIn(rows: readonly SumRow[]): string[] {
  return [...new Set(rows.flatMap(({ currency }) => currency ?? []))].sort();
}

/** Summed exactly, and rounded once. */
export function totals(rows: readonly SumRow[], rates: RatesOfDay, visible: boolean): Totals {
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  if (!visible) return { count, sums: null, base: null };
  const sums = currenciesIn(rows).map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    return { amount: rounded(total(own, 'amount'), 1n, currency), weighted: rounded(total(own, 'weighted'), PARTS, currency) };
  });
  const zero = { amount: 0, currency: rates.base };
  const base = rows.map((row) => inBase(row, rates)).reduce((sum, one) => ({ amount: add(sum.amount, one.amount), weighted: add(sum.weighted, one.weighted) }), { amount: zero, weighted: zero });
  return { count, sums, base };
}

function inBase({ currency, settled, amount, weighted, closing }: SumRow, rates: RatesOfDay): { amount: Money; weighted: Money } {
  const zero = { amount: 0, currency: rates.base };
  const rate = currency === null ? null : rates.of(currency);
  // Closed deals are certain or nothing.
  if (settled) return { amount: rounded(BigInt(closing!), 1n, rates.base), weighted: BigInt(weighted!) === 0n ? zero : rounded(BigInt(closing!), 1n, rates.base) };
  if (!rate || amount === null) return { amount: zero, weighted: zero };
  return { amount: convertSum(BigInt(amount), 1n, currency!, rate.rate, rates.base), weighted: convertSum(BigInt(weighted!), PARTS, currency!, rate.rate, rates.base) };
}

function total(rows: readonly SumRow[], of: 'amount' | 'weighted'): bigint {
  return rows.reduce((sum, row) => sum + BigInt(row[of] ?? 0), 0n);
}

function rounded(sum: bigint, parts: bigint, currency: string): Money {
  return multiply({ amount: 1, currency }, sum, parts, 'half-even');
}
