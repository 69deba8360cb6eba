import { decorator } from './declare.js';
import type { Complain, FieldType, Json } from './field.js';
import { comparable } from './operators.js';

export interface NumberOptions {
  min?: number;
  max?: number;
  integer?: true;
  /** Digits after the point, at most. */
  decimals?: number;
}

/** Every whole number up to here is exact in JavaScript, JSON and bigint alike. */
const LARGEST_INTEGER = 9e15;

export function acceptNumber(value: Json, { min, max, integer, decimals }: NumberOptions, complain: Complain): number | undefined {
  if (typeof value !== 'number') return complain('type', 'Must be a number, without quotes.');
  if (!Number.isFinite(value)) return complain('range', 'Must be a number that is not infinite.');
  if (integer && !Number.isInteger(value)) return complain('integer', 'Must be a whole number.');
  if (integer && Math.abs(value) > LARGEST_INTEGER) return complain('range', `Must be between -${LARGEST_INTEGER} and ${LARGEST_INTEGER}.`);
  if (decimals !== undefined && Number(value.toFixed(decimals)) !== value) return complain('decimals', `Must have at most ${decimals} digits after the point.`);
  if (min !== undefined && value < min) return complain('min', `Must be at least ${min}.`);
  if (max !== undefined && value > max) return complain('max', `Must be at most ${max}.`);
  // + 0 turns -0 into 0.
  return value + 0;
}

/** A number as it stands in a query string or a cell; any other text is left for `accept` to complain about. */
export function numeral(value: Json): Json {
  return typeof value === 'string' && /^[+-]?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,3})?$/i.test(value.trim()) ? Number(value) : value;
}

function numberType(name: string, integer?: true): FieldType<NumberOptions> {
  const sqlType = integer ? 'bigint' : 'double precision';
  return {
    name,
    columns: () => [{ suffix: '', type: sqlType }],
    accept(value, { options }, complain) {
      const accepted = acceptNumber(value, { ...options, integer }, complain);
      return accepted === undefined ? undefined : { '': accepted };
    },
    shown: (column) => column(),
    operators: comparable(sqlType),
    argument: (value, _field, _viewpoint, complain) => acceptNumber(numeral(value), { integer }, complain),
    sort: { suffix: '', type: sqlType },
    schema: ({ options: { min, max } }) => ({
      type: integer ? 'integer' : 'number',
      ...(min === undefined ? {} : { minimum: min }),
      ...(max === undefined ? {} : { maximum: max }),
    }),
    example({ options: { min = 0, max = LARGEST_INTEGER } }, seed) {
      const room = Math.floor(max - Math.ceil(min));
      return room < 0 ? min : Math.ceil(min) + (seed % (room + 1));
    },
    cell: { write: (value) => value as number | null, read: numeral },
    searched: null,
    mirror: 'number',
    widget: ({ options: { min, max, decimals } }) => ({ widget: name, min: min ?? null, max: max ?? null, decimals: integer ? 0 : (decimals ?? null) }),
  };
}

export const number = numberType('number');
export const integer = numberType('integer', true);

export const Num = decorator<number, NumberOptions>((options) => (options.integer ? integer : number));
