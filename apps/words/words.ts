import type { Words } from '#platform/words/words.js';
import { ARABIC } from './arabic.js';
import { GERMAN } from './german.js';
import { SENTENCES } from './sentences.js';

/** By key, such as `contact.stage.customer`; `*.ownerId` says it for all nouns that have no word of their own. */
export interface Dictionary {
  readonly [key: string]: string;
}

type Spoken = 'ar' | 'de';

export const DICTIONARIES: { readonly [language in Spoken]: Dictionary } = { ar: ARABIC, de: GERMAN };

const LONGEST = 1_000;
export const BETWEEN_SENTENCES = /(?<=[.?!]) (?=\S)/;
const SPECIAL = /[.*+?^$()|[\]\\]/g;

/** The longest first: what says more fits better. */
const patterns = Object.keys(SENTENCES).filter((english) => english.includes('{0}')).sort((a, b) => b.length - a.length)
  .map((english) => ({ english, fits: new RegExp(`^${english.replace(SPECIAL, '\\$&').replace(/\{\d\}/g, '(.+?)')}$`) }));

/** Nouns that people call otherwise than their address does. */
export const ENGLISH_PLURALS: Dictionary = {
  'activityAttendee.plural': 'Attendees',
  'communicationParty.plural': 'Parties',
  'factorPolicy.plural': 'Second factor policies',
  'groupRole.plural': 'Roles of groups',
  'mailSuppression.plural': 'Suppressed addresses',
  'memberRole.plural': 'Roles of members',
  'opportunityCompetitor.plural': 'Competitors of opportunities',
  'opportunityContact.plural': 'Contacts of opportunities',
  'quotation.plural': 'Quotes',
  'quotationLine.plural': 'Quote lines',
  'salesTarget.plural': 'Targets',
};

/** The names of nouns, fields, choices and actions in the languages of the product. English is what was declared. */
export const productWords: Words = {
  languageFor(asked) {
    const [language = ''] = asked.toLowerCase().split('-');
    return isSpoken(language) ? language : 'en';
  },
  say(language, key, english) {
    const dictionary = isSpoken(language) ? DICTIONARIES[language] : ENGLISH_PLURALS;
    return dictionary[key] ?? dictionary[forAllNouns(key)] ?? english;
  },
  sentences(language, english) {
    if (!isSpoken(language) || english.length > LONGEST) return english;
    const said = english.split(BETWEEN_SENTENCES).map((sentence) => translated(sentence, language));
    // Half a translation would be worse than none.
    return said.every((each) => each !== undefined) ? said.join(' ') : english;
  },
};

export function forAllNouns(key: string): string {
  return `*${key.slice(key.indexOf('.'))}`;
}

function translated(sentence: string, language: Spoken): string | undefined {
  const same = SENTENCES[sentence]?.[language];
  if (same !== undefined) return same;
  const found = patterns.find(({ fits }) => fits.test(sentence));
  if (!found) return undefined;
  const [, ...varying] = found.fits.exec(sentence)!;
  return SENTENCES[found.english]![language].replace(/\{(\d)\}/g, (_, n: string) => varying[Number(n)] ?? '');
}

function isSpoken(language: string): language is Spoken {
  return Object.hasOwn(DICTIONARIES, language);
}
