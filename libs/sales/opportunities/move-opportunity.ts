import { IsISO8601, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { RecordOf } from '#platform/docs/record-of.js';
import { Competitor } from './competitor.js';
import { LostReason } from './lost-reason.js';
import { Opportunity } from './opportunity.js';
import { newestFirst, placeBetween } from './rank.js';
import { setting } from './setting.js';
import { Stage } from './stage.js';
import { holdColumn, nextPlace, placeOf } from './stage.query.js';

export class MoveOpportunityInput {
  /** The column; that in which the deal is, if left out. */
  @IsOptional() @RecordOf(() => Stage) stageId?: string;
  /** The card that it is put under. */
  @IsOptional() @IsUUID() below?: string;
  /** The card that it is put over. */
  @IsOptional() @IsUUID() above?: string;
  /** When it really happened, if earlier. */
  @IsOptional() @IsISO8601({ strict: true }) at?: string;
  @IsOptional() @RecordOf(() => LostReason) lostReasonId?: string;
  @IsOptional() @RecordOf(() => Competitor) lostToId?: string;
  @IsOptional() @IsString() @Length(1, 2_000) lostNote?: string;
}

/** Puts a card somewhere on the board. Its neighbours are hints: where they stand now, and not where the mover saw them, decides. */
@Action(Opportunity, 'move', { input: MoveOpportunityInput, say: 'Move' })
export class MoveOpportunity {
  constructor(private readonly tenancy: Tenancy) {}

  async run(deal: Opportunity, { stageId = deal.stageId!, below, above, at, ...loss }: MoveOpportunityInput, { rows }: Act): Promise<void> {
    const when = at === undefined ? undefined : pastMoment(at, deal);
    const rank = await this.placeFor(deal.id, stageId, below, above);
    await setting({ at: when, fields: { rank } }, () => rows.update(Opportunity, deal.id, { ...loss, ...(stageId === deal.stageId ? {} : { stageId }) }));
  }

  private async placeFor(id: string, stageId: string, below?: string, above?: string): Promise<string> {
    const organizationId = currentOrganizationId();
    await this.tenancy.write(holdColumn(organizationId, stageId));
    const rankOf = async (card?: string) => (card ? ((await this.tenancy.read<{ rank: string }>(placeOf(organizationId, stageId, card)))[0]?.rank ?? null) : null);
    const next = async (from: string | null, direction: 'below' | 'above') => (await this.tenancy.read<{ rank: string }>(nextPlace(organizationId, stageId, id, from, direction)))[0]?.rank ?? null;
    const over = await rankOf(below);
    if (over !== null) return placeBetween(over, await next(over, 'below'));
    const under = (await rankOf(above)) ?? (await next(null, 'below'));
    return under === null ? newestFirst(currentScope().clock.now()) : placeBetween(await next(under, 'above'), under);
  }
}

/** Neither in the future nor before the deal came to where it is. */
export function pastMoment(text: string, { stageSince }: Pick<Opportunity, 'stageSince'>): Date {
  const at = new Date(text);
  if (at > currentScope().clock.now()) throw new Invalid([{ at: 'at', rule: 'past', say: 'Must not be in the future.' }]);
  if (stageSince && at < new Date(stageSince)) throw new Invalid([{ at: 'at', rule: 'past', say: `Must not be before the deal came to the stage that it is in (${stageSince}). Correct that date first.` }]);
  return at;
}
