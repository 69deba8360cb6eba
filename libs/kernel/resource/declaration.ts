import type { ResourceClass } from '#kernel/field/reference.js';
import { sourceFileOfCaller } from './source-file.js';
import type { ResourceOptions } from './model.js';

export interface ResourceDeclaration extends ResourceOptions {
  /** Where it is declared, for messages and `npm run explain`. */
  file: string;
}

const declared = new WeakMap<object, ResourceDeclaration>();

/** Declares a noun; see docs/nouns-and-verbs.md for all that follows from it. */
export function Resource(options: ResourceOptions) {
  const file = sourceFileOfCaller();
  return (resourceClass: ResourceClass): void => {
    declared.set(resourceClass, { ...options, file });
  };
}

export function declarationOf(resourceClass: ResourceClass): ResourceDeclaration | undefined {
  return declared.get(resourceClass);
}
