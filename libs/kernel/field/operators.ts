import type { Comparable, Complain, Json, Operator, Viewpoint } from './field.js';

const OF_NUMBERS = { lt: 'is less than', lte: 'is at most', gt: 'is more than', gte: 'is at least' };
export const OF_TIMES = { lt: 'is before', lte: 'is on or before', gt: 'is after', gte: 'is on or after' };

type Compare = (value: Comparable, argument: Comparable) => boolean;

/** Operators over one column of a type that Postgres compares without leaking, so that each can be an index condition. */
export function comparable(sqlType: string, suffix = '', key: (value: Json) => Comparable = (value) => value as Comparable, words = OF_NUMBERS) {
  const compare = (say: string, sign: string, test: Compare): Operator => ({
    say,
    takes: 'one',
    sql: (column, argument, [value]) => `${column(suffix)} ${sign} ${argument(value, sqlType)}`,
    test: (value, [argument]) => value !== null && test(key(value), argument!),
  });
  return {
    eq: compare('is', '=', (a, b) => a === b),
    lt: compare(words.lt, '<', (a, b) => a < b),
    lte: compare(words.lte, '<=', (a, b) => a <= b),
    gt: compare(words.gt, '>', (a, b) => a > b),
    gte: compare(words.gte, '>=', (a, b) => a >= b),
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
export function equatable(sqlType: string, suffix = '', key?: (value: Json) => Comparable) {
  const { eq, ne, in: oneOf, empty, filled } = comparable(sqlType, suffix, key);
  return { eq, ne, in: oneOf, empty, filled };
}

/** Within a period: its argument is parsed to the first and the last value of it. */
export function during(
  sqlType: string,
  key: (value: Json) => Comparable = (value) => value as Comparable,
  read: (value: Json, viewpoint: Viewpoint, complain: Complain) => readonly Comparable[] | undefined,
): Operator {
  return {
    say: 'is during',
    takes: 'one',
    sql: (column, argument, [first, last]) => `${column()} BETWEEN ${argument(first, sqlType)} AND ${argument(last, sqlType)}`,
    test: (value, [first, last]) => value !== null && key(value) >= first! && key(value) <= last!,
    argument: (value, _field, viewpoint, complain) => read(value, viewpoint, complain),
  };
}
