import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { decorator } from './declare.js';
import type { FieldType } from './field.js';
import { equatable } from './operators.js';
import { acceptFilledLine, textArgument } from './text.js';

export interface PhoneOptions {
  /** ISO 3166 code of the country whose numbers are written without a country code. */
  country?: CountryCode;
}

const LONGEST_NUMBER = 40;
const WRITTEN = /^[+(]?\d[\d ()./-]*(?:(?: ?(?:x|ext\.?|#) ?)\d{1,7})?$/i;

/** What makes two numbers the same: E.164 where the country is known, else the digits alone. */
export function phoneKey(written: string, country?: CountryCode): string {
  const parsed = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
  return parsed?.isPossible() ? parsed.number : written.replace(/\D/g, '');
}

function phoneOf(country?: CountryCode): FieldType<PhoneOptions> {
  return {
    name: 'phone',
    columns: () => [
      { suffix: '', type: 'text', check: `length($column) <= ${LONGEST_NUMBER}` },
      { suffix: 'key', type: 'text' },
    ],
    accept(value, field, complain) {
      const written = acceptFilledLine(value, LONGEST_NUMBER, field, complain);
      if (!written) return written === null ? { '': null, key: null } : undefined;
      const key = phoneKey(written, country);
      const wrong = !WRITTEN.test(written) || key.length < 3 || (written.startsWith('+') && !key.startsWith('+'));
      return wrong ? complain('phone', 'Must be one telephone number, best with its country code, such as +49 30 123456.') : { '': written, key };
    },
    shown: (column) => column(),
    operators: equatable('text', 'key', (value) => phoneKey(value as string, country)),
    argument(value, _field, _viewpoint, complain) {
      const written = textArgument(value, complain);
      return written === undefined ? undefined : phoneKey(written.slice(0, LONGEST_NUMBER), country);
    },
    sort: { suffix: 'key', type: 'text' },
    sameBy: 'key',
    schema: () => ({ type: 'string', maxLength: LONGEST_NUMBER }),
    example: (_field, seed) => `+49 30 ${1_000_000 + (seed % 8_999_999)}`,
    cell: { write: (value) => value as string | null, read: (cell) => cell },
    searched: (column) => `concat_ws(' ', ${column()}, ${column('key')})`,
    mirror: 'text',
    kept: ({ key }) => key as string | null,
    widget: () => ({ widget: 'phone', country: country ?? null }),
  };
}

const byCountry = new Map<string | undefined, FieldType<PhoneOptions>>();

export function phone({ country }: PhoneOptions = {}): FieldType<PhoneOptions> {
  let type = byCountry.get(country);
  if (!type) byCountry.set(country, (type = phoneOf(country)));
  return type;
}

export const Phone = decorator<string, PhoneOptions>(phone);
