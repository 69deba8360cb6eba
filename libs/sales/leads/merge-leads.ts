import { Injectable } from '@nestjs/common';
import type { Act } from '#kernel/pipeline/act.js';
import { After, type Change } from '#kernel/pipeline/hooks.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { factWords } from '#platform/audit/fact-words.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { MergeInput, Merging } from '#crm/merge/merging.js';
import { Lead } from './lead.js';
import { linksOf } from './lead-rules.js';
import { convertedAmong } from './lead.query.js';
import { addScores } from './score.query.js';
import { Scores } from './scores.js';

factWords({ 'lead.merged': '{actor} merged other leads into it', 'lead.unmerged': '{actor} took back that it was merged' });

/** What has been converted is history: then what they became is merged. What happened with a lead counts for the one that stays. */
@Action(Lead, 'merge', { input: MergeInput, say: 'Merge leads' })
export class MergeLeads {
  constructor(
    private readonly merging: Merging,
    private readonly tenancy: Tenancy,
    private readonly scores: Scores,
  ) {}

  async run(lead: Lead, input: MergeInput, act: Act): Promise<void> {
    if (lead.convertedAt) throw new Conflict('This lead has been converted: merge what it became.', linksOf({ ...lead }));
    await this.merging.merge(Lead, lead.id, input, act, async (loserIds) => {
      const converted = await this.tenancy.read<{ id: string }>(convertedAmong(currentOrganizationId(), loserIds));
      if (converted.length > 0) throw new Invalid(converted.map(({ id }) => ({ at: 'losers', rule: 'converted', say: `The lead ${id} has been converted: merge what it became.` })));
      const happened = (await this.scores.held(loserIds)).filter(({ entryId }) => entryId !== null);
      if (happened.length > 0) await this.tenancy.write(addScores(currentOrganizationId(), happened.map((each) => ({ ...each, leadId: lead.id })), 'merged', currentScope().clock.now()));
      return new Set();
    });
  }
}

@Injectable()
export class MergedLeads {
  constructor(private readonly merging: Merging) {}

  @After(Lead, { restore: true })
  async part(changes: Change[]): Promise<void> {
    for (const { after } of changes) await this.merging.takeBack(Lead, after!.id as string);
  }
}
