import type { Statement } from '#kernel/tenancy/transaction.js';

/** Until the end of the transaction, nobody else moves a company of this organisation. */
export function lockTree(organizationId: string): Statement {
  return { name: 'company.lockTree', text: `SELECT pg_advisory_xact_lock(hashtextextended('company tree ' || $1::uuid::text, 0))`, values: [organizationId] };
}

export interface Above {
  id: string;
  parentId: string | null;
}

/** The company itself and all those above it. */
export function companiesAbove(organizationId: string, id: string): Statement {
  return {
    name: 'company.above',
    text: `WITH RECURSIVE above AS (
             SELECT id, parent_id FROM company WHERE organization_id = $1 AND id = $2
             UNION SELECT c.id, c.parent_id FROM above a JOIN company c ON c.organization_id = $1 AND c.id = a.parent_id
           ) SELECT id, parent_id AS "parentId" FROM above`,
    values: [organizationId, id],
  };
}

export function moveUnder(organizationId: string, id: string, parentId: string | null, by: string | null, now: Date): Statement {
  return { name: 'company.moveUnder', text: `UPDATE company SET parent_id = $3, version = version + 1, updated_at = $5, updated_by = $4 WHERE organization_id = $1 AND id = $2`, values: [organizationId, id, parentId, by, now] };
}
