import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Position } from '#platform/ledger/entry.js';

/** Everything up to here is there to be read; whatever commits later comes behind. */
export function presentPosition(): Statement {
  return { name: 'live.present', text: `SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text AS transaction`, values: [] };
}

/** What has become final about a noun, or one record of it, since. */
export function entriesSince(organizationId: string, { transaction, entryId }: Position, subject: string, most: number): Statement {
  return {
    name: 'live.since',
    text: `SELECT e.transaction, e.id, e.kind, e.subject, e.record_id AS "recordId", e.what, e.changed, e.version, e.actor_id AS "actorId", e.request_id AS "requestId", e.happened_at AS "happenedAt"
           FROM ledger_entry e WHERE e.organization_id = $1 AND (e.transaction, e.id) > ($2::bigint, $3::uuid) AND e.subject = $4 AND e.transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
           ORDER BY e.transaction, e.id LIMIT $5`,
    values: [organizationId, transaction, entryId, subject, most],
  };
}
