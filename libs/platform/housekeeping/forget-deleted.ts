import { Injectable } from '@nestjs/common';
import { PrivacyDoor } from '#kernel/pipeline/privacy.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Config } from '#platform/config/config.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from '#platform/jobs/job-kind.js';
import { count } from '#platform/observability/count.js';

export const forgetDeletedJob = defineJob({ queue: 'housekeeping', name: 'forget-deleted-records', attempts: 3 });

const BATCH = 200;
const DAY_MS = 24 * 60 * 60 * 1_000;
const CLASSES = ['sensitive', 'personal', 'financial'] as const;

/** What deleted records hold about people is kept for as long as its class allows, and then erased for good. */
@Injectable()
@Handles(forgetDeletedJob)
export class ForgetDeleted implements JobHandler<JobPayload> {
  constructor(
    private readonly registry: Registry,
    private readonly privacy: PrivacyDoor,
    private readonly config: Config,
  ) {}

  async run(_payload: JobPayload, { signal }: JobContext): Promise<void> {
    const now = currentScope().clock.now().getTime();
    for (const noun of this.registry.resources)
      for (const kind of CLASSES) {
        const before = new Date(now - this.config.retentionDays[kind] * DAY_MS);
        let forgotten: number;
        do {
          forgotten = await this.privacy.forgetDeleted(noun, kind, before, BATCH);
          if (forgotten > 0) count('platform.records.forgotten', forgotten);
        } while (forgotten === BATCH && !signal.aborted);
        if (signal.aborted) return;
      }
  }
}
