import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { After, type Change } from '#kernel/pipeline/hooks.js';
import type { Json } from '#kernel/field/field.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Opportunity } from './opportunity.js';
import { giveLinksToOwner } from './stage.query.js';
import { addStageEntry } from './stage-history.query.js';

factWords({
  'deal.created': '{actor} began the deal',
  'deal.stage-changed': '{actor} moved the deal to another stage',
  'deal.won': '{actor} won the deal',
  'deal.lost': '{actor} lost the deal',
  'deal.reopened': '{actor} took the deal up again',
});

/** What is true together with a deal: its history, what follows its owner, and the facts that others listen to. */
@Injectable()
export class DealFacts {
  constructor(private readonly tenancy: Tenancy) {}

  @After(Opportunity)
  async keepHistory(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      if (!after) continue;
      const deal = after as unknown as Opportunity;
      const had = before as unknown as Opportunity | null;
      if (kind === 'create') await this.tell('deal.created', deal, {});
      if (deal.stageId && deal.stageId !== (had?.stageId ?? null)) await this.entered(deal, had);
      if (had && had.ownerId !== deal.ownerId) for (const statement of giveLinksToOwner(currentOrganizationId(), deal.id, deal.ownerId)) await this.tenancy.write(statement);
    }
  }

  private async entered(deal: Opportunity, had: Opportunity | null): Promise<void> {
    const { actor, clock } = currentScope();
    const memberId = 'memberId' in actor ? actor.memberId : null;
    await this.tenancy.write(addStageEntry(currentOrganizationId(), { opportunityId: deal.id, stageId: deal.stageId!, fromStageId: had?.stageId ?? null, at: deal.stageSince!, memberId }, clock.now()));
    if (had) await this.tell('deal.stage-changed', deal, { fromStageId: had.stageId, fromPipelineId: had.pipelineId });
    if (deal.outcome === (had?.outcome ?? 'open')) return;
    await this.tell(deal.outcome === 'open' ? 'deal.reopened' : `deal.${deal.outcome}`, deal, {});
  }

  private async tell(fact: string, { id, pipelineId, stageId, outcome, companyId, leadId }: Opportunity, data: { [name: string]: Json }): Promise<void> {
    await this.tenancy.write(factStatement(fact, 'opportunity', id, { pipelineId, stageId, outcome, companyId, leadId, ...data }));
  }
}
