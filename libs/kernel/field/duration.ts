import { decorator } from './declare.js';
import type { Complain, FieldType, Json } from './field.js';
import { acceptNumber, integer, numeral, type NumberOptions } from './number.js';

// Months and years have no fixed length, so they are no part of a duration.
const ISO = /^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
const SECONDS = [604_800, 86_400, 3_600, 60, 1];

function secondsOf(value: Json): Json {
  const match = typeof value === 'string' && value.length <= 60 && /\d[A-Z]$/.test(value) ? ISO.exec(value) : null;
  return match ? SECONDS.reduce((sum, seconds, index) => sum + seconds * Number(match[index + 1] ?? 0), 0) : value;
}

function accept(value: Json, options: NumberOptions, complain: Complain): number | undefined {
  const seconds = secondsOf(value);
  if (typeof seconds !== 'number') return complain('duration', 'Must be a whole number of seconds, or an ISO 8601 duration such as PT1H30M.');
  return acceptNumber(seconds, { min: 0, ...options, integer: true }, complain);
}

/** Whole seconds. */
export const duration: FieldType<Pick<NumberOptions, 'min' | 'max'>> = {
  ...integer,
  name: 'duration',
  accept(value, { options: { min, max } }, complain) {
    const seconds = accept(value, { min: min ?? 0, max }, complain);
    return seconds === undefined ? undefined : { '': seconds };
  },
  argument: (value, _field, _viewpoint, complain) => accept(numeral(value), {}, complain),
  schema: ({ options: { min, max } }) => ({ type: 'integer', minimum: min ?? 0, ...(max === undefined ? {} : { maximum: max }), description: 'In seconds; an ISO 8601 duration is taken, too.' }),
  widget: ({ options: { min, max } }) => ({ widget: 'duration', min: min ?? 0, max: max ?? null }),
};

export const Duration = decorator<number, Pick<NumberOptions, 'min' | 'max'>>(duration);
