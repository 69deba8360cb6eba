import type { Statement } from '#kernel/tenancy/transaction.js';

/** Until the end of the transaction, nobody else moves a company of this organisation. */
export function lockTree(organizationId: string): Statement {
  return { name: 'company.lockTree', text: `SELECT pg_advisory_xact_lock(hashtextextended('company tree ' || $1::uuid::text, 0))`, values: [organizationId] };
}

/** The company itself and all those above it. */
export function companiesAbove(organizationId: string, id: string): Statement {
  return {
    name: 'company.above',
    text: `WITH RECURSIVE above AS (
             SELECT id, parent_id FROM company WHERE organization_id = $1 AND id = $2
             UNION SELECT c.id, c.parent_id FROM above a JOIN company c ON c.organization_id = $1 AND c.id = a.parent_id
           ) SELECT id FROM above`,
    values: [organizationId, id],
  };
}
