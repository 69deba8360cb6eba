import type { ResourceClass } from '#kernel/field/reference.js';
import { Registry } from '#kernel/resource/registry.js';
import type { VerbDeclaration } from '#kernel/resource/verb.js';

/** All nouns of the product, whichever modules a process serves: the schema is the same everywhere. */
export const NOUNS: ResourceClass[] = [];

export const VERBS: VerbDeclaration[] = [];

export function productRegistry(): Registry {
  return Registry.build(NOUNS, VERBS);
}
