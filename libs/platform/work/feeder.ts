import { Injectable } from '@nestjs/common';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Jobs } from '#platform/jobs/jobs.js';
import type { QueueName } from '#platform/jobs/queues.js';
import { Workers } from '#platform/jobs/workers.js';
import { shares } from './shares.js';
import { MOST_IN_ONE_JOB, workJobOf } from './work-job.js';
import { handOut, openWork, takeBackLost, type HandedOut, type OpenWork } from './work.query.js';

/** What is not begun by then has lost its job on the way. */
const BEGIN_WITHIN_MS = 30_000;
/** Nobody gets more places at once. */
const MOST_COUNTED = 200;

/** Hands work that is due to the queues, no more than there are free places, and to everybody their share. */
@Injectable()
export class Feeder {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly jobs: Jobs,
    private readonly workers: Workers,
  ) {}

  /** How many are on their way now, and whether more could go as soon as places are free. */
  async feed(): Promise<{ fed: number; more: boolean }> {
    const places = await this.workers.places();
    const open = await this.platform.query<OpenWork>(openWork(this.now(), MOST_COUNTED));
    for (const { organizationId, queue, lost } of open) if (lost > 0) await this.inside(organizationId, () => this.tenancy.write(takeBackLost(organizationId, queue, this.now())));
    const fed = await Promise.all([...new Set(open.map(({ queue }) => queue))].map((queue) => this.feedQueue(queue, open.filter((claimant) => claimant.queue === queue), places.get(queue as QueueName) ?? 0)));
    const due = open.reduce((sum, claimant) => sum + claimant.due, 0);
    const sum = fed.reduce((a, b) => a + b, 0);
    return { fed: sum, more: due > sum };
  }

  private async feedQueue(queue: string, claimants: readonly OpenWork[], places: number): Promise<number> {
    const handed = [...shares(claimants, places)].map(([organizationId, most]) => this.inside(organizationId, () => this.hand(organizationId, queue, most)));
    return (await Promise.all(handed)).reduce((a, b) => a + b, 0);
  }

  private async hand(organizationId: string, queue: string, most: number): Promise<number> {
    const now = this.now();
    const handed = await this.tenancy.write<HandedOut>(handOut(organizationId, queue, now, new Date(now.getTime() + BEGIN_WITHIN_MS), most));
    const jobs = Array.from({ length: Math.ceil(handed.length / MOST_IN_ONE_JOB) }, (_, n) => handed.slice(n * MOST_IN_ONE_JOB, (n + 1) * MOST_IN_ONE_JOB));
    // What Redis does not take is taken back when it has not begun in time.
    await Promise.all(jobs.map((work) => this.jobs.enqueue(workJobOf(queue), { organizationId, work, effectKey: work[0]!.claim }).catch(() => undefined)));
    return handed.length;
  }

  private inside<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
    return inOrganization(organizationId, { kind: 'system', reason: 'work: hand out' }, work);
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}
