import { Injectable } from '@nestjs/common';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Entry } from '#platform/ledger/entry.js';
import { type Listener, Listens } from '#platform/ledger/listener.js';
import type { Plan } from '#platform/work/work.js';
import { newOwners, type NewOwner } from './assignment.query.js';
import { recordAssigned } from './notification-type.js';
import { telling } from './notify.work.js';

/** Whoever is given a record by somebody else is told. */
@Injectable()
@Listens()
export class Assignments implements Listener {
  private readonly columns: ReadonlyMap<string, string>;

  constructor(
    registry: Registry,
    private readonly tenancy: Tenancy,
  ) {
    const owned = registry.resources.flatMap(({ name, owner }) => (owner ? [[name, owner.column] as const] : []));
    this.columns = new Map(owned);
  }

  async wants(entries: readonly Entry[]): Promise<Plan[]> {
    const given = entries.filter((entry) => this.isGiven(entry));
    if (given.length === 0) return [];
    const owners = await this.tenancy.read<NewOwner>(newOwners(currentOrganizationId(), given.map(({ id }) => id)));
    const byEntry = new Map(owners.map(({ id, after }) => [id, after]));
    return given.flatMap(({ id, subject, recordId, actorId }) => {
      const memberId = byEntry.get(id)?.[this.columns.get(subject)!];
      return memberId && memberId !== actorId ? [telling({ effectKey: `assigned:${id}`, memberId, type: recordAssigned, subject, recordId, actorId })] : [];
    });
  }

  /** By somebody: what machinery makes or imports for people is no news to them. */
  private isGiven({ kind, what, subject, changed, actorId }: Entry): boolean {
    const column = kind === 'change' && actorId !== null ? this.columns.get(subject) : undefined;
    return column !== undefined && (what === 'insert' || (what === 'update' && changed.includes(column)));
  }
}
