import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Jobs } from '#platform/jobs/jobs.js';
import { QUEUES } from '#platform/jobs/queues.js';
import { Workers } from '#platform/jobs/workers.js';
import { standingOfOrganization } from '#platform/organizations/organization.query.js';
import { Work } from '#platform/work/work.js';
import { deadRows, deadWork, openWork, type DeadRow, type DeadWork, type OpenWork } from '#platform/work/work.query.js';
import type { BacklogAnswer, QueueAnswer, QueuesAnswer } from './queues.dto.js';

const MOST_COUNTED = 200;
const MOST_LISTED = 100;
const MOST_DEAD = 200;

/** What is to be done, what is being done and what has failed, for those who run the deployment. */
@Injectable()
export class Queues {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly workers: Workers,
    private readonly work: Work,
  ) {}

  async show(): Promise<QueuesAnswer> {
    const now = currentScope().clock.now();
    const [places, counts, open, dead] = await Promise.all([this.workers.places(), this.jobs.counts(), this.platform.query<OpenWork>(openWork(now, MOST_COUNTED)), this.platform.query<DeadWork>(deadWork())]);
    const queues = QUEUES.map((queue): QueueAnswer => {
      const [ours, failed] = [open.filter((each) => each.queue === queue), dead.filter((each) => each.queue === queue)];
      const oldest = Math.min(...ours.flatMap((each) => (each.oldest ? [each.oldest.getTime()] : [])));
      return {
        queue, places: places.get(queue) ?? 0, ...counts.get(queue)!,
        due: sum(ours.map((each) => each.due)), inHand: sum(ours.map((each) => each.inHand)), dead: sum(failed.map((each) => each.dead)),
        oldestSeconds: Number.isFinite(oldest) ? Math.max(0, (now.getTime() - oldest) / 1_000) : null,
      };
    });
    return { queues, organizations: backlogs(open, dead) };
  }

  async dead(organizationId: string): Promise<DeadRow[]> {
    return this.inside(organizationId, () => this.tenancy.read<DeadRow>(deadRows(organizationId, MOST_DEAD)));
  }

  /** Stands in the ledger of the organisation. */
  async replay(organizationId: string, ids: readonly string[], reason: string): Promise<number> {
    return this.inside(organizationId, () =>
      this.tenancy.transaction(async (transaction) => {
        const replayed: string[] = [];
        for (const id of ids) if (await this.work.replay(id)) replayed.push(id);
        if (replayed.length > 0) await transaction.query(factStatement('work.replayed', 'organization', organizationId, { work: replayed, reason }));
        return replayed.length;
      }),
    );
  }

  private async inside<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
    if (!isUuid(organizationId) || (await this.platform.query(standingOfOrganization(organizationId))).length === 0) throw new NotFound();
    return inOrganization(organizationId, currentScope().actor, work);
  }
}

function backlogs(open: readonly OpenWork[], dead: readonly DeadWork[]): BacklogAnswer[] {
  const found = new Map<string, BacklogAnswer>();
  const of = (organizationId: string, queue: string): BacklogAnswer => {
    const key = `${organizationId} ${queue}`;
    const known = found.get(key) ?? { organizationId, queue, due: 0, inHand: 0, dead: 0 };
    found.set(key, known);
    return known;
  };
  for (const { organizationId, queue, due, inHand } of open) Object.assign(of(organizationId, queue), { due, inHand });
  for (const each of dead) of(each.organizationId, each.queue).dead += each.dead;
  return [...found.values()].sort((a, b) => b.dead - a.dead || b.due - a.due).slice(0, MOST_LISTED);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
