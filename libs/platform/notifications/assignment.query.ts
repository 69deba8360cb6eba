import type { Statement } from '#kernel/tenancy/transaction.js';

export interface NewOwner {
  id: string;
  after: Readonly<Record<string, string>>;
}

export function newOwners(organizationId: string, entryIds: readonly string[]): Statement {
  return { name: 'notification.newOwners', text: `SELECT id, after FROM ledger_entry WHERE organization_id = $1 AND id = ANY ($2)`, values: [organizationId, entryIds] };
}
