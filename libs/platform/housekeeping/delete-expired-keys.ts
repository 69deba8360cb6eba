import { Injectable } from '@nestjs/common';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from '#platform/jobs/job-kind.js';
import { count } from '#platform/observability/count.js';
import { BATCH, deleteExpiredKeys } from './expired-keys.query.js';

export const deleteExpiredKeysJob = defineJob({ queue: 'housekeeping', name: 'delete-expired-idempotency-keys', attempts: 3 });

@Injectable()
@Handles(deleteExpiredKeysJob)
export class DeleteExpiredKeys implements JobHandler<JobPayload> {
  constructor(private readonly tenancy: Tenancy) {}

  async run(_payload: JobPayload, { signal }: JobContext): Promise<void> {
    const now = currentScope().clock.now();
    let deleted: number;
    do {
      deleted = await deleteExpiredKeys(this.tenancy, now);
      if (deleted > 0) count('platform.idempotency-keys.expired', deleted);
    } while (deleted === BATCH && !signal.aborted);
  }
}
