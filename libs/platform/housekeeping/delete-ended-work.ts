import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from '#platform/jobs/job-kind.js';
import { deleteEndedWork } from '#platform/work/work.query.js';

export const deleteEndedWorkJob = defineJob({ queue: 'housekeeping', name: 'delete-ended-work', attempts: 3 });

const BATCH = 1_000;
/** Longer than anything that could ask for the same effect again. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1_000;

/** What has been done or called off is kept so that it is not done twice, and then forgotten. */
@Injectable()
@Handles(deleteEndedWorkJob)
export class DeleteEndedWork implements JobHandler<JobPayload> {
  constructor(private readonly tenancy: Tenancy) {}

  async run(_payload: JobPayload, { signal }: JobContext): Promise<void> {
    const before = new Date(currentScope().clock.now().getTime() - KEPT_MS);
    let deleted: unknown[];
    do deleted = await this.tenancy.write(deleteEndedWork(currentOrganizationId(), before, BATCH));
    while (deleted.length === BATCH && !signal.aborted);
  }
}
