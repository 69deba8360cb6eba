import type { Statement } from '#kernel/tenancy/transaction.js';

/** Before one record takes the place of another: in segments that hold both, one entry is enough. */
export function dropDoubleEntries(organizationId: string, subject: string, going: string, staying: string, now: Date): Statement {
  return {
    name: 'segmentEntry.dropDoubles',
    text: `UPDATE segment_entry e SET deleted_at = $5, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND subject = $2 AND record_id = $3 AND deleted_at IS NULL
           AND EXISTS (SELECT 1 FROM segment_entry o WHERE o.organization_id = $1 AND o.segment_id = e.segment_id AND o.subject = $2 AND o.record_id = $4 AND o.deleted_at IS NULL)`,
    values: [organizationId, subject, going, staying, now],
  };
}
