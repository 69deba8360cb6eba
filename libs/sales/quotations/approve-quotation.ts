import { IsOptional, IsString, Length } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict, Forbidden } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Moves } from './moves.js';
import { Quotation } from './quotation.js';

export class RefuseApprovalInput {
  @IsOptional() @IsString() @Length(1, 500) reason?: string;
}

function memberId(): string | null {
  const { actor } = currentScope();
  return 'memberId' in actor ? actor.memberId : null;
}

@Action(Quotation, 'request-approval', { say: 'Ask for approval' })
export class RequestApproval {
  constructor(private readonly moves: Moves) {}

  async run(quotation: Quotation, _input: object, { tell }: Act): Promise<void> {
    this.moves.mustBe(quotation, ['draft'], 'Only a draft can be approved.');
    await this.moves.to(quotation.id, { state: 'in-approval', askedById: memberId(), reason: null });
    await tell('quote.approval-asked', { favour: quotation.favour });
  }
}

@Action(Quotation, 'approve', { say: 'Approve quote' })
export class ApproveQuotation {
  constructor(private readonly moves: Moves) {}

  async run(quotation: Quotation, _input: object, { tell }: Act): Promise<void> {
    this.moves.mustBe(quotation, ['in-approval'], 'Nobody has asked for its approval.');
    const by = memberId();
    if (!by || by === quotation.createdBy || by === quotation.askedById || by === quotation.ownerId) throw new Forbidden('Whoever wrote it, owns it or asked for the approval cannot approve it: somebody else has to.');
    await this.moves.to(quotation.id, { state: 'approved', approvedById: by, reason: null });
    await tell('quote.approved', { favour: quotation.favour });
  }
}

@Action(Quotation, 'refuse-approval', { say: 'Refuse approval', input: RefuseApprovalInput })
export class RefuseApproval {
  constructor(private readonly moves: Moves) {}

  async run(quotation: Quotation, { reason }: RefuseApprovalInput, { tell }: Act): Promise<void> {
    if (quotation.state !== 'in-approval') throw new Conflict('Nobody has asked for its approval.');
    await this.moves.to(quotation.id, { state: 'draft', askedById: null, reason: reason ?? null });
    await tell('quote.approval-refused');
  }
}
