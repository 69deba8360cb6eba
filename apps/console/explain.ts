import { findNoun, nounsText, nounText } from './explain/noun.js';
import { productRegistry } from '../product.js';
import { templateRights } from './template-rights.js';

/** `explain`: all nouns; `explain <noun>`: what follows from one. Neither needs a database. */
export function explainCommand(wanted: string | undefined): void {
  const registry = productRegistry();
  console.log(wanted ? nounText(findNoun(wanted, registry), registry, templateRights(registry)) : nounsText(registry));
}
