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
    return (await this.by(null, question)).get(null)!;
  }

  /** Of each value of a field that any record has; in any case of none, where nothing is grouped. */
  async by<M extends string>(field: string | null, { noun: resource, where = [], measures }: Question<M>): Promise<Map<string | null, Counts<M>>> {
    const ground = await this.enter(resource);
    const { noun, ability, registry } = ground;
    const read = (conditions: readonly Condition[]) => new QueryReader(noun, ability, viewpointOf(ability.access, currentScope().clock), registry).list({ filters: [], ...(conditions.length && { where: and(conditions) }) }).where;
    const holds = new Map(Object.entries<readonly Condition[]>(measures).map(([name, conditions]) => [name, read(conditions)]));
    const sums = sumsOf(noun, ability);
    const rows = await this.tenancy.read<TallyRow>(tally(noun, ability, currentOrganizationId(), read(where), holds, field === null ? null : noun.fields.get(field)!, sums));
    const rates = await this.rates.on(currenciesIn(rows), currentScope().clock.now());
    const keys = field === null ? [null] : [...new Set(rows.map(({ key }) => key))];
    return new Map(keys.map((key) => {
      const own = rows.filter((row) => row.key === key);
      const shared = field === null ? where : [...where, keyIs(field, key)];
      return [key, Object.fromEntries(Object.entries<readonly Condition[]>(measures).map(([name, conditions]) => [name, figure(own.filter(({ measure }) => measure === name), rates, sums, `/api/v1/${noun.path}`, [...shared, ...conditions])])) as Counts<M>];
    }));
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

function keyIs(field: string, key: string | null): Condition {
  return key === null ? { field, operator: 'empty' } : { field, operator: 'eq', value: key };
}

function figure(rows: readonly TallyRow[], rates: RatesOfDay, sums: Sums, path: string, conditions: readonly Condition[]): Counted {
  const { count, base } = totals(rows, rates, sums !== 'none');
  return { value: count, unit: 'count', amount: base?.amount ?? null, weighted: base?.weighted ?? null, seconds: sums === 'deal' ? rows.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0) : null, records: { path, where: and(conditions) } };
}
