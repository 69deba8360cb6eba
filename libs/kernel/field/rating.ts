import { decorator } from './declare.js';
import type { FieldType } from './field.js';
import { acceptNumber, integer } from './number.js';

export interface RatingOptions {
  /** The best one; 1 is the worst. */
  max?: number;
}

const BEST = 5;

export const rating: FieldType<RatingOptions> = {
  ...integer,
  name: 'rating',
  columns: ({ options }) => [{ suffix: '', type: 'bigint', check: `$column BETWEEN 1 AND ${options.max ?? BEST}` }],
  accept(value, { options }, complain) {
    const stars = acceptNumber(value, { min: 1, max: options.max ?? BEST, integer: true }, complain);
    return stars === undefined ? undefined : { '': stars };
  },
  schema: ({ options }) => ({ type: 'integer', minimum: 1, maximum: options.max ?? BEST }),
  example: ({ options }, seed) => 1 + (seed % (options.max ?? BEST)),
  widget: ({ options }) => ({ widget: 'rating', max: options.max ?? BEST }),
};

export const Rating = decorator<number, RatingOptions>(rating);
