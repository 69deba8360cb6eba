import type { Statement } from '#kernel/tenancy/transaction.js';

export function addTeam(organizationId: string, id: string, name: string, parentId: string | null): Statement {
  return {
    name: 'demo.addTeam',
    text: `INSERT INTO team (organization_id, id, name, parent_id, created_at, updated_at) VALUES ($1, $2, $3, $4, now(), now()) ON CONFLICT DO NOTHING`,
    values: [organizationId, id, name, parentId],
  };
}

export function addTeamMember(organizationId: string, teamId: string, memberId: string): Statement {
  return {
    name: 'demo.addTeamMember',
    text: `INSERT INTO team_member (organization_id, team_id, member_id, created_at, updated_at) SELECT $1, $2, $3, now(), now()
           WHERE NOT EXISTS (SELECT 1 FROM team_member WHERE organization_id = $1 AND team_id = $2 AND member_id = $3)`,
    values: [organizationId, teamId, memberId],
  };
}
