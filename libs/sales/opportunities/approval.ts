import { IsOptional, IsString, Length } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { factWords } from '#platform/audit/fact-words.js';
import { RecordOf } from '#platform/docs/record-of.js';
import { Opportunity } from './opportunity.js';
import { setting } from './setting.js';
import { Stage } from './stage.js';

factWords({
  'deal.approval-asked': '{actor} asked for approval to enter a stage',
  'deal.approval-given': '{actor} approved the stage',
  'deal.approval-declined': '{actor} declined the stage',
});

export class AskApprovalInput {
  @RecordOf(() => Stage) stageId!: string;
  @IsOptional() @IsString() @Length(1, 1_000) note?: string;
}

export class DecideApprovalInput {
  @IsOptional() @IsString() @Length(1, 1_000) note?: string;
}

@Action(Opportunity, 'ask-approval', { input: AskApprovalInput, say: 'Ask for approval' })
export class AskApproval {
  async run(deal: Opportunity, { stageId, note = '' }: AskApprovalInput, { rows, tell }: Act): Promise<void> {
    const stage = await rows.get(Stage, stageId);
    if (!stage.needsApproval) throw new Invalid([{ at: 'stageId', rule: 'approval', say: `"${stage.name}" needs no approval. Move the deal there.` }]);
    await setting({ fields: { awaitsStageId: stageId, approvedStageId: null } }, () => rows.update(Opportunity, deal.id, {}));
    await tell('deal.approval-asked', { stageId, note });
  }
}

/** The deal may then enter the stage once, with the amount that it has now. */
@Action(Opportunity, 'give-approval', { input: DecideApprovalInput, say: 'Approve stage' })
export class GiveApproval {
  async run(deal: Opportunity, { note = '' }: DecideApprovalInput, { rows, tell }: Act): Promise<void> {
    const stageId = awaited(deal);
    await setting({ fields: { awaitsStageId: null, approvedStageId: stageId } }, () => rows.update(Opportunity, deal.id, {}));
    await tell('deal.approval-given', { stageId, note });
  }
}

@Action(Opportunity, 'decline-approval', { input: DecideApprovalInput, say: 'Decline stage' })
export class DeclineApproval {
  async run(deal: Opportunity, { note = '' }: DecideApprovalInput, { rows, tell }: Act): Promise<void> {
    const stageId = awaited(deal);
    await setting({ fields: { awaitsStageId: null } }, () => rows.update(Opportunity, deal.id, {}));
    await tell('deal.approval-declined', { stageId, note });
  }
}

function awaited({ awaitsStageId }: Opportunity): string {
  if (!awaitsStageId) throw new Conflict('Nobody has asked for approval of this deal, or it has been decided.');
  return awaitsStageId;
}
