import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { compare } from '#kernel/gate/predicate.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { visibleFields } from '#kernel/pipeline/select.js';
import type { ResourceModel } from '#kernel/resource/model.js';
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
  async of({ noun, recordId: id, what, changed }: Pick<Happening, 'noun' | 'recordId' | 'what' | 'changed'>, values: 'all' | 'harmless' = 'all'): Promise<Told | null> {
    const resource = (await this.nouns.here()).get(noun);
    const ability = await this.gate.ability();
    const own = ability.of(resource);
    const rule = own.rows('read');
    if (rule.kind === 'never') return null;
    const found = what === 'deleted' ? null : await this.found(resource, id, values === 'all' ? undefined : harmless(resource, ability));
    const visible = own.visibility();
    const seen = changed.filter((name) => visible.get(name) === 'shown' || (visible.get(name) === 'sometimes' && valueOf(found?.record ?? {}, name) !== null));
    if (changed.length > 0 && seen.length === 0) return null;
    if (found) return { id, noun, version: found.version, changed: seen, record: found.record };
    // Deleted by now, or brought back since: what happened before is still worth a word.
    const [gone] = await this.tenancy.read<{ version: number }>(versionWithin(currentOrganizationId(), resource, id, rule));
    return gone ? { id, noun, version: gone.version, changed: seen } : null;
  }

  async isReadable(noun: string, id: string): Promise<boolean> {
    const resource = (await this.nouns.here()).get(noun);
    return (await this.read.ids(resource, compare(resource.fields.get('id')!, 'in', [id]), 1)).length > 0;
  }

  private async found(resource: ResourceModel, id: string, fields: string | undefined): Promise<{ version: number; record: { [field: string]: Json } } | null> {
    try {
      const { json, version } = await this.read.get(resource, id, { fields });
      const { _links: _, ...record } = JSON.parse(json) as { [field: string]: Json };
      return { version, record };
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  }
}

function harmless(resource: ResourceModel, ability: Ability): string {
  return visibleFields(resource, ability).filter(({ personal }) => personal !== 'sensitive' && personal !== 'financial').map(({ name }) => name).join(',');
}

function valueOf(record: { [field: string]: Json }, name: string): Json {
  const own = record.custom as { [key: string]: Json } | undefined;
  return (name.startsWith('custom.') ? own?.[name.slice('custom.'.length)] : record[name]) ?? null;
}
