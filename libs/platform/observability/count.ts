import { BoundedNames, business } from './metrics.js';

const NAME = /^([a-z][a-z-]{0,39})\.([a-z][a-z-]{0,39}(?:\.[a-z][a-z-]{0,39})?)$/;
const names = new BoundedNames(500);

/** Counts what happened in the product, named module, noun, past tense: `count('sales.contacts.created')`. */
export function count(name: string, by = 1): void {
  const [, module, event] = NAME.exec(name) ?? [];
  if (!module || !event) throw new TypeError(`"${name}" cannot be counted: write it as module.noun.verb in lower case, such as sales.contacts.created.`);
  if (names.of(name) === name) business.inc({ module, event }, by);
  else business.inc({ module: 'other', event: 'other' }, by);
}
