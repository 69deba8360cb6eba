import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Entry } from '#platform/ledger/entry.js';
import { Listens, type Listener } from '#platform/ledger/listener.js';
import { recordAssigned } from '#platform/notifications/notification-type.js';
import { telling } from '#platform/notifications/notify.work.js';
import type { Plan } from '#platform/work/work.js';
import { assignedLeads } from './lead-notices.query.js';

/** Whoever is given a lead by the rules is told; who is given one by somebody hears of it as of any record. */
@Injectable()
@Listens()
export class LeadNotices implements Listener {
  constructor(private readonly tenancy: Tenancy) {}

  async wants(entries: readonly Entry[]): Promise<Plan[]> {
    const given = entries.filter(({ kind, what, actorId }) => kind === 'fact' && what === 'lead.assigned' && actorId === null);
    if (given.length === 0) return [];
    const owners = await this.tenancy.read<{ id: string; recordId: string; memberId: string }>(assignedLeads(currentOrganizationId(), given.map(({ id }) => id)));
    return owners.map(({ id, recordId, memberId }) => telling({ effectKey: `assigned:${id}`, memberId, type: recordAssigned, subject: 'lead', recordId, actorId: null }));
  }
}
