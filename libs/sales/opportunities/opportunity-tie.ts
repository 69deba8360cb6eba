import { Injectable } from '@nestjs/common';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { TiesToCompany, type CompanyTie } from '#crm/company/company-ties.js';
import { Deals } from './deals.js';
import { Opportunity } from './opportunity.js';
import { openDealsOf } from './stage.query.js';

@Injectable()
@TiesToCompany()
export class OpportunityTie implements CompanyTie {
  readonly noun = 'opportunity';
  readonly say = ['open deal', 'open deals'] as const;

  constructor(
    private readonly tenancy: Tenancy,
    private readonly registry: Registry,
    private readonly write: WriteDoor,
    private readonly deals: Deals,
  ) {}

  async open(companyId: string): Promise<string[]> {
    return (await this.tenancy.read<{ id: string }>(openDealsOf(currentOrganizationId(), companyId))).map(({ id }) => id);
  }

  async reassign(companyId: string, toCompanyId: string): Promise<void> {
    for (const id of await this.open(companyId)) await this.write.update(this.registry.of(Opportunity), id, { companyId: toCompanyId });
  }

  async cancel(companyId: string, reason: string): Promise<void> {
    for (const id of await this.open(companyId)) await this.deals.lose(id, { note: reason, isReasonEnough: true });
  }
}
