import { Injectable } from '@nestjs/common';
import type { Field } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import type { Onlooker } from '#kernel/pipeline/read.js';
import { customKey, type Selection } from '#kernel/pipeline/select.js';
import { isSensitive, type ResourceModel } from '#kernel/resource/model.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { factOncePer } from './history.query.js';

const HOUR_MS = 60 * 60_000;
const MOST_REMEMBERED = 100_000;
const OPENED = 'sensitive.opened';
const LISTED = 'sensitive.listed';

interface Seen {
  resource: ResourceModel;
  /** Null when it was one of many, in a list or beside another record. */
  id: string | null;
  fields: readonly Field[];
}

/**
 * Who saw values that are sensitive or financial stands in the ledger before they see them: once in an hour for each record that
 * they open, and for each noun that they list. Where no such value is shown, reading costs what it did before.
 */
@Injectable()
export class SensitiveReads implements Onlooker {
  private readonly told = new Set<string>();
  private hour = 0;

  constructor(private readonly tenancy: Tenancy) {}

  shown(resource: ResourceModel, id: string | null, selection: Selection, ability: Ability, json: readonly string[]): void | Promise<void> {
    const seen = seenIn(resource, id, selection, ability);
    if (seen.length === 0 || currentScope().actor.kind === 'system') return undefined;
    return this.tell(seen, json);
  }

  private async tell(seen: readonly Seen[], json: readonly string[]): Promise<void> {
    const { actor, clock, requestId, reason, transaction } = currentScope();
    const organizationId = currentOrganizationId();
    const hour = Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS;
    if (hour !== this.hour || this.told.size > MOST_REMEMBERED) this.told.clear();
    this.hour = hour;
    for (const { resource, id, fields } of seen) {
      const [by, fact] = [actorIdOf(actor), id ? OPENED : LISTED];
      const key = `${organizationId} ${by} ${resource.name} ${id}`;
      const held = this.told.has(key) ? [] : fields.filter((field) => json.some((record) => holds(record, field)));
      if (held.length === 0) continue;
      await this.tenancy.write(factOncePer(organizationId, new Date(hour), fact, resource.name, id, { actorId: by, requestId, reason }, { fields: held.map(({ name }) => name) }));
      // What a transaction takes back was never told.
      if (!transaction) this.told.add(key);
    }
  }
}

const filled = new WeakMap<Field, RegExp>();

/** Nothing is seen of what is empty. Where it is quoted inside of a text, JSON has its quotes escaped. */
function holds(record: string, field: Field): boolean {
  const pattern = filled.get(field) ?? new RegExp(`"${field.storage === 'custom' ? customKey(field) : field.name}":(?!null)`);
  filled.set(field, pattern);
  return pattern.test(record);
}

function seenIn(resource: ResourceModel, id: string | null, { fields, include }: Selection, ability: Ability): Seen[] {
  const guarded = fields.filter((field) => {
    if (!isSensitive(field)) return false;
    const visibility = ability.of(resource).visibility().get(field.name);
    return visibility === 'shown' || visibility === 'sometimes';
  });
  const beside = include.flatMap(({ resource: other, selection }) => seenIn(other, null, selection, ability));
  return guarded.length ? [{ resource, id, fields: guarded }, ...beside] : beside;
}
