import { Injectable } from '@nestjs/common';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { BATCH, dropExpiredArtifacts } from '#platform/identity/oauth/artifact.query.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from '#platform/jobs/job-kind.js';

export const deleteExpiredArtifactsJob = defineJob({ queue: 'housekeeping', name: 'delete-expired-oauth-artifacts', of: 'deployment', attempts: 3 });

/** Codes, tokens and grants of applications that have had their time. */
@Injectable()
@Handles(deleteExpiredArtifactsJob)
export class DeleteExpiredArtifacts implements JobHandler<JobPayload> {
  constructor(private readonly platform: PlatformDatabase) {}

  async run(_payload: JobPayload, { signal }: JobContext): Promise<void> {
    const now = currentScope().clock.now();
    let deleted: unknown[];
    do {
      deleted = await this.platform.query(dropExpiredArtifacts(now));
    } while (deleted.length === BATCH && !signal.aborted);
  }
}
