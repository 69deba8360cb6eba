import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Member } from '#platform/identity/member.js';
import { Work } from '#platform/work/work.js';
import { graphIn } from '../graph/graph.js';
import { stopRuns, type Run } from '../run/run.query.js';
import { answerParent } from '../run/runner.js';
import { Tools } from '../run/tools.js';
import { faultsOf } from '../step/steps.js';
import { Workflow } from './workflow.js';
import { switchOff, workflowsRunAs } from './workflow.query.js';

const LEFT = 'The member as whom it runs is no longer active. Somebody else has to publish it.';

/** What is kept makes sense, and what nobody answers for any more is switched off, in plain sight. */
@Injectable()
export class WorkflowRules {
  constructor(
    private readonly tools: Tools,
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  @Before(Workflow)
  async check(changes: Change[]): Promise<void> {
    for (const { kind, before, after, complain } of changes) {
      if (kind !== 'create' && kind !== 'update') continue;
      if (kind === 'update' && JSON.stringify(graphIn(before!.graph)) === JSON.stringify(graphIn(after!.graph))) continue;
      for (const { at, rule, say } of faultsOf(graphIn(after!.graph), await this.tools.drawingGround())) complain(at, rule, say);
    }
  }

  @After(Workflow)
  async stopWithIt(changes: Change[]): Promise<void> {
    for (const { kind, before } of changes) {
      if (kind !== 'delete') continue;
      const now = currentScope().clock.now();
      await this.tenancy.write(switchOff(currentOrganizationId(), before!.id as string, null, now));
      await this.stop({ workflowId: before!.id as string }, 'The workflow was deleted.', now);
    }
  }

  @After(Member)
  async endWithMember(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      const leaves = kind === 'delete' || (kind === 'update' && before!.status === 'active' && after!.status !== 'active');
      if (leaves) await this.switchOffAllOf(before!.id as string);
    }
  }

  private async switchOffAllOf(memberId: string): Promise<void> {
    const organizationId = currentOrganizationId();
    const now = currentScope().clock.now();
    for (const { id } of await this.tenancy.read<{ id: string }>(workflowsRunAs(organizationId, memberId))) {
      await this.tenancy.write(switchOff(organizationId, id, LEFT, now));
      await this.tenancy.write(factStatement('workflow.orphaned', 'workflow', id, { memberId }));
    }
    await this.stop({ asId: memberId }, LEFT, now);
  }

  /** Whoever waits for one of them goes on. */
  private async stop(which: { asId: string } | { workflowId: string }, why: string, now: Date): Promise<void> {
    const stopped = await this.tenancy.write<Pick<Run, 'parentRunId' | 'parentTurn'>>(stopRuns(currentOrganizationId(), which, why, now));
    await this.work.plan(stopped.flatMap((run) => answerParent(run, 'stopped')));
  }
}
