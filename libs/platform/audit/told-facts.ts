import { Injectable, type OnModuleInit } from '@nestjs/common';
import { didYouMean } from '#kernel/resource/names.js';
import { Served } from '#kernel/resource/served.js';
import type { VerbDeclaration } from '#kernel/resource/verb.js';
import { knownFacts } from './fact-words.js';

const TELLS = /\btell\(\s*(['"`])([^'"`]+)\1/g;

/** Read from the verb's own source: a fact is named where it is told. */
export function factsOf({ verbClass }: VerbDeclaration): string[] {
  return [...new Set([...verbClass.toString().matchAll(TELLS)].map(([, , fact]) => fact!))];
}

/** Null for one that somebody has declared. */
export function unknownFact(fact: string): string | null {
  return knownFacts().has(fact) ? null : `Nobody tells the fact "${fact}".${didYouMean(fact, [...knownFacts().keys()])}`;
}

/** What listens to a fact is checked against the declared ones, so a verb that tells another one would be heard by nobody. */
@Injectable()
export class ToldFacts implements OnModuleInit {
  constructor(private readonly served: Served) {}

  onModuleInit(): void {
    const faults = this.served.verbs.flatMap((verb) => factsOf(verb).filter((fact) => !knownFacts().has(fact)).map((fact) => `${verb.file}: ${verb.verbClass.name} tells "${fact}", which nobody has declared. Say beside it how it reads: factWords({ '${fact}': '{actor} …' }).`));
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }
}
