import type { Statement } from '#kernel/tenancy/transaction.js';

const MOST_SHAPES = 4_000;
const names = new Map<string, string>();

/** Statements of the same shape share one name, so that each connection parses and plans them once. */
export function named(kind: string, text: string, values: unknown[], recordColumns = 0): Statement {
  let name = names.get(text);
  if (!name && names.size < MOST_SHAPES) {
    name = `${kind}.${names.size.toString(36)}`;
    names.set(text, name);
  }
  return { name, text, values, recordColumns };
}
