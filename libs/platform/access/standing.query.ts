import type { Right } from '#kernel/resource/grants.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { OWNER_ROLE } from './hand-out.js';

export interface HeldRole {
  id: string;
  key: string;
  name: string;
  rights: Right[];
}

/** The roles of a member; with `active`, no row unless they are active. */
export function rolesHeldBy(organizationId: string, memberId: string, active: boolean): Statement {
  return {
    name: 'access.rolesHeld',
    text: `SELECT m.name, m.status, coalesce(json_agg(DISTINCT jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name, 'rights', r.rights)) FILTER (WHERE r.id IS NOT NULL), '[]') AS roles
           FROM member m LEFT JOIN member_role mr ON mr.organization_id = $1 AND mr.member_id = m.id AND mr.deleted_at IS NULL
           LEFT JOIN role r ON r.organization_id = $1 AND r.id = mr.role_id AND r.deleted_at IS NULL
           WHERE m.organization_id = $1 AND m.id = $2 AND m.deleted_at IS NULL AND (m.status = 'active' OR NOT $3) GROUP BY m.id, m.name, m.status`,
    values: [organizationId, memberId, active],
  };
}

export function rolesById(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'access.rolesById', text: `SELECT id, key, name, rights FROM role WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND deleted_at IS NULL ORDER BY key`, values: [organizationId, ids] };
}

export function roleKeys(organizationId: string): Statement {
  return { name: 'access.roleKeys', text: `SELECT key FROM role WHERE organization_id = $1`, values: [organizationId] };
}

/** Held until the transaction ends: whatever takes the owner's role from somebody comes one after the other. */
export function lockOwnerRole(organizationId: string): Statement {
  return { name: 'access.lockOwnerRole', text: `SELECT id FROM role WHERE organization_id = $1 AND key = '${OWNER_ROLE}' AND deleted_at IS NULL FOR UPDATE`, values: [organizationId] };
}

/** Asked after the lock, so that it sees what the one before has done. */
export function activeOwners(organizationId: string): Statement {
  return {
    name: 'access.activeOwners',
    text: `SELECT DISTINCT m.id FROM member_role mr JOIN role r ON r.organization_id = $1 AND r.id = mr.role_id AND r.key = '${OWNER_ROLE}' AND r.deleted_at IS NULL
           JOIN member m ON m.organization_id = $1 AND m.id = mr.member_id AND m.status = 'active' AND m.deleted_at IS NULL WHERE mr.organization_id = $1 AND mr.deleted_at IS NULL`,
    values: [organizationId],
  };
}

/** Held until the transaction ends: of two moves that would close a circle together, the second sees the first. */
export function lockTeamTree(organizationId: string): Statement {
  return { name: 'access.lockTeamTree', text: `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`team tree ${organizationId}`] };
}

/** A team and all above it, nearest first. */
export function teamsAbove(organizationId: string, teamId: string): Statement {
  return {
    name: 'access.teamsAbove',
    text: `WITH RECURSIVE above AS (
             SELECT id, name, parent_id, 0 AS steps FROM team WHERE organization_id = $1 AND id = $2
             UNION ALL SELECT t.id, t.name, t.parent_id, above.steps + 1 FROM team t JOIN above ON t.organization_id = $1 AND t.id = above.parent_id WHERE above.steps < 50
           ) SELECT id, name FROM above ORDER BY steps`,
    values: [organizationId, teamId],
  };
}
