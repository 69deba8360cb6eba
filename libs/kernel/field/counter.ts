import { declareField, type On, type OnRequired } from './declare.js';
import type { CommonOptions, FieldType, Json } from './field.js';
import { comparable } from './operators.js';

export interface CounterOptions {
  /** Each organisation counts each series from 1 without gaps. */
  series: string;
  prefix: string;
  digits: number;
}

const DIGITS_AT_END = /(\d{1,15})$/;

function numberOf(value: Json): number | undefined {
  const match = typeof value === 'string' ? DIGITS_AT_END.exec(value.slice(-40)) : null;
  const count = match ? Number(match[1]) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : undefined;
}

function written(count: number, { prefix, digits }: CounterOptions): string {
  return prefix + String(count).padStart(digits, '0');
}

export const counter: FieldType<CounterOptions> = {
  name: 'counter',
  // The number alone is kept, so that Q-9 sorts before Q-10.
  columns: () => [{ suffix: '', type: 'bigint' }],
  accept(value, { options }, complain) {
    const count = typeof value === 'string' ? numberOf(value) : undefined;
    return count !== undefined && written(count, options) === value ? { '': count } : complain('counter', `Must be a number such as ${written(1, options)}.`);
  },
  assigned: ({ options }) => `next_counter($organization, '${options.series}')`,
  shown: (column, { options: { prefix, digits } }) => `'${prefix}' || lpad(${column()}::text, greatest(${digits}, length(${column()}::text)), '0')`,
  operators: comparable('bigint', '', (value) => numberOf(value) ?? 0),
  argument(value, { options }, _viewpoint, complain) {
    const text = typeof value === 'string' && value.startsWith(options.prefix) ? value.slice(options.prefix.length) : value;
    const plain = typeof text === 'number' || (typeof text === 'string' && /^\d+$/.test(text));
    return (plain ? numberOf(text) : undefined) ?? complain('counter', `Must be a number such as ${written(1, options)} or 1.`);
  },
  sort: { suffix: '', type: 'bigint' },
  schema: ({ options }) => ({ type: 'string', readOnly: true, description: `Numbered by the product, such as ${written(1, options)}.` }),
  example: ({ options }, seed) => written(seed + 1, options),
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: (column) => `${column()}::text`,
  mirror: null,
  widget: () => ({ widget: 'counter' }),
};

type Options = Pick<CounterOptions, 'series'> & Partial<CounterOptions> & Omit<CommonOptions, 'default' | 'readOnly'>;

export function Counter(options: Options & { required: true }): OnRequired<string>;
export function Counter(options: Options): On<string>;
export function Counter({ prefix = '', digits = 1, ...options }: Options): On<string> {
  if (!/^[a-z][a-z0-9_-]{0,40}$/.test(options.series)) throw new Error(`The series "${options.series}" must be a name of lower-case letters, digits, _ and -.`);
  if (!/^([A-Za-z0-9 _/.-]{0,19}[A-Za-z _/.-])?$/.test(prefix)) throw new Error(`The prefix "${prefix}" must be letters, digits, spaces, _ / . and -, and end in none of the digits, else it would run into the number.`);
  if (!Number.isInteger(digits) || digits < 1 || digits > 12) throw new Error('A counter has 1 to 12 digits.');
  return declareField(counter, { ...options, prefix, digits, readOnly: true });
}
