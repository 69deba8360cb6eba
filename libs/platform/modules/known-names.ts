import { didYouMean } from '#kernel/resource/names.js';

/** The names that were asked for, when all of them exist; else one sentence that says which does not and what was probably meant. */
export function knownNames<N extends string>(variable: string, asked: readonly string[], known: readonly N[]): N[] {
  const unknown = asked.filter((name) => !known.some((each) => each === name));
  if (unknown.length > 0) throw new UnknownNameError(variable, unknown, known);
  return known.filter((name) => asked.includes(name));
}

export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';

  constructor(variable: string, unknown: readonly string[], known: readonly string[]) {
    const sentences = unknown.map((name) => `${variable} names "${name}", which does not exist.${didYouMean(name, known)}`);
    super(`${sentences.join(' ')} Known: ${known.join(', ') || 'none'}.`);
  }
}
