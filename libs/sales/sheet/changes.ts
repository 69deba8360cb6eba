import type { Json } from '#kernel/field/field.js';
import type { Change } from '#kernel/pipeline/hooks.js';

/** Of no concern to the customer, so they may change at any time. */
const INTERNAL = new Set(['ownerId', 'notes', 'custom']);
const NO_CONTENT = new Set(['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'deletedAt', 'version', 'taxes']);

/** What a customer would read otherwise than before, by field. */
export function contentChanged({ before, after }: Change, but: ReadonlySet<string> = new Set()): string[] {
  if (!before || !after) return [];
  return Object.keys(after).filter((name) => !but.has(name) && !INTERNAL.has(name) && !name.startsWith('custom.') && !NO_CONTENT.has(name) && shape(before[name]) !== shape(after[name]));
}

/** The same value, whatever order its parts come in. */
function shape(value: Json | undefined): string {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : JSON.stringify(value ?? null);
}
