import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from '#platform/jobs/job-kind.js';
import { deleteOldNotices } from '#platform/notifications/notification.query.js';
import { deleteEndedWork } from '#platform/work/work.query.js';
import { deleteAll } from './delete-all.js';

export const deleteEndedWorkJob = defineJob({ queue: 'housekeeping', name: 'delete-ended-work', attempts: 3 });

const BATCH = 1_000;
/** Longer than anything that could ask for the same effect again. */
const KEPT_MS = 14 * 24 * 60 * 60 * 1_000;
const NOTICES_KEPT_MS = 180 * 24 * 60 * 60 * 1_000;

/** What has been done or called off is kept so that it is not done twice, what members were told for as long as they may look for it; then both are forgotten. */
@Injectable()
@Handles(deleteEndedWorkJob)
export class DeleteEndedWork implements JobHandler<JobPayload> {
  constructor(private readonly tenancy: Tenancy) {}

  async run(_payload: JobPayload, { signal }: JobContext): Promise<void> {
    const now = currentScope().clock.now().getTime();
    const organizationId = currentOrganizationId();
    await deleteAll(this.tenancy, (most) => deleteEndedWork(organizationId, new Date(now - KEPT_MS), most), BATCH, signal);
    await deleteAll(this.tenancy, (most) => deleteOldNotices(organizationId, new Date(now - NOTICES_KEPT_MS), most), BATCH, signal);
  }
}
