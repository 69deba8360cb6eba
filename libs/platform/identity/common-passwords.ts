import type { FieldError } from '#kernel/pipeline/problem.js';

const SHORTEST = 8;
const NOT_LETTERS = /[^\p{L}]+/gu;

let common: Promise<ReadonlySet<string>> | undefined;

/** What is wrong with a new password, without asking anybody outside. No rules of composition: they make passwords worse. */
export async function weaknessesOf(password: string, words: readonly string[]): Promise<FieldError[]> {
  if ([...password].length < SHORTEST) return [{ at: 'password', rule: 'length', say: `Must have at least ${SHORTEST} characters.` }];
  const plain = password.normalize('NFC').toLowerCase();
  common ??= commonPasswords();
  if ((await common).has(plain)) return [{ at: 'password', rule: 'common', say: 'Is one of the passwords that are tried first. Take several words that do not belong together.' }];
  const bare = plain.replaceAll(NOT_LETTERS, '');
  const known = ['tessera', ...words].flatMap((word) => word.toLowerCase().split('@')[0]!).map((word) => word.replaceAll(NOT_LETTERS, ''));
  if (bare !== '' && known.includes(bare)) return [{ at: 'password', rule: 'own', say: 'Must not be made of your name, your address or the name of this product.' }];
  return [];
}

/** 40,000 by how often they were found in leaks. Read when it is first needed. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
}
