import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { OpportunityCompetitor } from './opportunity-competitor.js';
import { OpportunityContact } from './opportunity-contact.js';
import { ownersOf } from './stage.query.js';

/** People and competitors of a deal are seen and changed by whoever may see and change that. */
@Injectable()
export class LinkRules {
  constructor(private readonly tenancy: Tenancy) {}

  @Before(OpportunityContact)
  contactsOfTheOwner(changes: Change[]): Promise<void> {
    return this.followTheOwner(changes);
  }

  @Before(OpportunityCompetitor)
  competitorsOfTheOwner(changes: Change[]): Promise<void> {
    return this.followTheOwner(changes);
  }

  private async followTheOwner(changes: Change[]): Promise<void> {
    const kept = changes.filter(({ after }) => after);
    const ids = kept.map(({ after }) => after!.opportunityId as string);
    const owners = await this.tenancy.read<{ id: string; ownerId: string | null }>(ownersOf(currentOrganizationId(), ids));
    for (const { after, set } of kept) set('ownerId', owners.find(({ id }) => id === after!.opportunityId)?.ownerId ?? null);
  }
}
