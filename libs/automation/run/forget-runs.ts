import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { deleteAll } from '#platform/housekeeping/delete-all.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work, type Plan } from '#platform/work/work.js';
import { deleteEndedRuns } from './history.query.js';

const DAY_MS = 24 * 60 * 60_000;
const KEPT_MS = 90 * DAY_MS;
const BATCH = 500;

export const forgetRuns = defineWork<{ day: string }>({ queue: 'automation', name: 'forget-workflow-runs' });

/** What ended long ago is forgotten, day by day; each day plans the next. */
@Injectable()
@Does(forgetRuns)
export class ForgetRuns implements WorkHandler<{ day: string }> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  async do({ about, signal }: WorkInHand<{ day: string }>): Promise<void> {
    const now = currentScope().clock.now();
    await deleteAll(this.tenancy, (most) => deleteEndedRuns(currentOrganizationId(), new Date(now.getTime() - KEPT_MS), most), BATCH, signal);
    await this.work.plan([forgettingAfter(new Date(Math.max(now.getTime(), Date.parse(about.day))))]);
  }
}

export function forgettingAfter(now: Date): Plan {
  const at = new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS + 4 * 60 * 60_000);
  const day = at.toISOString().slice(0, 10);
  return { kind: forgetRuns, effectKey: day, about: { day }, at };
}
