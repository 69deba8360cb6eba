/** Finds what people read in their language; `key` is stable, such as `contact.stage.customer`. */
export interface Words {
  /** The language that is answered in when this one is asked for. */
  languageFor(asked: string): string;
  say(language: string, key: string, english: string): string;
  /** For what is said to people when something cannot be done: that has no keys. */
  sentences(language: string, english: string): string;
}

export const ENGLISH: Words = { languageFor: () => 'en', say: (_language, _key, english) => english, sentences: (_language, english) => english };

export const WORDS = Symbol('words of the product');

export type Say = (key: string, english: string) => string;

export function sayingIn(words: Words, asked: string): Say {
  const language = words.languageFor(asked);
  return (key, english) => words.say(language, key, english);
}
