import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { Jobs } from '#platform/jobs/jobs.js';
import { Ticks } from '#platform/jobs/ticks.js';
import { deleteExpiredKeysJob } from './delete-expired-keys.js';
import { deleteExpiredArtifactsJob } from './delete-expired-artifacts.js';
import { organizationsWithExpiredKeys } from './expired-keys.query.js';

const TICK = { name: 'housekeeping', everyMs: 15 * 60_000, jitterMs: 20_000 };

/** Throws away what has had its time, organisation by organisation. */
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

  async begin(effectKey: string): Promise<void> {
    for (const { organizationId } of await organizationsWithExpiredKeys(this.platform, currentScope().clock.now())) {
      await this.jobs.enqueue(deleteExpiredKeysJob, { organizationId, effectKey });
    }
    await this.jobs.enqueue(deleteExpiredArtifactsJob, { organizationId: null, effectKey });
  }
}
