import type { Right } from '#kernel/resource/grants.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface AccessRow {
  time_zone: string | null;
  language: string | null;
  roles: string[];
  rights: Right[][];
  team_member_ids: string[];
  tree_member_ids: string[];
}

/** All that decides what a member may do; no row when the member is gone or suspended. */
export function accessOf(organizationId: string, memberId: string): Statement {
  return {
    name: 'identity.access',
    text: `
      WITH RECURSIVE mine AS (
        SELECT tm.team_id FROM team_member tm JOIN team t ON t.organization_id = $1 AND t.id = tm.team_id AND t.deleted_at IS NULL
        WHERE tm.organization_id = $1 AND tm.member_id = $2 AND tm.deleted_at IS NULL
      ), tree AS (
        SELECT team_id FROM mine
        UNION SELECT t.id FROM team t JOIN tree ON t.organization_id = $1 AND t.parent_id = tree.team_id AND t.deleted_at IS NULL
      ), held AS (
        SELECT r.key, r.rights FROM member_role mr JOIN role r ON r.organization_id = $1 AND r.id = mr.role_id AND r.deleted_at IS NULL
        WHERE mr.organization_id = $1 AND mr.member_id = $2 AND mr.deleted_at IS NULL
      )
      SELECT m.time_zone, m.language,
        coalesce((SELECT json_agg(key) FROM held), '[]') AS roles,
        coalesce((SELECT json_agg(rights) FROM held), '[]') AS rights,
        coalesce((SELECT json_agg(DISTINCT tm.member_id) FROM team_member tm WHERE tm.organization_id = $1 AND tm.deleted_at IS NULL AND tm.team_id IN (SELECT team_id FROM mine)), '[]') AS team_member_ids,
        coalesce((SELECT json_agg(DISTINCT tm.member_id) FROM team_member tm WHERE tm.organization_id = $1 AND tm.deleted_at IS NULL AND tm.team_id IN (SELECT team_id FROM tree)), '[]') AS tree_member_ids
      FROM member m WHERE m.organization_id = $1 AND m.id = $2 AND m.status = 'active' AND m.deleted_at IS NULL`,
    values: [organizationId, memberId],
  };
}
