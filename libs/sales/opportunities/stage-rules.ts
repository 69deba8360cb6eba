import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { didYouMean } from '#kernel/resource/names.js';
import { isWritable } from '#kernel/resource/tenant-row.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Opportunity } from './opportunity.js';
import { Stage, type Outcome } from './stage.js';
import { stageWasEntered } from './stage.query.js';

const FIXED: Record<Outcome, number | null> = { open: null, won: 100, lost: 0 };

@Injectable()
export class StageRules {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly nouns: Nouns,
  ) {}

  @Before(Stage)
  async makeSense(changes: Change[]): Promise<void> {
    const deal = (await this.nouns.here()).of(Opportunity);
    const known = [...deal.fields.values()].filter(isWritable).map(({ name }) => name);
    for (const { kind, before, after, set, complain } of changes) {
      if (!after) continue;
      const stage = after as unknown as Stage;
      for (const name of stage.requiredFields ?? []) if (!known.includes(name)) complain('requiredFields', 'field', `A deal has no field "${name}" that could be filled.${didYouMean(name, known)}`);
      const fixed = FIXED[stage.kind];
      if (fixed !== null) {
        set('probability', fixed);
        set('category', 'closed');
      }
      const used = kind === 'update' && ['kind', 'pipelineId'].filter((field) => before![field] !== after[field]);
      if (used && used.length > 0 && (await this.wasEntered(stage.id))) for (const field of used) complain(field, 'used', 'Deals have been in this stage, so it stays what it is and where it is. Make another one, and replace this one by it.');
    }
  }

  private async wasEntered(id: string): Promise<boolean> {
    return (await this.tenancy.read(stageWasEntered(currentOrganizationId(), id))).length > 0;
  }
}
