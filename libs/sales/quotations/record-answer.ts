import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { actorIdOf, currentScope } from '#kernel/tenancy/scope.js';
import { Acceptance } from './acceptance.js';
import { Moves } from './moves.js';
import { Quotation } from './quotation.js';

export class RecordAnswerInput {
  @IsIn(['accepted', 'declined']) answer!: 'accepted' | 'declined';
  /** Who said so. */
  @IsString() @Length(2, 120) name!: string;
  @IsOptional() @IsString() @Length(1, 500) reason?: string;
}

/** A customer who said it on the telephone, or on paper: kept with the name of whoever wrote it down. */
@Action(Quotation, 'record-answer', { say: 'Record the answer', input: RecordAnswerInput })
export class RecordAnswer {
  constructor(
    private readonly acceptance: Acceptance,
    private readonly moves: Moves,
  ) {}

  async run(quotation: Quotation, { answer, name, reason }: RecordAnswerInput, _act: Act): Promise<void> {
    this.moves.mustBe(quotation, ['issued'], 'Only an open quote can be answered.');
    await this.acceptance.settle(quotation.id, { answer, name, reason: reason ?? null, recordedBy: actorIdOf(currentScope().actor) });
  }
}
