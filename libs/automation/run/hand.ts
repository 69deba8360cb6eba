import type { Json } from '#kernel/field/field.js';
import { dayAt } from '#kernel/field/zone.js';
import { viewpointOf } from '#kernel/gate/access.js';
import { readCondition } from '#kernel/gate/condition.js';
import { holds, type Row } from '#kernel/gate/predicate.js';
import { Forbidden, NotFound, Unprocessable } from '#kernel/pipeline/problem.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { isDynamic, type Ground } from '../graph/check.js';
import { isObject, wordOf, type Graph } from '../graph/graph.js';
import { recordNamed, type RunState } from '../graph/walk.js';
import type { Run } from './run.query.js';
import { flat } from './rows.js';
import type { Tools } from './tools.js';

export interface RecordRef {
  readonly noun: ResourceModel;
  readonly id: string;
}

/** What set the run off, as far as its principal may see it. */
export interface Cause {
  /** The record as it was read just now, unless it has been deleted. */
  readonly current?: Row | null;
  /** The record when it happened; for what is deleted it is all that is left. */
  readonly row: Row | null;
  /** Of a fact; of a change, the fields before and after. */
  readonly data: { readonly [name: string]: Json };
}

/** What a step works with: the doors, under the rights of the run's principal, and the values that its inputs refer to. */
export class Hand {
  private readonly rows = new Map<string, Row>();
  private texts: ReadonlyMap<string, string> = new Map();
  state!: RunState;
  /** Whether each step has a way back to where it began. */
  careful = this.dry;
  /** What the step's call answered. */
  called: { readonly [name: string]: Json } = {};
  /** Of the step in hand: unique, and the same however often it is tried. */
  effectKey = '';

  constructor(
    readonly tools: Tools,
    readonly run: Run,
    readonly graph: Graph,
    readonly ground: Ground,
    readonly cause: Cause,
    /** Nothing leaves the house. */
    readonly dry = false,
    readonly fresh = false,
    readonly finish?: () => Promise<void>,
  ) {
    if (cause.current && run.recordId) this.rows.set(run.recordId, cause.current);
  }

  get now(): Date {
    return currentScope().clock.now();
  }

  noun(name: string): ResourceModel {
    const noun = this.ground.registry.find(name);
    if (!noun) throw new Unprocessable(`There is no noun "${name}" any more.`);
    return noun;
  }

  known(name: Json | undefined): RecordRef | null {
    if (name === undefined || name === 'record') return this.run.noun && this.run.recordId ? { noun: this.noun(this.run.noun), id: this.run.recordId } : null;
    const found = recordNamed(this.graph, this.state, name as string);
    return found && { noun: this.noun(found.noun), id: found.id };
  }

  mustBe(name: Json | undefined): RecordRef {
    const record = this.known(name);
    if (!record) throw new Unprocessable(`There is no record "${wordOf(name ?? 'record')}" at this point.`);
    return record;
  }

  async row(name: Json | undefined): Promise<Row> {
    const { noun, id } = this.mustBe(name);
    const known = this.rows.get(id);
    if (known) return known;
    const row = await this.read(noun, id, id === this.run.recordId ? this.cause.row : null);
    this.rows.set(id, row);
    return row;
  }

  async holds(where: Json | undefined, name: Json | undefined): Promise<boolean> {
    const { noun } = this.mustBe(name);
    const row = await this.row(name);
    return holds(this.predicate(noun, await this.resolved(where ?? null)), row);
  }

  async create(noun: ResourceModel, values: { [field: string]: Json }): Promise<string> {
    const { json } = await this.tools.write.create(noun, this.shaped(noun, values));
    return (JSON.parse(json) as { id: string }).id;
  }

  async update(noun: ResourceModel, id: string, values: { [field: string]: Json }): Promise<void> {
    const { json } = await this.tools.write.update(noun, id, this.shaped(noun, values));
    this.rows.set(id, flat(JSON.parse(json) as Row));
  }

  async find(noun: ResourceModel, where: Json, most: number): Promise<string[]> {
    return this.tools.read.ids(noun, this.predicate(noun, await this.resolved(where)), most);
  }

