import { boolean } from './boolean.js';
import { choice } from './choice.js';
import { counter } from './counter.js';
import { date } from './date.js';
import { domain } from './domain.js';
import { duration } from './duration.js';
import { email } from './email.js';
import type { FieldType } from './field.js';
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
