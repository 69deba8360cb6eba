import type { Right } from '#kernel/resource/grants.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface KnownRole {
  id: string;
  key: string;
  rights: Right[];
  given: string[] | null;
  deleted: boolean;
}

/** Locked, so that two releases that start at once do not give the same rights twice. Live rows come last and so win. */
export function knownRoles(organizationId: string): Statement {
  return {
    name: 'role.known',
    text: `SELECT id, key, rights, given, deleted_at IS NOT NULL AS deleted FROM role WHERE organization_id = $1 ORDER BY deleted_at NULLS LAST FOR UPDATE`,
    values: [organizationId],
  };
}

export function addRole(organizationId: string, { key, name, rights, given }: { key: string; name: string; rights: Right[]; given: string[] }): Statement {
  return {
    name: 'role.add',
    text: `INSERT INTO role (organization_id, key, name, rights, given, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, now(), now()) ON CONFLICT DO NOTHING`,
    values: [organizationId, key, name, JSON.stringify(rights), JSON.stringify(given)],
  };
}

export function giveRights(organizationId: string, roleId: string, rights: Right[], given: string[]): Statement {
  return {
    name: 'role.giveRights',
    text: `UPDATE role SET rights = $3, given = $4, version = version + 1, updated_at = now() WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, roleId, JSON.stringify(rights), JSON.stringify(given)],
  };
}

export function giveMemberRole(organizationId: string, memberId: string, roleKey: string): Statement {
  return {
    name: 'memberRole.give',
    text: `INSERT INTO member_role (organization_id, member_id, role_id, created_at, updated_at)
           SELECT $1, $2, r.id, now(), now() FROM role r WHERE r.organization_id = $1 AND r.key = $3 AND r.deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM member_role mr WHERE mr.organization_id = $1 AND mr.member_id = $2 AND mr.role_id = r.id AND mr.deleted_at IS NULL)`,
    values: [organizationId, memberId, roleKey],
  };
}
