import type { Json } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { viewpointOf } from '#kernel/gate/access.js';
import { readCondition } from '#kernel/gate/condition.js';
import type { FieldError } from '#kernel/pipeline/problem.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { FAILED, isObject, NEXT, START, stepOf, wordOf, type Graph, type Step } from './graph.js';

/** What a graph is checked against: the nouns as the organisation has them, and what whoever drew it may do. */
export interface Ground {
  readonly registry: Registry;
  readonly ability: Ability;
  /** The hosts of each credential that it may refer to; only while a drawing is checked. */
  readonly secrets?: ReadonlyMap<string, readonly string[]>;
}

/** What one part of the graph is checked with; faults gather with their path. */
export class Check {
  constructor(
    readonly graph: Graph,
    readonly ground: Ground,
    private readonly faults: FieldError[],
    readonly at: string,
  ) {}

  in(path: string): Check {
    return new Check(this.graph, this.ground, this.faults, `${this.at}.${path}`);
  }

  fault(path: string, rule: string, say: string): undefined {
    this.faults.push({ at: path ? `${this.at}.${path}` : this.at, rule, say });
    return undefined;
  }

  /** Also that no input is there that nobody reads. */
  inputs(part: { readonly [input: string]: Json | undefined }, needed: readonly string[], optional: readonly string[] = []): boolean {
    const before = this.faults.length;
    for (const name of needed) if (part[name] === undefined || part[name] === null || part[name] === '') this.fault(name, 'required', 'Must not be empty.');
    const known = ['key', 'do', 'kind', 'label', ...needed, ...optional];
    for (const name of Object.keys(part)) if (!known.includes(name)) this.fault(name, 'unknown', `Is not known here.${didYouMean(name, known)}`);
    return this.faults.length === before;
  }

  /** Hidden and unknown nouns are refused alike. */
  noun(name: Json | undefined, path: string, action = 'read'): ResourceModel | undefined {
    const known = this.ground.registry.resources.filter((each) => this.ground.ability.of(each).may('read'));
    const noun = typeof name === 'string' ? known.find((each) => each.name === name) : undefined;
    if (!noun) return this.fault(path, 'noun', `There is no noun "${wordOf(name)}" that you may read.${didYouMean(wordOf(name), known.map((each) => each.name))}`);
    if (!this.ground.ability.of(noun).may(action)) return this.fault(path, 'forbidden', `Your role does not allow you to ${action} ${noun.plural}, and the workflow would act under your rights.`);
    return noun;
  }

  /** The noun of a record that is known by name: that of the trigger, or of what an earlier step made or found. */
  nounOf(name: Json | undefined, path: string): ResourceModel | undefined {
    const found = this.nounNamed(name === undefined ? 'record' : wordOf(name));
    return found ?? this.fault(path, 'record', `There is no record called "${wordOf(name ?? 'record')}" here: use "record" where the trigger names a noun, or the key of a step that makes, finds or loops over records.`);
  }

  condition(where: Json | undefined, noun: ResourceModel | undefined, path: string): void {
    if (!noun || where === undefined) return;
    const { ability, registry } = this.ground;
    const open = ability.of(registry.get(noun.name)).openFields();
    const lookup = (name: string, complain: (rule: string, say: string) => undefined) =>
      open.find((field) => field.name === name) ?? complain('field', `${noun.label} has no field "${name.slice(0, 60)}" that you may use here.${didYouMean(name.slice(0, 60), open.map((field) => field.name))}`);
    const plain = this.withExamples(where, noun);
    readCondition(plain, lookup, viewpointOf(ability.access, currentScope().clock), (at, rule, say) => this.fault(at.replace(/^where/, path), rule, say), 'where');
  }

  /** A value that is only known when the workflow runs stands for any that the field takes. */
  withExamples(where: Json, noun: ResourceModel): Json {
    if (Array.isArray(where)) return where.map((part) => this.withExamples(part, noun));
    if (!isObject(where)) return where;
    const { field, value } = where;
    if (typeof field === 'string' && isDynamic(value)) return { ...where, value: noun.fields.get(field)?.type.example(noun.fields.get(field)!, 1) ?? null };
    return Object.fromEntries(Object.entries(where).map(([key, inner]) => [key, this.withExamples(inner, noun)]));
  }

  private nounNamed(name: string): ResourceModel | undefined {
    const { trigger } = this.graph;
    if (name === 'record') return typeof trigger.noun === 'string' ? this.ground.registry.find(trigger.noun) : undefined;
    const step = stepOf(this.graph, name);
    if (step?.do === 'loop') return typeof step.over === 'string' && step.over !== name ? this.nounNamed(step.over) : undefined;
    return step && ['create', 'find'].includes(step.do) && typeof step.noun === 'string' ? this.ground.registry.find(step.noun) : undefined;
  }
}

/** `{ "from": "record.email" }`, `{ "template": "…" }`, `{ "in": seconds }`: known only when the workflow runs. */
export function isDynamic(value: Json | undefined): value is { from: string } | { template: string } | { in: number } {
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  return typeof value.from === 'string' || typeof value.template === 'string' || typeof value.in === 'number';
}

/** Keys, edges, what can be reached, and that nothing turns in circles. */
export function checkPaths(graph: Graph, outcomesOf: (step: Step) => readonly string[] | undefined, faults: FieldError[]): void {
  const fault = (at: string, rule: string, say: string) => void faults.push({ at: `graph.${at}`, rule, say });
  const keys = graph.steps.map(({ key }) => key);
  for (const [n, key] of keys.entries()) if (keys.indexOf(key) !== n) fault(`steps[${n}].key`, 'unique', `Another step is called "${key}".`);
  for (const [n, { from, to, on = NEXT }] of graph.edges.entries()) {
    const step = stepOf(graph, from);
    if (from !== START && !step) fault(`edges[${n}].from`, 'step', `There is no step "${from.slice(0, 60)}".${didYouMean(from.slice(0, 60), keys)}`);
    if (!stepOf(graph, to)) fault(`edges[${n}].to`, 'step', `There is no step "${to.slice(0, 60)}".${didYouMean(to.slice(0, 60), keys)}`);
    const outcomes = from === START ? [NEXT] : step && outcomesOf(step);
    if (outcomes && ![...outcomes, ...(step ? [FAILED] : [])].includes(on)) fault(`edges[${n}].on`, 'outcome', `"${from}" has no outcome "${on.slice(0, 60)}": it knows ${outcomes.join(', ')}.`);
    const same = graph.edges.findIndex((edge) => edge.from === from && (edge.on ?? NEXT) === on);
    if (same !== n) fault(`edges[${n}]`, 'unique', `Edge ${same} leads away from there on the same outcome.`);
  }
  const reached = reachedFrom(graph, START);
  for (const [n, key] of keys.entries()) {
    if (!reached.has(key)) fault(`steps[${n}]`, 'unreachable', `Nothing leads to "${key}". Draw an edge to it, or take it out.`);
    if (reachedFrom(graph, key).has(key)) fault(`steps[${n}]`, 'cycle', `"${key}" leads back to itself. Only a loop repeats steps: a path that ends inside of it goes on with the next record by itself.`);
  }
}

function reachedFrom(graph: Graph, start: string): Set<string> {
  const reached = new Set<string>();
  const walk = (from: string): void => {
    for (const edge of graph.edges) if (edge.from === from && !reached.has(edge.to)) walk((reached.add(edge.to), edge.to));
  };
  walk(start);
  return reached;
}
