import type { Statement } from '#kernel/tenancy/transaction.js';

export interface PolicyRow {
  role: string | null;
  demandedFrom: Date;
}

export function factorPolicies(organizationId: string): Statement {
  return { name: 'factorPolicy.all', text: `SELECT role, demanded_from AS "demandedFrom" FROM factor_policy WHERE organization_id = $1 AND deleted_at IS NULL`, values: [organizationId] };
}
