import type { Ground } from '../graph/check.js';
import type { Graph } from '../graph/graph.js';
import type { Cause } from './hand.js';
import type { Run } from './run.query.js';
import type { Tools } from './tools.js';

/** What it is about, as it is now; or why there is nothing that it could be done to. */
export type Still = { readonly cause: Cause } | { readonly gone: string };

/** Asked before a run begins and whenever it goes on: what was deleted meanwhile is left alone, unless the drawing reckons with that. */
export async function stillThere({ noun: name, recordId }: Run, graph: Graph, cause: Cause, { registry }: Ground, { records }: Tools): Promise<Still> {
  const noun = name === null ? undefined : registry.find(name);
  if (!noun || recordId === null || cause.current || reckonsWithDeletion(graph)) return { cause };
  const current = await records.find(noun, recordId);
  if (current) return { cause: { ...cause, current, row: cause.row ?? current } };
  return { gone: `The ${noun.label.toLowerCase()} that it is about was deleted in the meantime, or the member as whom it runs may not read it any more.` };
}

function reckonsWithDeletion({ trigger, steps }: Graph): boolean {
  return (Array.isArray(trigger.on) && trigger.on.includes('deleted')) || steps.some(({ do: type, event }) => type === 'wait-for' && typeof event === 'string' && event.endsWith('.deleted'));
}
