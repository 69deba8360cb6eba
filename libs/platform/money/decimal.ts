import { decorator } from '#kernel/field/declare.js';
import type { Field, FieldType, Json } from '#kernel/field/field.js';
import { acceptNumber, numeral, type NumberOptions } from '#kernel/field/number.js';
import { comparable } from '#kernel/field/operators.js';
import { decimal as exactly, round, times, whole } from './ratio.js';

interface DecimalOptions extends NumberOptions {
  /** What a screen draws it as. */
  as?: 'number' | 'percent';
}

/** Millionths, so that every value is a whole number in the database, too. */
const SCALE = 1_000_000;
const LARGEST = 9e9;
const MOST_DECIMALS = 6;

function scaled(value: number): number {
  return Number(round(times(exactly(value), whole(SCALE)), 'half-up'));
}

const limits = ({ options: { min = -LARGEST, max = LARGEST, decimals = MOST_DECIMALS } }: Pick<Field<DecimalOptions>, 'options'>) => ({ min, max, decimals });

/** Quantities, prices of a unit and percentages: exact, with up to six digits after the point. */
const decimal: FieldType<DecimalOptions> = {
  name: 'number',
  columns: () => [{ suffix: '', type: 'bigint' }],
  accept(value, field, complain) {
    const accepted = acceptNumber(value, limits(field), complain);
    return accepted === undefined ? undefined : { '': scaled(accepted) };
  },
  unstored: ({ '': value }) => Number(value) / SCALE,
  shown: (column) => `to_json(trim_scale(${column()}::numeric / ${SCALE}))`,
  operators: comparable('bigint', '', (value) => scaled(value as number)),
  argument(value, _field, _viewpoint, complain) {
    const accepted = acceptNumber(numeral(value), { min: -LARGEST, max: LARGEST, decimals: MOST_DECIMALS }, complain);
    return accepted === undefined ? undefined : scaled(accepted);
  },
  sort: { suffix: '', type: 'bigint' },
  schema(field) {
    const { min, max } = limits(field);
    return { type: 'number', minimum: min, maximum: max };
  },
  example({ options: { min = 0, max = LARGEST } }, seed) {
    return Math.ceil(min) + (seed % Math.min(10_000, max - Math.ceil(min) + 1));
  },
  cell: { write: (value) => value as number | null, read: numeral },
  searched: null,
  mirror: null,
  widget({ options: { as = 'number', min, max, decimals = MOST_DECIMALS } }): { [key: string]: Json } {
    return { widget: as, min: min ?? null, max: max ?? null, decimals };
  },
};

export const Decimal = decorator<number, DecimalOptions>(decimal);
