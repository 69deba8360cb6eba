import type { ResourceModel } from './model.js';
import type { Registry } from './registry.js';
import type { VerbDeclaration } from './verb.js';

/** What this process answers for; it knows the other nouns all the same, since references reach across. */
export class Served {
  readonly nouns: readonly ResourceModel[];
  readonly verbs: readonly VerbDeclaration[];

  constructor(registry: Registry, serves: (module: string) => boolean = () => true) {
    this.nouns = registry.resources.filter(({ http, module }) => http !== false && serves(module));
    this.verbs = registry.verbs.filter((verb) => this.nouns.includes(registry.of(verb.resource)));
  }
}
