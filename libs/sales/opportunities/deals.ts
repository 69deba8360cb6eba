import { Injectable } from '@nestjs/common';
import type { Money } from '#kernel/field/money-text.js';
import { Conflict, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { StageRow } from './entry-rules.js';
import { Opportunity } from './opportunity.js';
import { setting } from './setting.js';
import { liveStages } from './stage.query.js';

/** Moves deals for other parts of the product, as whoever is in scope and in the transaction that is open. */
@Injectable()
export class Deals {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly registry: Registry,
  ) {}

  /** To the first won stage of its pipeline. A deal that is won already stays as it is. */
  async win(opportunityId: string, { amount, at }: { amount?: Money; at?: Date } = {}): Promise<void> {
    const noun = this.registry.of(Opportunity);
    const deal = JSON.parse((await this.read.get(noun, opportunityId)).json) as Opportunity;
    if (deal.outcome === 'won') return;
    const won = (await this.stages()).find(({ pipelineId, kind }) => pipelineId === deal.pipelineId && kind === 'won');
    if (!won) throw new Conflict('The pipeline of this deal has no stage for won deals. Make one.');
    await setting({ at }, () => this.write.update(noun, opportunityId, { stageId: won.id, ...(amount && { amount }) }));
  }

  /** To a lost stage, with a reason where the stage asks for one. */
  async lose(opportunityId: string, { lostReasonId, note, at, isReasonEnough }: { lostReasonId?: string; note?: string; at?: Date; isReasonEnough?: boolean } = {}): Promise<void> {
    const noun = this.registry.of(Opportunity);
    const deal = JSON.parse((await this.read.get(noun, opportunityId)).json) as Opportunity;
    const lost = (await this.stages()).find(({ pipelineId, kind }) => pipelineId === deal.pipelineId && kind === 'lost');
    if (!lost) throw new Conflict('The pipeline of this deal has no stage for lost deals. Make one.');
    await setting({ at, isReasonEnough }, () => this.write.update(noun, opportunityId, { stageId: lost.id, ...(lostReasonId && { lostReasonId }), ...(note && { lostNote: note }) }));
  }

  /** In the order of the pipelines and of their stages; the first is where a deal begins of which nobody says where. */
  async stages(pipelineId?: string): Promise<StageRow[]> {
    const all = await this.tenancy.read<StageRow>(liveStages(currentOrganizationId()));
    const ofOne = all.filter((stage) => !pipelineId || stage.pipelineId === pipelineId);
    if (pipelineId && ofOne.length === 0) throw new NotFound();
    return ofOne;
  }
}
