import { decorator } from './declare.js';
import type { FieldType } from './field.js';
import { number, type NumberOptions } from './number.js';

/** 12.5 means 12.5 %. */
export const percent: FieldType<NumberOptions> = {
  ...number,
  name: 'percent',
  widget: ({ options: { min, max, decimals } }) => ({ widget: 'percent', min: min ?? null, max: max ?? null, decimals: decimals ?? null }),
};

export const Percent = decorator<number, NumberOptions>(percent, { min: 0, max: 100, decimals: 2 });
