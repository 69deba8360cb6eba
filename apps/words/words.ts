import type { Words } from '#platform/words/words.js';
import { ARABIC } from './arabic.js';
import { GERMAN } from './german.js';

/** By key, such as `contact.stage.customer`; `*.ownerId` says it for all nouns that have no word of their own. */
export interface Dictionary {
  readonly [key: string]: string;
}

export const DICTIONARIES: { readonly [language: string]: Dictionary } = { ar: ARABIC, de: GERMAN };

/** The names of nouns, fields, choices and actions in the languages of the product. English is what was declared. */
export const productWords: Words = {
  languageFor(asked) {
    const [language = ''] = asked.toLowerCase().split('-');
    return language in DICTIONARIES ? language : 'en';
  },
  say(language, key, english) {
    const dictionary = DICTIONARIES[language];
    return dictionary?.[key] ?? dictionary?.[forAllNouns(key)] ?? english;
  },
};

export function forAllNouns(key: string): string {
  return `*${key.slice(key.indexOf('.'))}`;
}
