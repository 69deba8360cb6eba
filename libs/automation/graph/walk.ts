import { FAILED, NEXT, START, stepOf, type Graph, type Step } from './graph.js';

/** Where a run stands. Ids only: what the records hold is read when it is needed. */
export interface RunState {
  /** The step that is to be done, or that is waited in; null once there is none. */
  readonly at: string | null;
  /** The loops it is inside of, the innermost last. */
  readonly loops: readonly Loop[];
  /** Records that steps made or found, by the key of the step. */
  readonly found: { readonly [step: string]: Found };
  /** How many steps have been taken, loops among them. */
  readonly taken: number;
}

export interface Loop {
  readonly step: string;
  readonly index: number;
}

export interface Found {
  readonly noun: string;
  readonly ids: readonly string[];
}

export type Event = { readonly kind: 'begun' } | { readonly kind: 'done'; readonly outcome: string; readonly found?: Found };

export type Effect = { readonly kind: 'do'; readonly step: Step } | { readonly kind: 'end' } | { readonly kind: 'fail'; readonly why: string };

export const NOTHING_YET: RunState = { at: null, loops: [], found: {}, taken: 0 };
/** Over all, so that loops inside of loops end, too. */
export const MOST_TAKEN = 2_000;

/** The whole interpreter: from where a run stands and what came of the step in hand to what is to be done next. Pure. */
export function advance(graph: Graph, state: RunState, event: Event): { state: RunState; effect: Effect } {
  if (event.kind === 'begun') return arrive(graph, follow(graph, state, START, NEXT));
  const at = state.at!;
  const found = event.found ? { ...state.found, [at]: event.found } : state.found;
  if (event.outcome === FAILED && !edgeFrom(graph, at, FAILED)) return { state: { ...state, found }, effect: { kind: 'fail', why: 'The step failed, and nothing says what to do then.' } };
  return arrive(graph, follow(graph, { ...state, found }, at, event.outcome));
}

/** A path that ends inside of a loop goes back to it, for the next record. */
function follow(graph: Graph, state: RunState, from: string, outcome: string): RunState {
  const to = edgeFrom(graph, from, outcome)?.to ?? state.loops.at(-1)?.step ?? null;
  return { ...state, at: to, taken: state.taken + 1 };
}

/** Loops are nothing that is done: they are walked through here. */
function arrive(graph: Graph, arrived: RunState): { state: RunState; effect: Effect } {
  let state = arrived;
  for (;;) {
    if (state.taken > MOST_TAKEN) return { state, effect: { kind: 'fail', why: `A run takes at most ${MOST_TAKEN} steps.` } };
    const step = state.at === null ? undefined : stepOf(graph, state.at);
    if (!step) return { state: { ...state, at: null }, effect: { kind: 'end' } };
    if (step.do !== 'loop') return { state, effect: { kind: 'do', step } };
    state = turn(graph, state, step);
  }
}

function turn(graph: Graph, state: RunState, step: Step): RunState {
  const inside = state.loops.at(-1)?.step === step.key;
  const outer = inside ? state.loops.slice(0, -1) : state.loops;
  const index = inside ? state.loops.at(-1)!.index + 1 : 0;
  const over = state.found[step.over as string]?.ids ?? [];
  if (index >= over.length) return follow(graph, { ...state, loops: outer }, step.key, 'done');
  return follow(graph, { ...state, loops: [...outer, { step: step.key, index }] }, step.key, 'each');
}

function edgeFrom(graph: Graph, from: string, outcome: string) {
  return graph.edges.find((edge) => edge.from === from && (edge.on ?? NEXT) === outcome);
}

/** Which record a name stands for at this place: what a step made, the first that it found, or the one that a loop is at. */
export function recordNamed(graph: Graph, state: RunState, name: string): { noun: string; id: string } | null {
  const step = stepOf(graph, name);
  if (step?.do !== 'loop') {
    const found = state.found[name];
    return found?.ids[0] ? { noun: found.noun, id: found.ids[0] } : null;
  }
  const loop = state.loops.find((each) => each.step === name);
  const over = state.found[step.over as string];
  const id = loop && over?.ids[loop.index];
  return id ? { noun: over.noun, id } : null;
}
