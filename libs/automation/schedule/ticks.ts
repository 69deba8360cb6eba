import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work, type Plan } from '#platform/work/work.js';
import type { Part } from '../graph/graph.js';
import { startWorkflow, tick } from '../run/run-work.js';
import { standingOfWorkflow, type Standing } from '../workflow/workflow.query.js';
import { nextTick, type Schedule } from './schedule.js';

interface About {
  readonly [id: string]: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly at: string;
}

/** A tick is a row of work with its time in the effect key: it is done once, however many ask for it, and it plans the next one. */
@Injectable()
@Does(tick)
export class Ticks implements WorkHandler<About> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  async do({ about: { workflowId, versionId, at } }: WorkInHand<About>): Promise<string> {
    const [standing] = await this.tenancy.read<Standing>(standingOfWorkflow(currentOrganizationId(), workflowId, versionId));
    if (!standing || standing.state !== 'on' || standing.versionId !== versionId) return 'It is not on any more.';
    const now = currentScope().clock.now();
    // What was missed while nothing ran is made up for once, and not as often as it was missed.
    const next = nextTickOf(workflowId, versionId, standing.graph.trigger, new Date(Math.max(now.getTime(), Date.parse(at))));
    const start: Plan = { kind: startWorkflow, effectKey: `${workflowId} ${at}`, about: { workflowId, versionId, runId: uuidv7(), cause: 'schedule' } };
    await this.work.plan(next ? [start, next] : [start]);
    return 'Started.';
  }
}

export function nextTickOf(workflowId: string, versionId: string, trigger: Part, after: Date): Plan | null {
  if (trigger.kind !== 'schedule') return null;
  const at = nextTick(trigger as unknown as Schedule, after.getTime());
  if (at === null) return null;
  const time = new Date(at);
  return { kind: tick, effectKey: `${versionId} ${time.toISOString()}`, about: { workflowId, versionId, at: time.toISOString() }, at: time };
}
