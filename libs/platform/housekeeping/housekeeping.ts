import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { organizationsWithDomains } from '#platform/identity/sso/federation.query.js';
import { Jobs } from '#platform/jobs/jobs.js';
import { Ticks } from '#platform/jobs/ticks.js';
import { organizationIds } from '#platform/organizations/organization.query.js';
import { deleteEndedWorkJob } from './delete-ended-work.js';
import { deleteExpiredKeysJob } from './delete-expired-keys.js';
import { deleteExpiredArtifacts } from './expired-artifacts.query.js';
import { BATCH, organizationsWithExpiredKeys } from './expired-keys.query.js';
import { forgetDeletedJob } from './forget-deleted.js';
import { recheckDomainsJob } from './recheck-domains.js';
import { deleteOldDeliveriesJob } from '#platform/webhooks/delete-old-deliveries.js';
import { deleteSpentChallenges, deleteSpentSessions } from './spent-sessions.query.js';

const MOST_BATCHES = 100;
const TICK = { name: 'housekeeping', everyMs: 15 * 60_000, jitterMs: 20_000 };
const DAY = { name: 'retention', everyMs: 24 * 60 * 60_000, jitterMs: 60_000 };

/** Throws away what has had its time: of the deployment at once, of the organisations one by one. */
@Injectable()
export class Housekeeping {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly jobs: Jobs,
    private readonly ticks: Ticks,
  ) {}

  @Cron('0 */15 * * * *', { name: TICK.name, timeZone: 'UTC' })
  tick(): Promise<void> {
    return this.ticks.once(TICK, (effectKey) => this.begin(effectKey));
  }

  @Cron('0 30 2 * * *', { name: DAY.name, timeZone: 'UTC' })
  night(): Promise<void> {
    return this.ticks.once(DAY, (effectKey) => this.beginRetention(effectKey));
  }

  async beginRetention(effectKey: string): Promise<void> {
    for (const { id } of await this.platform.query<{ id: string }>(organizationIds())) {
      await this.jobs.enqueue(forgetDeletedJob, { organizationId: id, effectKey });
      for (const job of [deleteEndedWorkJob, deleteOldDeliveriesJob]) await this.jobs.enqueue(job, { organizationId: id, effectKey });
    }
    for (const { id } of await this.platform.query<{ id: string }>(organizationsWithDomains())) await this.jobs.enqueue(recheckDomainsJob, { organizationId: id, effectKey });
  }

  async begin(effectKey: string): Promise<void> {
    for (const { organizationId } of await organizationsWithExpiredKeys(this.platform, currentScope().clock.now())) {
      await this.jobs.enqueue(deleteExpiredKeysJob, { organizationId, effectKey });
    }
    for (const remove of [deleteSpentSessions, deleteSpentChallenges, deleteExpiredArtifacts]) await this.batches(remove);
  }

  /** Until there are no more, or so many that the next tick may go on. */
  private async batches(remove: (platform: PlatformDatabase, now: Date) => Promise<number>): Promise<void> {
    for (let n = 0; n < MOST_BATCHES; n += 1) if ((await remove(this.platform, currentScope().clock.now())) < BATCH) return;
  }
}
