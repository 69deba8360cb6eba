import { currencies, isCurrency } from '#kernel/field/currency.js';
import { decorator } from '#kernel/field/declare.js';
import type { FieldType } from '#kernel/field/field.js';
import { text, type TextOptions } from '#kernel/field/text.js';

/** A currency by its ISO 4217 code. */
const currency: FieldType<TextOptions> = {
  ...text,
  columns: () => [{ suffix: '', type: 'text', check: "$column ~ '^[A-Z]{3}$'" }],
  accept: (value, _field, complain) => (isCurrency(value) ? { '': value } : complain('currency', 'Must name a currency by its ISO 4217 code, such as "EUR".')),
  schema: () => ({ type: 'string', enum: [...currencies] }),
  example: () => 'EUR',
  mirror: null,
  widget: () => ({ widget: 'line', max: 3 }),
};

export const Currency = decorator<string, TextOptions>(currency, { personal: 'none' });
