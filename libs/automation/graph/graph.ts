import type { Complain, Json } from '#kernel/field/field.js';
import { isSafeKey } from '#kernel/field/json.js';

/** A workflow as it is drawn: what starts it, steps, and which one follows on which outcome. Plain data, checked before it is kept. */
export interface Graph {
  readonly trigger: Part;
  readonly steps: readonly Step[];
  readonly edges: readonly Edge[];
}

export interface Part {
  readonly kind: string;
  readonly [input: string]: Json | undefined;
}

/** `do` names the type of step; the other properties are its inputs. */
export interface Step {
  readonly key: string;
  readonly do: string;
  readonly [input: string]: Json | undefined;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The outcome that leads there; left out, it is `next`. */
  readonly on?: string;
}

/** Where every run begins: no step is called that. */
export const START = 'start';
export const NEXT = 'next';
/** Of any step: what it was told to do was refused. Without an edge for it, the run fails. */
export const FAILED = 'failed';
const MOST_STEPS = 100;
const MOST_EDGES = 300;
/** What a condition or a value refers to by name, beside steps. */
export const NAMES_TAKEN = [START, 'record', 'trigger', 'run'];

/** Only the shape; whether it makes sense to this organisation and to whoever drew it is asked by the rules of the workflow. */
export function readGraph(value: Json, complain: Complain): Graph | undefined {
  const given = objectOf(value, ['trigger', 'steps', 'edges']);
  if (!given) return complain('type', 'Must be an object with "trigger", "steps" and "edges".');
  const { trigger, steps = [], edges = [] } = given;
  if (!isObject(trigger) || typeof trigger.kind !== 'string') return complain('trigger', 'Its trigger must be an object with a "kind".');
  if (!Array.isArray(steps) || steps.length > MOST_STEPS || !steps.every(isStep)) return complain('steps', `Its steps must be a list of at most ${MOST_STEPS} objects, each with a "key" (a letter, then letters, digits, - and _) and a "do".`);
  if (!Array.isArray(edges) || edges.length > MOST_EDGES || !edges.every(isEdge)) return complain('edges', `Its edges must be a list of at most ${MOST_EDGES} objects with "from", "to" and, where a step has several outcomes, "on".`);
  return { trigger: trigger as Part, steps: steps as unknown as Step[], edges: edges as unknown as Edge[] };
}

export function graphIn(value: unknown): Graph {
  return (typeof value === 'string' ? JSON.parse(value) : value) as Graph;
}

export function stepOf(graph: Graph, key: string): Step | undefined {
  return graph.steps.find((step) => step.key === key);
}

export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For sentences about what was sent. */
export function wordOf(value: Json | undefined): string {
  return (typeof value === 'string' ? value : JSON.stringify(value ?? '')).slice(0, 60);
}

function objectOf(value: Json, keys: readonly string[]): { [key: string]: Json } | null {
  return isObject(value) && Object.keys(value).every((key) => keys.includes(key)) ? value : null;
}

function isStep(value: Json): boolean {
  return isObject(value) && typeof value.key === 'string' && isSafeKey(value.key) && !NAMES_TAKEN.includes(value.key) && typeof value.do === 'string';
}

function isEdge(value: Json): boolean {
  const edge = objectOf(value, ['from', 'to', 'on']);
  return edge !== null && typeof edge.from === 'string' && typeof edge.to === 'string' && (edge.on === undefined || typeof edge.on === 'string');
}
