import type { Statement } from '#kernel/tenancy/transaction.js';

export interface ProviderRow {
  id: string;
  version: number;
  name: string;
  issuer: string;
  clientId: string;
  /** Sealed. */
  credential: Buffer | null;
  scopes: string[] | null;
  groupsClaim: string | null;
  defaultRoleId: string | null;
  asksFactor: boolean;
}

const PROVIDER = `p.id, p.version, p.name, p.issuer, p.client_id AS "clientId", p.credential, p.scopes, p.groups_claim AS "groupsClaim", p.default_role_id AS "defaultRoleId", p.asks_factor AS "asksFactor"`;
const USABLE = `p.organization_id = $1 AND p.enabled AND p.deleted_at IS NULL AND p.credential IS NOT NULL`;

/** The one that the addresses of a domain sign in with; no row unless both may be used now. */
export function providerOfDomain(organizationId: string, domain: string): Statement {
  return {
    name: 'identityProvider.ofDomain',
    text: `SELECT ${PROVIDER} FROM sign_in_domain d JOIN identity_provider p ON p.organization_id = $1 AND p.id = d.provider_id
           WHERE ${USABLE} AND d.organization_id = $1 AND d.name = $2 AND d.verified_at IS NOT NULL AND d.deleted_at IS NULL`,
    values: [organizationId, domain],
  };
}

export function providerById(organizationId: string, id: string): Statement {
  return { name: 'identityProvider.byId', text: `SELECT ${PROVIDER} FROM identity_provider p WHERE ${USABLE} AND p.id = $2`, values: [organizationId, id] };
}

export function usableProviders(organizationId: string): Statement {
  return { name: 'identityProvider.usable', text: `SELECT ${PROVIDER} FROM identity_provider p WHERE ${USABLE} ORDER BY p.id`, values: [organizationId] };
}

/** Roles that the groups of a provider stand for, and whether one of these groups does. */
export interface MappedRole {
  roleId: string;
  key: string;
  given: boolean;
}

export function mappedRoles(organizationId: string, providerId: string, groups: readonly string[]): Statement {
  return {
    name: 'groupRole.mapped',
    text: `SELECT r.id AS "roleId", r.key, bool_or(g.name = ANY ($3::text[])) AS given FROM group_role g JOIN role r ON r.organization_id = $1 AND r.id = g.role_id AND r.deleted_at IS NULL
           WHERE g.organization_id = $1 AND g.provider_id = $2 AND g.deleted_at IS NULL GROUP BY r.id, r.key`,
    values: [organizationId, providerId, groups],
  };
}

export function liveRole(organizationId: string, roleId: string): Statement {
  return { name: 'role.live', text: `SELECT id AS "roleId", key, true AS given FROM role WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL`, values: [organizationId, roleId] };
}

export function roleIdsOf(organizationId: string, memberId: string): Statement {
  return {
    name: 'memberRole.idsOf',
    text: `SELECT mr.role_id AS "roleId" FROM member_role mr JOIN role r ON r.organization_id = $1 AND r.id = mr.role_id AND r.deleted_at IS NULL WHERE mr.organization_id = $1 AND mr.member_id = $2 AND mr.deleted_at IS NULL`,
    values: [organizationId, memberId],
  };
}

export function takeRoleFrom(organizationId: string, memberId: string, roleId: string, now: Date): Statement {
  return {
    name: 'memberRole.take',
    text: `UPDATE member_role SET deleted_at = $4, updated_at = $4, version = version + 1 WHERE organization_id = $1 AND member_id = $2 AND role_id = $3 AND deleted_at IS NULL`,
    values: [organizationId, memberId, roleId, now],
  };
}

export interface MemberStanding {
  id: string;
  status: 'active' | 'suspended';
  deleted: boolean;
}

export function memberById(organizationId: string, memberId: string): Statement {
  return { name: 'member.standingById', text: `SELECT id, status, deleted_at IS NOT NULL AS deleted FROM member WHERE organization_id = $1 AND id = $2`, values: [organizationId, memberId] };
}

/** Who has the address now, else who had it last. */
export function memberByAddress(organizationId: string, addressKey: string): Statement {
  return {
    name: 'member.standingByAddress',
    text: `SELECT id, status, deleted_at IS NOT NULL AS deleted FROM member WHERE organization_id = $1 AND email_key = $2 ORDER BY deleted_at DESC NULLS FIRST LIMIT 1`,
    values: [organizationId, addressKey],
  };
}

export interface DomainRecord {
  id: string;
  name: string;
  proof: string;
}

export function domainRecord(organizationId: string, id: string): Statement {
  return { name: 'signInDomain.byId', text: `SELECT id, name, proof FROM sign_in_domain WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL`, values: [organizationId, id] };
}

/** No row when it has changed since it was read. */
export function noteVerified(organizationId: string, { id, name, proof }: DomainRecord, at: Date | null, now: Date): Statement {
  return {
    name: 'signInDomain.noteVerified',
    text: `UPDATE sign_in_domain SET verified_at = $5, updated_at = $6, version = version + 1 WHERE organization_id = $1 AND id = $2 AND name = $3 AND proof = $4 AND deleted_at IS NULL RETURNING id`,
    values: [organizationId, id, name, proof, at, now],
  };
}
