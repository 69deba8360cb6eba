import type { Statement } from '#kernel/tenancy/transaction.js';

/** Holds the row of the series until the transaction ends: whoever assigns within one series does so one after the other. */
export function nextTurn(organizationId: string, series: string): Statement {
  return { name: 'assignment.nextTurn', text: 'SELECT next_counter($1, $2)::integer AS turn', values: [organizationId, series] };
}

export function teamMembers(organizationId: string, teamId: string): Statement {
  return { name: 'assignment.team', text: `SELECT member_id AS id FROM team_member WHERE organization_id = $1 AND team_id = $2 AND deleted_at IS NULL ORDER BY id`, values: [organizationId, teamId] };
}

/** Active members who are not away on that day. */
export function presentMembers(organizationId: string, memberIds: readonly string[], day: string): Statement {
  return {
    name: 'assignment.present',
    text: `SELECT m.id FROM member m WHERE m.organization_id = $1 AND m.id = ANY ($2) AND m.status = 'active' AND m.deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.organization_id = $1 AND a.member_id = m.id AND a.deleted_at IS NULL AND $3::date BETWEEN a.first_day AND a.last_day)`,
    values: [organizationId, memberIds, day],
  };
}
