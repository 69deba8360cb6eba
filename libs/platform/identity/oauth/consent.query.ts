import type { Statement } from '#kernel/tenancy/transaction.js';

export interface Consent {
  id: string;
  organizationId: string;
  organization: string;
  memberId: string;
  clientId: string;
  name: string;
  scopes: string[];
  givenAt: Date;
  usedAt: Date;
}

const CONSENT = `c.id, c.organization_id AS "organizationId", o.name AS organization, c.member_id AS "memberId", c.client_id AS "clientId", c.client_name AS name, c.scopes, c.given_at AS "givenAt", c.used_at AS "usedAt"`;

export function consentTo(organizationId: string, memberId: string, clientId: string): Statement {
  return {
    name: 'oauthConsent.to',
    text: `SELECT ${CONSENT} FROM oauth_consent c JOIN organization o ON o.id = c.organization_id WHERE c.organization_id = $1 AND c.member_id = $2 AND c.client_id = $3`,
    values: [organizationId, memberId, clientId],
  };
}

export interface NewConsent {
  organizationId: string;
  memberId: string;
  accountId: string;
  clientId: string;
  name: string;
  scopes: readonly string[];
}

/** What was agreed to earlier goes on. */
export function keepConsent({ organizationId, memberId, accountId, clientId, name, scopes }: NewConsent, at: Date): Statement {
  return {
    name: 'oauthConsent.keep',
    text: `INSERT INTO oauth_consent AS c (organization_id, member_id, account_id, client_id, client_name, scopes, given_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
           ON CONFLICT (organization_id, member_id, client_id) DO UPDATE SET client_name = $5, used_at = $7, scopes = ARRAY(SELECT DISTINCT unnest(c.scopes || $6::text[]))`,
    values: [organizationId, memberId, accountId, clientId, name, scopes, at],
  };
}

export function consentsOf(accountId: string): Statement {
  return { name: 'oauthConsent.ofAccount', text: `SELECT ${CONSENT} FROM oauth_consent c JOIN organization o ON o.id = c.organization_id WHERE c.account_id = $1 ORDER BY c.given_at DESC, c.id LIMIT 200`, values: [accountId] };
}

export function dropConsent(id: string, accountId: string): Statement {
  return { name: 'oauthConsent.drop', text: `DELETE FROM oauth_consent WHERE id = $1 AND account_id = $2 RETURNING id, organization_id AS "organizationId", member_id AS "memberId", client_id AS "clientId", client_name AS name`, values: [id, accountId] };
}
