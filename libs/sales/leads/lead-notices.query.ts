import type { Statement } from '#kernel/tenancy/transaction.js';

export function assignedLeads(organizationId: string, entryIds: readonly string[]): Statement {
  return { name: 'lead.assigned', text: `SELECT id, record_id AS "recordId", after ->> 'ownerId' AS "memberId" FROM ledger_entry WHERE organization_id = $1 AND id = ANY ($2)`, values: [organizationId, entryIds] };
}
