import { Injectable } from '@nestjs/common';
import type { Field, Json } from '#kernel/field/field.js';
import type { Visibility } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { compare, type Predicate } from '#kernel/gate/predicate.js';
import { LARGEST_PAGE } from '#kernel/pipeline/list-query.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { visibleFields } from '#kernel/pipeline/select.js';
import { isSensitive, type ResourceModel } from '#kernel/resource/model.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { versionWithin } from './happening.query.js';
import type { Happening } from './happenings.js';

/** The part of what happened that may be told: the record as it is now, without what this actor may not see. */
export interface Told {
  id: string;
  noun: string;
  version: number;
  changed: string[];
  /** None of what was deleted. */
  record?: { [field: string]: Json };
}

type Happened = Pick<Happening, 'noun' | 'recordId' | 'what' | 'changed'>;

interface Found {
  version: number;
  record: { [field: string]: Json };
}

/** What the actor in scope may see of a noun. */
interface Reach {
  resource: ResourceModel;
  visible: ReadonlyMap<string, Visibility>;
  rule: Predicate;
  shown: readonly Field[];
}

/** S15: says to whoever is in scope what they could read for themselves, at this moment, and nothing else. */
@Injectable()
export class Telling {
  constructor(
    private readonly read: ReadDoor,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
  ) {}

  /**
   * Null when it is none of their business: the record is out of their reach or gone, or only what they do not see has changed.
   * `harmless` leaves out values whose readers are told of in the ledger, for what is shown to many at once.
   */
  async of(happening: Happened, values: 'all' | 'harmless' = 'all'): Promise<Told | null> {
    const own = await this.reach(happening.noun);
    return own && this.told(own, happening, await this.found(own, happening, values === 'all' ? undefined : harmless(own)));
  }

  /** The same of many. */
  async ofEach<H extends Happened>(happenings: readonly H[]): Promise<Map<H, Told | null>> {
    const told = new Map<H, Told | null>();
    for (const noun of new Set(happenings.map((each) => each.noun))) {
      const own = await this.reach(noun);
      const about = happenings.filter((each) => each.noun === noun);
      const records = own ? await this.foundEach(own, about) : null;
      for (const each of about) told.set(each, own && (await this.told(own, each, records?.get(each.recordId) ?? null)));
    }
    return told;
  }

  async isReadable(noun: string, id: string): Promise<boolean> {
    const resource = (await this.nouns.here()).get(noun);
    return (await this.read.ids(resource, compare(resource.fields.get('id')!, 'in', [id]), 1)).length > 0;
  }

  /** Null for whoever may read nothing of it. */
  private async reach(noun: string): Promise<Reach | null> {
    const resource = (await this.nouns.here()).find(noun);
    const ability = await this.gate.ability();
    const rule = resource && ability.of(resource).rows('read');
    return !rule || rule.kind === 'never' ? null : { resource, visible: ability.of(resource).visibility(), rule, shown: visibleFields(resource, ability) };
  }

  private async told({ resource, visible, rule }: Reach, { noun, recordId: id, changed }: Happened, found: Found | null): Promise<Told | null> {
    const seen = changed.filter((name) => visible.get(name) === 'shown' || (visible.get(name) === 'sometimes' && valueOf(found?.record ?? {}, name) !== null));
    if (changed.length > 0 && seen.length === 0) return null;
    if (found) return { id, noun, version: found.version, changed: seen, record: found.record };
    // Deleted by now, or brought back since: what happened before is still worth a word.
    const [gone] = await this.tenancy.read<{ version: number }>(versionWithin(currentOrganizationId(), resource, id, rule));
    return gone ? { id, noun, version: gone.version, changed: seen } : null;
  }

  private async found({ resource }: Reach, { recordId, what }: Happened, fields?: string): Promise<Found | null> {
    if (what === 'deleted') return null;
    try {
      const { json, version } = await this.read.get(resource, recordId, { fields });
      const { _links: _, ...record } = JSON.parse(json) as { [field: string]: Json };
      return { version, record };
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  }

  private async foundEach({ resource }: Reach, happenings: readonly Happened[]): Promise<Map<string, Found>> {
    const ids = [...new Set(happenings.flatMap(({ what, recordId }) => (what === 'deleted' ? [] : [recordId])))];
    const found = new Map<string, Found>();
    for (let from = 0; from < ids.length; from += LARGEST_PAGE) {
      for (const [id, json] of await this.read.each(resource, ids.slice(from, from + LARGEST_PAGE))) {
        const record = JSON.parse(json) as Found['record'] & { version: number };
        found.set(id, { version: record.version, record });
      }
    }
    return found;
  }
}

function harmless({ shown }: Reach): string {
  return shown.filter((field) => !isSensitive(field)).map(({ name }) => name).join(',');
}

function valueOf(record: { [field: string]: Json }, name: string): Json {
  const own = record.custom as { [key: string]: Json } | undefined;
  return (name.startsWith('custom.') ? own?.[name.slice('custom.'.length)] : record[name]) ?? null;
}
