import type { Json } from '#kernel/field/field.js';
import type { Check } from '../graph/check.js';
import type { Step } from '../graph/graph.js';
import type { Found } from '../graph/walk.js';
import type { Hand } from '../run/hand.js';

/** What came of a step: which way to go on, or what to wait for. `note` stands in the run's history: ids and names, no values. */
export type Outcome = { readonly outcome: string; readonly found?: Found; readonly note?: Note } | { readonly wait: Wait; readonly note?: Note };
export type Note = { readonly [name: string]: Json };

/** Until a time, until something happens, or whichever comes first. */
export interface Wait {
  readonly until: Date | null;
  /** The outcome when that time has come. */
  readonly outcome: string;
  /** Goes on with `happened` when the ledger holds this about the record. */
  readonly event?: { readonly name: string; readonly recordId: string | null };
}

/** A type of step answers every question about it: what it may lead to, what is wrong with its inputs, and what it does. */
export interface StepType {
  readonly name: string;
  readonly say: string;
  outcomes(step: Step): readonly string[];
  check(step: Step, check: Check): void;
  /** Rendered before the transaction begins. */
  templates?(step: Step): readonly string[];
  /** Waits on the network, so it runs before the transaction in which the step ends. May run again after a crash, with the same effect key. */
  call?(step: Step, hand: Hand): Promise<{ readonly [name: string]: Json }>;
  /** Inside the transaction that also keeps what came of it. */
  do(step: Step, hand: Hand): Promise<Outcome>;
}

export const LONGEST_TEMPLATE = 20_000;

export function templatesIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(templatesIn);
  if (typeof value !== 'object' || value === null) return [];
  const { template } = value;
  if (Object.keys(value).length === 1 && typeof template === 'string') return [template];
  return Object.values(value).flatMap(templatesIn);
}
