import type { Json } from '../../../api/records.js';

export interface Part { readonly kind: string; readonly [input: string]: Json | undefined }
export interface Step { readonly key: string; readonly do: string; readonly [input: string]: Json | undefined }
export interface Edge { readonly from: string; readonly to: string; readonly on?: string }
export interface Graph { readonly trigger: Part; readonly steps: readonly Step[]; readonly edges: readonly Edge[] }

export const START = 'start';
export const NEXT = 'next';
const WIDTH = 280;
const HEIGHT = 116;

export interface Spot { key: string; x: number; y: number }

/** From top to bottom in the order in which steps are reached, each row in the order of its edges; what nothing leads to stands at the end. */
export function placed({ steps, edges }: Graph): Spot[] {
  const depth = new Map<string, number>([[START, 0]]);
  const waiting = [START];
  for (let from = waiting.shift(); from !== undefined; from = waiting.shift()) {
    for (const { to } of edges.filter((edge) => edge.from === from)) {
      if (depth.has(to)) continue;
      depth.set(to, depth.get(from)! + 1);
      waiting.push(to);
    }
  }
  const deepest = Math.max(...depth.values());
  const rows = new Map<number, string[]>();
  for (const key of [START, ...steps.map((step) => step.key)].sort((a, b) => (depth.get(a) ?? 99) - (depth.get(b) ?? 99))) {
    const row = depth.get(key) ?? deepest + 1;
    rows.set(row, [...(rows.get(row) ?? []), key]);
  }
  return [...rows].flatMap(([row, keys]) => keys.map((key, index) => ({ key, x: (index - (keys.length - 1) / 2) * WIDTH, y: row * HEIGHT })));
}

/** A new step behind another one's outcome; what stood there follows it. */
export function withStep(graph: Graph, from: string, on: string, kind: string, outcome: string): { graph: Graph; key: string } {
  const key = freeKey(graph, kind);
  const there = graph.edges.find((edge) => edge.from === from && (edge.on ?? NEXT) === on);
  const rest = graph.edges.filter((edge) => edge !== there);
  return {
    key,
    graph: { ...graph, steps: [...graph.steps, { key, do: kind, ...emptyInputs(kind) }], edges: [...rest, edge(from, key, on), ...(there ? [edge(key, there.to, outcome)] : [])] },
  };
}

export function withoutStep(graph: Graph, key: string): Graph {
  const [inward, outward] = [graph.edges.filter(({ to }) => to === key), graph.edges.filter(({ from }) => from === key)];
  const follows = outward.length === 1 ? outward[0]!.to : undefined;
  return {
    ...graph,
    steps: graph.steps.filter((step) => step.key !== key),
    edges: [...graph.edges.filter(({ from, to }) => from !== key && to !== key), ...(follows && follows !== key ? inward.map(({ from, on }) => edge(from, follows, on ?? NEXT)) : [])],
  };
}

export function withEdge(graph: Graph, from: string, on: string, to: string | null): Graph {
  const rest = graph.edges.filter((each) => each.from !== from || (each.on ?? NEXT) !== on);
  return { ...graph, edges: to ? [...rest, edge(from, to, on)] : rest };
}

export function withInputs(graph: Graph, key: string, inputs: Record<string, Json | undefined>): Graph {
  const cleaned = (all: object) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
  if (key === START) return { ...graph, trigger: cleaned({ ...graph.trigger, ...inputs }) as unknown as Part };
  return { ...graph, steps: graph.steps.map((step) => (step.key === key ? (cleaned({ ...step, ...inputs }) as unknown as Step) : step)) };
}

function edge(from: string, to: string, on: string): Edge {
  return on === NEXT ? { from, to } : { from, to, on };
}

function freeKey({ steps }: Graph, kind: string): string {
  const taken = new Set(steps.map(({ key }) => key));
  const base = kind.replaceAll(/[^a-z]/gi, '');
  for (let n = 1; ; n += 1) if (!taken.has(n === 1 ? base : `${base}${n}`) && !['record', 'trigger', 'run', START].includes(base)) return n === 1 ? base : `${base}${n}`;
}

function emptyInputs(kind: string): Record<string, Json> {
  const inputs: Record<string, Record<string, Json>> = {
    wait: { seconds: 86_400 }, 'wait-for': { event: '', record: 'record', seconds: 86_400 }, assign: { among: { members: [] }, by: 'turns' }, notify: { member: { from: 'record.ownerId' }, title: '' }, mail: { to: { from: 'record.email' }, subject: '', body: '' }, http: { url: 'https://', method: 'POST' }, create: { values: {} }, update: { values: {} }, find: {}, act: {}, branch: { cases: [] },
  };
  return inputs[kind] ?? {};
}
