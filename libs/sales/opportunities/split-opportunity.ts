import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsNumber, Max, Min, ValidateNested } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Member } from '#platform/identity/member.js';
import { RecordOf } from '#platform/docs/record-of.js';
import { Opportunity } from './opportunity.js';
import { addSplit, dropSplits } from './split.query.js';

factWords({ 'deal.split': '{actor} shared the deal out' });

class ShareInput {
  @RecordOf(() => Member) memberId!: string;
  @IsNumber({ maxDecimalPlaces: 2 }) @Min(0.01) @Max(100) percent!: number;
}

export class SplitOpportunityInput {
  /** All shares at once; none leave the deal to its owner. */
  @IsArray() @ArrayMaxSize(20) @ArrayUnique(({ memberId }: ShareInput) => memberId) @ValidateNested({ each: true }) @Type(() => ShareInput) shares!: ShareInput[];
}

@Action(Opportunity, 'split', { input: SplitOpportunityInput, say: 'Share out' })
export class SplitOpportunity {
  constructor(private readonly tenancy: Tenancy) {}

  async run(deal: Opportunity, { shares }: SplitOpportunityInput, { rows, tell }: Act): Promise<void> {
    if (deal.outcome === 'won') throw new Conflict('This deal is won, and its credit was given on that day. Take it up again to share it out anew.');
    // In hundredths, which are whole: 33.33 + 33.33 + 33.34 is 100 exactly.
    const total = shares.reduce((sum, { percent }) => sum + Math.round(percent * 100), 0);
    if (shares.length > 0 && total !== 10_000) throw new Invalid([{ at: 'shares', rule: 'sum', say: `The shares must make 100 %; these make ${total / 100} %.` }]);
    for (const { memberId } of shares) await rows.get(Member, memberId);
    const organizationId = currentOrganizationId();
    const now = currentScope().clock.now();
    await this.tenancy.write(dropSplits(organizationId, deal.id, now));
    for (const share of shares) await this.tenancy.write(addSplit(organizationId, deal.id, share, now));
    await tell('deal.split', { members: shares.map(({ memberId }) => memberId) });
  }
}
