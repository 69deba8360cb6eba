import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import type { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';

export const BATCH = 500;

/** Counts, never rows: each organisation is then entered by a job of its own. */
export async function organizationsWithExpiredKeys(platform: PlatformDatabase, now: Date): Promise<{ organizationId: string; expired: number }[]> {
  const rows = await platform.query<{ organization_id: string; expired: string }>({
    name: 'housekeeping.organizations-with-expired-keys',
    text: 'SELECT organization_id, expired FROM organizations_with_expired_idempotency_keys($1)',
    values: [now],
  });
  return rows.map((row) => ({ organizationId: row.organization_id, expired: Number(row.expired) }));
}

/** One batch in one short transaction, so that nobody waits long for its locks. Returns how many were deleted. */
export async function deleteExpiredKeys(tenancy: Tenancy, now: Date): Promise<number> {
  const [deleted] = await tenancy.transaction((transaction) =>
    transaction.query<{ keys: string }>({
      name: 'housekeeping.delete-expired-keys',
      text: `WITH due AS (
               SELECT id FROM idempotency_key WHERE organization_id = $1 AND expires_at < $2 ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
             ), gone AS (
               DELETE FROM idempotency_key k USING due WHERE k.organization_id = $1 AND k.id = due.id RETURNING k.id
             )
             SELECT count(*) AS keys FROM gone`,
      values: [currentOrganizationId(), now],
    }),
  );
  return Number(deleted?.keys ?? 0);
}
