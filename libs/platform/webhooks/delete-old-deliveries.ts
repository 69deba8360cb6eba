import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { deleteAll } from '#platform/housekeeping/delete-all.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from '#platform/jobs/job-kind.js';
import { deleteOldDeliveries } from './delivery.query.js';
import { deleteOldReceipts } from './receipt.query.js';

export const deleteOldDeliveriesJob = defineJob({ queue: 'housekeeping', name: 'delete-old-webhook-deliveries', attempts: 3 });

const BATCH = 1_000;
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

/** The log of what was sent is for looking up what went wrong, not an archive. */
@Injectable()
@Handles(deleteOldDeliveriesJob)
export class DeleteOldDeliveries implements JobHandler<JobPayload> {
  constructor(private readonly tenancy: Tenancy) {}

  async run(_payload: JobPayload, { signal }: JobContext): Promise<void> {
    const before = new Date(currentScope().clock.now().getTime() - KEPT_MS);
    for (const remove of [deleteOldDeliveries, deleteOldReceipts]) await deleteAll(this.tenancy, (most) => remove(currentOrganizationId(), before, most), BATCH, signal);
  }
}
