import { currencies, isCurrency } from './currency.js';
import { decorator } from './declare.js';
import type { Comparable, Complain, FieldType, Json, Operator } from './field.js';
import { formatMoney, LARGEST_AMOUNT, parseMoney, type Money as Amount } from './money-text.js';
import { equatable } from './operators.js';

export interface MoneyOptions {
  /** Meant where an amount in text names no currency. */
  currency?: string;
  /** The smallest amount, in minor units. */
  min?: number;
}

export type Money = Amount;

const MEND = 'Must be an amount in whole minor units with its currency, such as { "amount": 123456, "currency": "EUR" }, or "1234.56 EUR".';

function acceptMoney(value: Json, currency: string | undefined, complain: Complain): Money | undefined {
  if (typeof value === 'string') return (value.length <= 40 ? parseMoney(value, currency) : undefined) ?? complain('money', MEND);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length !== 2) return complain('money', MEND);
  if (!Object.hasOwn(value, 'amount') || !Object.hasOwn(value, 'currency')) return complain('money', MEND);
  const { amount, currency: code } = value;
  if (!isCurrency(code)) return complain('currency', 'Must name a currency by its ISO 4217 code, such as "EUR".');
  if (!Number.isInteger(amount) || Math.abs(amount as number) > LARGEST_AMOUNT) return complain('money', MEND);
  // + 0 turns -0 into 0.
  return { amount: (amount as number) + 0, currency: code };
}

/** An argument is "EUR 123456" (minor units), since amounts only compare within one currency. */
function argued(argument: Comparable | undefined): Money {
  const [currency, amount] = String(argument).split(' ');
  return { amount: Number(amount), currency: currency! };
}

function compare(say: string, sign: string, test: (a: number, b: number) => boolean): Operator {
  return {
    say,
    takes: 'one',
    sql(column, bind, [value]) {
      const { amount, currency } = argued(value);
      return `(${column()} ${sign} ${bind(amount, 'bigint')} AND ${column('currency')} = ${bind(currency, 'text')})`;
    },
    test(value, [argument]) {
      const { amount, currency } = argued(argument);
      return value !== null && (value as unknown as Money).currency === currency && test((value as unknown as Money).amount, amount);
    },
  };
}

const eq = compare('is', '=', (a, b) => a === b);
const { empty, filled } = equatable('bigint');

export const money: FieldType<MoneyOptions> = {
  name: 'money',
  columns: () => [
    { suffix: '', type: 'bigint', check: `$column BETWEEN -${LARGEST_AMOUNT} AND ${LARGEST_AMOUNT}` },
    { suffix: 'currency', type: 'text', check: "$column ~ '^[A-Z]{3}$'" },
  ],
  accept(value, { options }, complain) {
    const accepted = acceptMoney(value, options.currency, complain);
    if (!accepted) return undefined;
    if (accepted.amount < (options.min ?? -Infinity)) return complain('min', `Must be at least ${options.min} minor units.`);
    return { '': accepted.amount, currency: accepted.currency };
  },
  unstored: ({ '': amount, currency }) => ({ amount: amount as number, currency: currency as string }),
  shown: (column) => `CASE WHEN ${column()} IS NOT NULL THEN json_build_object('amount', ${column()}, 'currency', ${column('currency')}) END`,
  operators: {
    eq,
    lt: compare('is less than', '<', (a, b) => a < b),
    lte: compare('is at most', '<=', (a, b) => a <= b),
    gt: compare('is more than', '>', (a, b) => a > b),
    gte: compare('is at least', '>=', (a, b) => a >= b),
    ne: { say: 'is not', takes: 'one', sql: (...given) => `${eq.sql(...given)} IS NOT TRUE`, test: (...given) => !eq.test(...given) },
    in: {
      say: 'is one of',
      takes: 'many',
      sql: (column, bind, values) => (values.length ? `(${values.map((value) => eq.sql(column, bind, [value])).join(' OR ')})` : 'false'),
      test: (value, values) => values.some((argument) => eq.test(value, [argument])),
    },
    empty,
    filled,
  },
  argument(value, { options }, _viewpoint, complain) {
    const accepted = acceptMoney(value, options.currency, complain);
    return accepted && `${accepted.currency} ${accepted.amount}`;
  },
  sort: { suffix: '', type: 'bigint' },
  schema: () => ({
    type: 'object',
    required: ['amount', 'currency'],
    additionalProperties: false,
    properties: { amount: { type: 'integer', description: 'In minor units, such as cents.' }, currency: { type: 'string', enum: [...currencies] } },
  }),
  example: ({ options }, seed) => ({ amount: (options.min ?? 0) + seed * 100, currency: options.currency ?? 'EUR' }),
  cell: { write: (value) => value && formatMoney(value as unknown as Money), read: (cell) => cell },
  searched: null,
  mirror: 'number',
  kept: ({ '': amount, currency }) => ({ amount: amount as number, currency: currency as string }),
  widget: ({ options }) => ({ widget: 'money', currency: options.currency ?? null }),
};

export const Money = decorator<Money, MoneyOptions>(money);
