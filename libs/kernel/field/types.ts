import { isSupportedCountry, type CountryCode } from 'libphonenumber-js';
import { boolean } from './boolean.js';
import { checkChoices, choice, type Choices } from './choice.js';
import { counter } from './counter.js';
import { isCurrency } from './currency.js';
import { date } from './date.js';
import { domain } from './domain.js';
import { duration } from './duration.js';
import { email } from './email.js';
import type { Complain, FieldType, Json } from './field.js';
import { json } from './json.js';
import { longText } from './long-text.js';
import { moment, zonedMoment } from './moment.js';
import { money } from './money.js';
import { integer, number } from './number.js';
import { owner } from './owner.js';
import { percent } from './percent.js';
import { phone, type PhoneOptions } from './phone.js';
import { rating } from './rating.js';
import { reference } from './reference.js';
import { richText } from './rich-text.js';
import { secret } from './secret.js';
import { states } from './states.js';
import { tags } from './tags.js';
import { text } from './text.js';
import { url } from './url.js';

const all = [
  text, longText, richText, email, phone(), url, domain, money, number, integer, percent, rating, boolean, date, moment, zonedMoment, duration, choice,
  states, tags, reference, owner, json, secret, counter,
] as unknown as FieldType[];

const byName: ReadonlyMap<string, FieldType> = new Map(all.map((type) => [type.name, type]));

export const typeNames: readonly string[] = [...byName.keys()];

/** Types that a custom field of an organisation may have: those that the mirror can hold. */
export const customTypeNames: readonly string[] = all.filter(({ mirror }) => mirror !== null).map(({ name }) => name);

/** The type of that name; some differ with the options of the field. */
export function typeNamed(name: string, options: object = {}): FieldType | undefined {
  return name === 'phone' ? (phone(options as PhoneOptions) as unknown as FieldType) : byName.get(name);
}

type Check = (value: Json) => boolean;

const whole = (least: number, most: number): Check => (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const finite: Check = (value) => Number.isFinite(value);
const country: Check = (value) => typeof value === 'string' && isSupportedCountry(value as CountryCode);

function areChoices(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const named = Object.entries(value).every(([key, look]) => !(key in Object.prototype) && typeof look === 'string' && look.length <= 100);
  return named && Object.keys(value).length <= 200 && checkChoices(value as Choices).length === 0;
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
