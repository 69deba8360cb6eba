import type { Act } from '#kernel/pipeline/act.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { asSystem, Tenancy } from '#kernel/tenancy/tenancy.js';
import { factWords } from '#platform/audit/fact-words.js';
import { RecordOf } from '#platform/docs/record-of.js';
import { Opportunity } from './opportunity.js';
import { Stage } from './stage.js';
import { dealsIn } from './stage.query.js';

factWords({ 'stage.replaced': '{actor} replaced the stage by another' });

/** Each deal is moved as it would be by hand; more than these at once would keep everybody waiting. */
const MOST_DEALS = 2_000;

export class ReplaceStageInput {
  @RecordOf(() => Stage) by!: string;
}

/** Deletes a stage and puts its deals into another one. */
@Action(Stage, 'replace', { input: ReplaceStageInput, say: 'Replace' })
export class ReplaceStage {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly write: WriteDoor,
    private readonly registry: Registry,
  ) {}

  async run(stage: Stage, { by }: ReplaceStageInput, { rows, tell }: Act): Promise<void> {
    const target = await rows.get(Stage, by);
    if (by === stage.id || target.kind !== stage.kind) throw new Invalid([{ at: 'by', rule: 'stage', say: `Must be another stage whose deals are ${stage.kind}, too.` }]);
    const deals = await this.tenancy.read<{ id: string }>(dealsIn(currentOrganizationId(), stage.id, MOST_DEALS + 1));
    if (deals.length > MOST_DEALS) throw new Conflict(`More than ${MOST_DEALS} deals are in this stage. Move some of them first.`);
    // Also those that whoever reorders the pipeline may not change: none may be left behind.
    await asSystem('stage replaced', async () => {
      for (const { id } of deals) await this.write.update(this.registry.of(Opportunity), id, { stageId: by });
      await this.write.delete(this.registry.of(Stage), stage.id);
    });
    await tell('stage.replaced', { by, deals: deals.length });
  }
}
