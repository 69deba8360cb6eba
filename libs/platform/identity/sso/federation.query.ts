import type { Statement } from '#kernel/tenancy/transaction.js';

export interface VerifiedDomain {
  domain: string;
  organizationId: string;
  recordId: string;
  proof: string;
  seenAt: Date;
}

const DOMAIN = `domain, organization_id AS "organizationId", record_id AS "recordId", proof, seen_at AS "seenAt"`;

export function verifiedDomain(domain: string): Statement {
  return { name: 'verifiedDomain.by', text: `SELECT ${DOMAIN} FROM verified_domain WHERE domain = $1`, values: [domain] };
}

export function verifiedDomainsOf(organizationId: string): Statement {
  return { name: 'verifiedDomain.ofOrganization', text: `SELECT ${DOMAIN} FROM verified_domain WHERE organization_id = $1 ORDER BY domain`, values: [organizationId] };
}

export function organizationsWithDomains(): Statement {
  return { name: 'verifiedDomain.organizations', text: `SELECT DISTINCT organization_id AS id FROM verified_domain ORDER BY 1` };
}

/** No row when it is another organisation's. */
export function claimDomain({ domain, organizationId, recordId, proof }: Omit<VerifiedDomain, 'seenAt'>, now: Date): Statement {
  return {
    name: 'verifiedDomain.claim',
    text: `INSERT INTO verified_domain AS v (domain, organization_id, record_id, proof, verified_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)
           ON CONFLICT (domain) DO UPDATE SET record_id = $3, proof = $4, verified_at = $5, seen_at = $5 WHERE v.organization_id = $2 RETURNING domain`,
    values: [domain, organizationId, recordId, proof, now],
  };
}

export function seeDomain(domain: string, organizationId: string, now: Date): Statement {
  return { name: 'verifiedDomain.see', text: `UPDATE verified_domain SET seen_at = $3 WHERE domain = $1 AND organization_id = $2`, values: [domain, organizationId, now] };
}

export function releaseDomains(organizationId: string, recordIds: readonly string[]): Statement {
  return { name: 'verifiedDomain.release', text: `DELETE FROM verified_domain WHERE organization_id = $1 AND record_id = ANY ($2::uuid[])`, values: [organizationId, recordIds] };
}

/** As whom the provider knows somebody, and the other way round. */
export function linkedAccount(organizationId: string, issuer: string, subject: string): Statement {
  return { name: 'federatedIdentity.account', text: `SELECT account_id AS "accountId" FROM federated_identity WHERE organization_id = $1 AND issuer = $2 AND subject = $3`, values: [organizationId, issuer, subject] };
}

export function linksOf(organizationId: string, accountId: string): Statement {
  return { name: 'federatedIdentity.ofAccount', text: `SELECT issuer, subject FROM federated_identity WHERE organization_id = $1 AND account_id = $2 ORDER BY used_at DESC`, values: [organizationId, accountId] };
}

/** No row when either is linked to somebody else already. */
export function linkAccount(organizationId: string, issuer: string, subject: string, accountId: string, now: Date): Statement {
  return {
    name: 'federatedIdentity.link',
    text: `INSERT INTO federated_identity (organization_id, issuer, subject, account_id, linked_at, used_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING RETURNING account_id`,
    values: [organizationId, issuer, subject, accountId, now],
  };
}

export function useLink(organizationId: string, issuer: string, subject: string, now: Date): Statement {
  return { name: 'federatedIdentity.use', text: `UPDATE federated_identity SET used_at = $4 WHERE organization_id = $1 AND issuer = $2 AND subject = $3`, values: [organizationId, issuer, subject, now] };
}

export function unlink(organizationId: string, accountId: string): Statement {
  return { name: 'federatedIdentity.unlink', text: `DELETE FROM federated_identity WHERE organization_id = $1 AND account_id = $2 RETURNING subject`, values: [organizationId, accountId] };
}

export interface SeatOfAccount {
  accountId: string;
  memberId: string;
  breakGlass: boolean;
  hasWayIn: boolean;
}

const SEAT = `m.account_id AS "accountId", m.member_id AS "memberId", m.break_glass AS "breakGlass",
  a.status = 'active' AND (a.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM factor f WHERE f.account_id = a.id AND f.kind = 'passkey' AND f.confirmed_at IS NOT NULL)) AS "hasWayIn"`;

export function seatOfAccount(organizationId: string, accountId: string): Statement {
  return { name: 'membership.ofAccountHere', text: `SELECT ${SEAT} FROM membership m JOIN account a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.account_id = $2`, values: [organizationId, accountId] };
}

export function seatOfMember(organizationId: string, memberId: string): Statement {
  return { name: 'membership.ofMember', text: `SELECT ${SEAT} FROM membership m JOIN account a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.member_id = $2`, values: [organizationId, memberId] };
}

export function breakGlassSeats(organizationId: string): Statement {
  return { name: 'membership.breakGlass', text: `SELECT ${SEAT} FROM membership m JOIN account a ON a.id = m.account_id WHERE m.organization_id = $1 AND m.break_glass`, values: [organizationId] };
}

export function setBreakGlass(organizationId: string, memberId: string, breakGlass: boolean): Statement {
  return { name: 'membership.setBreakGlass', text: `UPDATE membership SET break_glass = $3 WHERE organization_id = $1 AND member_id = $2 AND break_glass <> $3 RETURNING member_id`, values: [organizationId, memberId, breakGlass] };
}

export function enforcement(organizationId: string): Statement {
  return { name: 'organization.enforcement', text: `SELECT federated_only AS enforced FROM organization WHERE id = $1`, values: [organizationId] };
}

export function setEnforcement(organizationId: string, enforced: boolean): Statement {
  return { name: 'organization.setEnforcement', text: `UPDATE organization SET federated_only = $2, updated_at = now() WHERE id = $1`, values: [organizationId, enforced] };
}

/** A row unless somebody has the address already. They have no password. */
export function openFederatedAccount(id: string, email: string, name: string): Statement {
  return { name: 'account.openFederated', text: `INSERT INTO account (id, email, name) VALUES ($1, $2, $3) ON CONFLICT (email_key) DO NOTHING RETURNING id`, values: [id, email, name] };
}

/** A row unless the account or the member has a place here already. */
export function takeFreeSeat(organizationId: string, accountId: string, memberId: string): Statement {
  return { name: 'membership.takeFree', text: `INSERT INTO membership (organization_id, account_id, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING member_id`, values: [organizationId, accountId, memberId] };
}
