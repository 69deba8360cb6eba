import { IsISO8601, IsUUID } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Opportunity } from './opportunity.js';
import { setting } from './setting.js';
import { addStageEntry, staysOf, type Stay } from './stage-history.query.js';

factWords({ 'deal.stage-corrected': '{actor} corrected when the deal came to a stage' });

export class CorrectStageInput {
  @IsUUID() entryId!: string;
  @IsISO8601({ strict: true }) at!: string;
}

/** When a deal really came to a stage. The entry that said otherwise stays in the history, replaced. */
@Action(Opportunity, 'correct-stage', { input: CorrectStageInput, say: 'Correct stage date' })
export class CorrectStage {
  constructor(private readonly tenancy: Tenancy) {}

  async run(deal: Opportunity, { entryId, at: text }: CorrectStageInput, { rows, tell }: Act): Promise<void> {
    const now = currentScope().clock.now();
    const organizationId = currentOrganizationId();
    const stays = await this.tenancy.read<Stay>(staysOf(organizationId, deal.id, now));
    const index = stays.findIndex(({ id }) => id === entryId);
    const stay = stays[index];
    if (!stay) throw new Invalid([{ at: 'entryId', rule: 'reference', say: 'There is no such entry in the history of this deal, or it was corrected already.' }]);
    const at = between(new Date(text), stays[index - 1]?.enteredAt, stays[index + 1]?.enteredAt ?? now);
    const { memberId } = { memberId: null, ...currentScope().actor };
    await this.tenancy.write(addStageEntry(organizationId, { opportunityId: deal.id, stageId: stay.stageId, fromStageId: stay.fromStageId, at, memberId, replaces: stay }, now));
    if (index === stays.length - 1) await setting({ fields: { stageSince: at.toISOString(), ...(deal.outcome === 'open' ? {} : { closedAt: at.toISOString() }) } }, () => rows.update(Opportunity, deal.id, {}));
    await tell('deal.stage-corrected', { stageId: stay.stageId });
  }
}

function between(at: Date, first: Date | undefined, last: Date): Date {
  if ((first && at < first) || at > last) throw new Invalid([{ at: 'at', rule: 'range', say: `Must lie between ${first ? first.toISOString() : 'the beginning'} and ${last.toISOString()}, when the deal was in the stages before and after.` }]);
  return at;
}
