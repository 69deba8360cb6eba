import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { Money } from '#kernel/field/money-text.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import type { Ability } from '#kernel/gate/ability.js';
import { viewpointOf } from '#kernel/gate/access.js';
import { Gate } from '#kernel/gate/gate.js';
import { QueryReader } from '#kernel/pipeline/list-query.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { currenciesIn, Opportunity, seesAmounts, totals } from '../opportunities/public.js';
import { Rates, type RatesOfDay } from '../currency/public.js';
import { tally, type Sums, type TallyRow } from './tally.query.js';

/** As the lists take it under `where`. */
export type Condition = { field: string; operator: string; value?: Json } | { and: readonly Condition[] } | { or: readonly Condition[] };

/** A number, and the records that it is made of: whoever asks for them finds as many as it says. */
export interface Figure {
  value: number | null;
  unit: 'count' | 'percent' | 'days';
  /** In the currency of the organisation; null where there is none, or where it is not the reader's to see. */
  amount: Money | null;
  weighted: Money | null;
  records: { path: string; where: Condition } | null;
}

export interface Counted extends Figure {
  value: number;
  seconds: number | null;
}

export type Counts<M extends string> = { readonly [measure in M]: Counted };

export interface Question<M extends string> {
  noun: ResourceClass;
  where?: readonly Condition[];
  measures: { readonly [measure in M]: readonly Condition[] };
}

interface Ground {
  noun: ResourceModel;
  registry: Registry;
  ability: Ability;
}

/** Counts and sums records under the rights of whoever asks, each number with the condition that finds its records. */
@Injectable()
export class Tally {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly rates: Rates,
  ) {}

  async total<M extends string>(question: Question<M>): Promise<Counts<M>> {
    return (await this.counted(null, question)).total;
  }

  /** Of each value of a field that any record has. */
  async by<M extends string>(field: string, question: Question<M>): Promise<Map<string | null, Counts<M>>> {
    return (await this.counted(field, question)).lines;
  }

  /** Both at once, from the same rows. */
  async counted<M extends string>(field: string | null, { noun: resource, where = [], measures }: Question<M>): Promise<{ lines: Map<string | null, Counts<M>>; total: Counts<M> }> {
    const ground = await this.enter(resource);
    const { noun, ability, registry } = ground;
    const read = (conditions: readonly Condition[]) => new QueryReader(noun, ability, viewpointOf(ability.access, currentScope().clock), registry).list({ filters: [], ...(conditions.length && { where: and(conditions) }) }).where;
    const holds = new Map(Object.entries<readonly Condition[]>(measures).map(([name, conditions]) => [name, read(conditions)]));
    const sums = sumsOf(noun, ability);
    const rows = await this.tenancy.read<TallyRow>(tally(noun, ability, currentOrganizationId(), read(where), holds, field === null ? null : noun.fields.get(field)!, sums));
    const rates = await this.rates.on(currenciesIn(rows), currentScope().clock.now());
    const counts = (own: readonly TallyRow[], shared: readonly Condition[]) =>
      Object.fromEntries(Object.entries<readonly Condition[]>(measures).map(([name, conditions]) => [name, figure(own.filter(({ measure }) => measure === name), rates, sums, `/api/v1/${noun.path}`, [...shared, ...conditions])])) as Counts<M>;
    const keys = field === null ? [] : [...new Set(rows.map(({ key }) => key))];
    const lines = new Map(keys.map((key) => [key, counts(rows.filter((row) => row.key === key), [...where, keyIs(field!, key)])]));
    return { lines, total: counts(together(rows), where) };
  }

  /** What the keys of a group are called, as far as the reader may know. */
  async labels(resource: ResourceClass, field: string, keys: Iterable<string | null>): Promise<Map<string, string>> {
    const { noun, registry, ability } = await this.enter(resource);
    const known = [...keys].filter((key) => key !== null);
    const target = registry.target(noun.fields.get(field)!);
    if (!target) return new Map(known.map((key) => [key, key]));
    if (known.length === 0 || !ability.of(target).may('read')) return new Map();
    const labels = new Map<string, string>();
    for (let from = 0; from < known.length; from += 200) {
      const page = JSON.parse(await this.read.list(target, { filters: [], where: { field: 'id', operator: 'in', value: known.slice(from, from + 200) }, fields: `id,${target.title}`, limit: 200 })) as { data: { id: string; [title: string]: string }[] };
      for (const row of page.data) labels.set(row.id, row[target.title]!);
    }
    return labels;
  }

  async may(resource: ResourceClass): Promise<boolean> {
    const { noun, ability } = await this.enter(resource);
    return ability.of(noun).may('read');
  }

  private async enter(resource: ResourceClass): Promise<Ground> {
    const registry = await this.nouns.here();
    return { noun: registry.of(resource), registry, ability: await this.gate.ability() };
  }
}

function sumsOf(noun: ResourceModel, ability: Ability): Sums {
  const own = ability.of(noun);
  if (noun.resourceClass === Opportunity) return seesAmounts(own) ? 'deal' : 'none';
  return noun.fields.get('amount')?.type.name === 'money' && own.visibility().get('amount') === 'shown' ? 'amount' : 'none';
}

export function and(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? conditions[0]! : { and: conditions };
}

/** Without the groups: summed before anything is converted, so that it is rounded once. */
function together(rows: readonly TallyRow[]): TallyRow[] {
  const sums = new Map<string, TallyRow>();
  for (const row of rows) {
    const alike = `${row.measure} ${row.currency} ${row.settled}`;
    const sum = sums.get(alike);
    sums.set(alike, sum ? { ...sum, count: sum.count + row.count, amount: added(sum.amount, row.amount), weighted: added(sum.weighted, row.weighted), closing: added(sum.closing, row.closing), seconds: sum.seconds === null && row.seconds === null ? null : (sum.seconds ?? 0) + (row.seconds ?? 0) } : row);
  }
  return [...sums.values()];
}

function added(a: string | null, b: string | null): string | null {
  return a === null || b === null ? (a ?? b) : String(BigInt(a) + BigInt(b));
}

function keyIs(field: string, key: string | null): Condition {
  return key === null ? { field, operator: 'empty' } : { field, operator: 'eq', value: key };
}

function figure(rows: readonly TallyRow[], rates: RatesOfDay, sums: Sums, path: string, conditions: readonly Condition[]): Counted {
  const { count, base } = totals(rows, rates, sums !== 'none');
  return { value: count, unit: 'count', amount: base?.amount ?? null, weighted: base?.weighted ?? null, seconds: sums === 'deal' ? rows.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0) : null, records: { path, where: and(conditions) } };
}
