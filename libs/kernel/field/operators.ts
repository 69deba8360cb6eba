import type { Comparable, Operator } from './field.js';

type Compare = (value: Comparable, argument: Comparable) => boolean;

/** Operators over one column of a type that Postgres compares without leaking, so that each can be an index condition. */
export function comparable(sqlType: string, suffix = '', key: (value: unknown) => Comparable = (value) => value as Comparable) {
  const compare = (say: string, sign: string, test: Compare): Operator => ({
    say,
    takes: 'one',
    sql: (column, argument, [value]) => `${column(suffix)} ${sign} ${argument(value, sqlType)}`,
    test: (value, [argument]) => value !== null && test(key(value), argument!),
  });
  return {
    eq: compare('is', '=', (a, b) => a === b),
    lt: compare('before', '<', (a, b) => a < b),
    lte: compare('at most', '<=', (a, b) => a <= b),
    gt: compare('after', '>', (a, b) => a > b),
    gte: compare('at least', '>=', (a, b) => a >= b),
    ne: {
      say: 'is not',
      takes: 'one',
      sql: (column, argument, [value]) => `${column(suffix)} IS DISTINCT FROM ${argument(value, sqlType)}`,
      test: (value, [argument]) => value === null || key(value) !== argument,
    },
    in: {
      say: 'is one of',
      takes: 'many',
      sql: (column, argument, values) => `${column(suffix)} = ANY (${argument(values, `${sqlType}[]`)})`,
      test: (value, values) => value !== null && values.includes(key(value)),
    },
    empty: {
      say: 'is empty',
      takes: 'nothing',
      sql: (column) => `${column()} IS NULL`,
      test: (value) => value === null,
    },
    filled: {
      say: 'is not empty',
      takes: 'nothing',
      sql: (column) => `${column()} IS NOT NULL`,
      test: (value) => value !== null,
    },
  } satisfies Record<string, Operator>;
}

/** For types whose values have no order that means something. */
export function equatable(sqlType: string, suffix = '', key?: (value: unknown) => Comparable) {
  const { eq, ne, in: oneOf, empty, filled } = comparable(sqlType, suffix, key);
  return { eq, ne, in: oneOf, empty, filled };
}
