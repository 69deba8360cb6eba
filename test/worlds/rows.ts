import type { Actor } from '#kernel/tenancy/scope.js';
import { inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export const MACHINERY: Actor = { kind: 'system', reason: 'test' };

/** A row in the smallest tenant table there is, for tests of tenancy itself. */
export function keepStatement(organizationId: string, key: string): Statement {
  return {
    text: `INSERT INTO idempotency_key (organization_id, actor_id, key, method, path, fingerprint, status, body, created_at, expires_at)
           VALUES ($1, $1, $2, 'POST', '/', '', 200, '', now(), now())`,
    values: [organizationId, key],
  };
}

export async function keep(tenancy: Tenancy, organizationId: string, key: string): Promise<void> {
  await inOrganization(organizationId, MACHINERY, () => tenancy.transaction((transaction) => transaction.query(keepStatement(organizationId, key))));
}

/** All keys that this organisation sees; the statement names no organisation on purpose. */
export async function keys(tenancy: Tenancy, organizationId: string): Promise<string[]> {
  const rows = await inOrganization(organizationId, MACHINERY, () => tenancy.read<{ key: string }>({ text: 'SELECT key FROM idempotency_key ORDER BY key' }));
  return rows.map(({ key }) => key);
}
