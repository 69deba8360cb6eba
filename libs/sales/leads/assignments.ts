import { Injectable } from '@nestjs/common';
import { compare, type Row } from '#kernel/gate/predicate.js';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Assigner } from '#platform/assignment/assigner.js';
import { AssignmentRule } from './assignment-rule.js';
import { Lead } from './lead.js';
import { leadConditionFaults } from './lead-condition.js';
import { activeAssignments, type AssignmentRow } from './lead.query.js';
import { OPEN_PHASES } from './lead-status.js';
import { isMet } from './scores.js';

/** Finds somebody for a lead that nobody has. */
@Injectable()
export class Assignments {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly nouns: Nouns,
    private readonly assigner: Assigner,
  ) {}

  async choose(lead: Row): Promise<string | null> {
    const noun = (await this.nouns.here()).of(Lead);
    const rules = await this.tenancy.read<AssignmentRow>(activeAssignments(currentOrganizationId()));
    const open = compare(noun.fields.get('phase')!, 'in', OPEN_PHASES);
    for (const { id, teamId, members, way, capacity, ...rule } of rules) {
      if (!isMet(rule, noun, lead)) continue;
      const among = members?.length ? { members } : teamId ? { team: teamId } : null;
      const { memberId } = among ? await this.assigner.choose({ noun, series: `leads ${id}`, among, by: way, open, capacity }) : { memberId: null };
      if (memberId) return memberId;
    }
    return null;
  }

  @Before(AssignmentRule)
  async makeSense(changes: Change[]): Promise<void> {
    const noun = (await this.nouns.here()).of(Lead);
    for (const { after, complain } of changes) {
      if (!after) continue;
      leadConditionFaults(after.where ?? null, noun, complain);
    }
  }
}
