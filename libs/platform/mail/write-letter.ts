import { lay, type Written } from './layout.js';
import type { Language, Parameters, Texts } from './letter.js';
import { AR } from './letters/ar.js';
import { DE } from './letters/de.js';
import { EN } from './letters/en.js';

const TEXTS: Readonly<Record<Language, Texts>> = { en: EN, de: DE, ar: AR };
const LONGEST_PARAMETER = 254;

export class UnknownLetterError extends Error {
  constructor(letter: string) {
    super(`There is no letter "${letter}". Write it in each language of libs/platform/mail/letters, or give the worker what prepares it.`);
  }
}

/** Ours or checked: everything else in a letter is what somebody called themselves or their organisation. */
const AS_THEY_ARE = new Set(['token', 'refusal', 'email', 'path']);
/** What organisations write themselves, to people of their own. */
const IN_THEIR_WORDS = new Set(['from-workflow']);

export function writeLetter(letter: string, parameters: Parameters, language: Language, base: string): Written {
  const write = Object.hasOwn(TEXTS[language], letter) ? TEXTS[language][letter] : undefined;
  if (!write) throw new UnknownLetterError(letter);
  if (IN_THEIR_WORDS.has(letter)) return lay(write(parameters), language, base);
  const tame = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, AS_THEY_ARE.has(name) ? value : tamed(value)]));
  return lay(write(tame), language, base);
}

/** One line, short, and nothing that a mail program would turn into a link: nobody writes a mail of their own into ours. */
function tamed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_PARAMETER).replaceAll(/https?:\/\/|www\./gi, '').replaceAll(/\.(?=\S)/g, '.\u2060');
}
