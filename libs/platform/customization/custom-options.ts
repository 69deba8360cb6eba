import { isSupportedCountry, type CountryCode } from 'libphonenumber-js';
import { checkChoices } from '#kernel/field/choice.js';
import { isCurrency } from '#kernel/field/currency.js';
import type { Complain, Json } from '#kernel/field/field.js';
import { customTypeNames } from '#kernel/field/types.js';

type Check = (value: Json) => boolean;

const whole = (least: number, most: number): Check => (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const finite: Check = (value) => Number.isFinite(value);
const country: Check = (value) => typeof value === 'string' && isSupportedCountry(value as CountryCode);

/** A list, since the database does not keep the order of an object's keys, and people see the choices in theirs. */
export interface OwnChoice {
  value: string;
  label: string;
}

function areChoices(value: Json): boolean {
  if (!Array.isArray(value) || value.length > 200 || !value.every(isChoice)) return false;
  return checkChoices(value.map((choice) => (choice as unknown as OwnChoice).value)).length === 0;
}

function isChoice(choice: Json): boolean {
  if (typeof choice !== 'object' || choice === null || Array.isArray(choice) || Object.keys(choice).length !== 2) return false;
  const { value, label } = choice;
  return typeof value === 'string' && !(value in Object.prototype) && typeof label === 'string' && label.trim() !== '' && label.length <= 100;
}

/** What an organisation may say of its own fields; a pattern is not among it, since it could be made to run for hours. */
const CUSTOM_OPTIONS: { readonly [type: string]: { readonly [option: string]: Check } } = {
  text: { min: whole(0, 500), max: whole(1, 500) },
  'long-text': { max: whole(1, 20_000) },
  phone: { country },
  money: { currency: isCurrency, min: whole(-9e15, 9e15) },
  number: { min: finite, max: finite, decimals: whole(0, 12) },
  integer: { min: finite, max: finite },
  percent: { min: finite, max: finite, decimals: whole(0, 12) },
  rating: { max: whole(2, 10) },
  duration: { min: whole(0, 9e15), max: whole(0, 9e15) },
  choice: { choices: areChoices },
};

/** The options of a custom field as an organisation gave them, or a complaint. */
export function acceptCustomOptions(typeName: string, options: Json, complain: Complain): object | undefined {
  if (!customTypeNames.includes(typeName)) return complain('type', `Must be one of: ${customTypeNames.join(', ')}.`);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return complain('options', 'Must be an object.');
  const known = CUSTOM_OPTIONS[typeName] ?? {};
  for (const [option, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, option)) return complain('options', `A field of type ${typeName} knows only the options: ${Object.keys(known).join(', ') || 'none'}.`);
    if (!known[option]!(value)) return complain('options', `The option "${option}" has a value that cannot be used.`);
  }
  if (typeName === 'choice' && !Object.hasOwn(options, 'choices')) return complain('options', 'Name the choices.');
  const { min, max } = options;
  if (typeof min === 'number' && typeof max === 'number' && min > max) return complain('options', '"min" must not be more than "max".');
  return options;
}
