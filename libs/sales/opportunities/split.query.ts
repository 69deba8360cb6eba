import type { Statement } from '#kernel/tenancy/transaction.js';

export interface Share {
  memberId: string;
  percent: number;
}

export function dropSplits(organizationId: string, opportunityId: string, now: Date): Statement {
  return { name: 'split.drop', text: `UPDATE opportunity_split SET deleted_at = $3, updated_at = $3, version = version + 1 WHERE organization_id = $1 AND opportunity_id = $2 AND deleted_at IS NULL`, values: [organizationId, opportunityId, now] };
}

export function addSplit(organizationId: string, opportunityId: string, { memberId, percent }: Share, now: Date): Statement {
  return { name: 'split.add', text: `INSERT INTO opportunity_split (organization_id, opportunity_id, member_id, percent, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`, values: [organizationId, opportunityId, memberId, percent, now] };
}

/** Live ones; none mean that all of it is the owner's. */
export function splitsOf(organizationId: string, opportunityId: string): Statement {
  return { name: 'split.of', text: `SELECT member_id AS "memberId", percent FROM opportunity_split WHERE organization_id = $1 AND opportunity_id = $2 AND deleted_at IS NULL ORDER BY percent DESC, id`, values: [organizationId, opportunityId] };
}