  async act(noun: ResourceModel, id: string, verb: string, input: { [name: string]: Json }): Promise<void> {
    const declared = this.ground.registry.verbs.find((each) => each.name === verb && this.ground.registry.of(each.resource).name === noun.name);
    if (!declared) throw new Unprocessable(`${noun.label} knows no "${verb}" any more.`);
    const { json } = await this.tools.acts.act(declared, id, input);
    this.rows.set(id, flat(JSON.parse(json) as Row));
  }

  async values(given: Json | undefined): Promise<{ [field: string]: Json }> {
    const values: { [field: string]: Json } = {};
    for (const [name, value] of Object.entries(isObject(given) ? given : {})) values[name] = await this.value(value);
    return values;
  }

  async value(value: Json): Promise<Json> {
    if (!isDynamic(value)) return value;
    if ('template' in value) return this.text(value.template);
    if ('in' in value) return new Date(this.now.getTime() + value.in * 1_000).toISOString();
    const [name, ...path] = value.from.split('.');
    if (name === 'trigger') return (path.length === 1 ? this.cause.data[path[0]!] : undefined) ?? null;
    if (name === 'run') return path[0] === 'id' ? this.run.id : null;
    if (path.length === 1 && path[0] === 'id') return this.mustBe(name).id;
    return (await this.row(name))[path.join('.')] ?? null;
  }

  text(template: string): string {
    const text = this.texts.get(template);
    if (text === undefined) throw new Error('A template was not rendered before it was needed.');
    return text;
  }

  /** Outside of the transaction: rendering takes its time. */
  async render(templates: readonly string[]): Promise<void> {
    if (templates.length === 0) return;
    const data: { [name: string]: Json } = { trigger: { ...this.cause.data }, run: { id: this.run.id } };
    const names = ['record', ...this.graph.steps.map(({ key }) => key)];
    for (const name of names) if (templates.some((template) => template.includes(name)) && this.known(name)) data[name] = nested(await this.row(name));
    const texts = await this.tools.templates.render(templates, data, this.ground.ability.access);
    this.texts = new Map(templates.map((template, n) => [template, texts[n]!]));
  }

  /** Whatever a transaction took with it when it failed. */
  forgetRows(): void {
    this.rows.clear();
  }

  private async read(noun: ResourceModel, id: string, otherwise: Row | null): Promise<Row> {
    try {
      return flat(JSON.parse((await this.tools.read.get(noun, id)).json) as Row);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      if (otherwise) return otherwise;
      throw new Forbidden(`The ${noun.label.toLowerCase()} ${id} is not there any more, or the workflow's principal may not read it.`);
    }
  }

  /** Only over what the principal may see: a field that was taken from them since fails here, and says so. */
  private predicate(noun: ResourceModel, where: Json) {
    const open = this.ground.ability.of(noun).openFields();
    const faults: string[] = [];
    const lookup = (name: string, complain: (rule: string, say: string) => undefined) => open.find((field) => field.name === name) ?? complain('field', `${noun.label} has no field "${name}" that the workflow's principal may see.`);
    const predicate = readCondition(where, lookup, viewpointOf(this.ground.ability.access, currentScope().clock), (_at, _rule, say) => void faults.push(say) as undefined);
    if (!predicate) throw new Unprocessable(faults.join(' '));
    return predicate;
  }

  private async resolved(where: Json): Promise<Json> {
    if (Array.isArray(where)) return Promise.all(where.map((part) => this.resolved(part)));
    if (!isObject(where)) return where;
    if (isDynamic(where)) return this.value(where);
    const entries = await Promise.all(Object.entries(where).map(async ([key, value]): Promise<[string, Json]> => [key, await this.resolved(value)]));
    return Object.fromEntries(entries);
  }

  /** An instant stands for its day where the field holds days. */
  private shaped(noun: ResourceModel, values: { [field: string]: Json }): { [field: string]: Json } {
    const zone = this.ground.ability.access.timeZone;
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, noun.fields.get(name)?.type.name === 'date' && typeof value === 'string' && value.includes('T') ? dayAt(Date.parse(value), zone) : value]),
    );
  }
}

/** For templates, an organisation's own fields stand in `custom` only. */
function nested(row: Row): { [field: string]: Json } {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('custom.') && !name.startsWith('_')));
}
