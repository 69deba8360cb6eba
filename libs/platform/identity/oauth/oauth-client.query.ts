import type { Right } from '#kernel/resource/grants.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import type { CLIENT_KINDS } from './oauth-client.js';

export interface ClientRow {
  id: string;
  clientId: string;
  name: string;
  kind: keyof typeof CLIENT_KINDS;
  redirectUris: string[] | null;
  scopes: string[] | null;
  roleId: string | null;
  ownerId: string | null;
  secretHash: Buffer | null;
}

/** No row unless it may be used now. */
export function usableClient(organizationId: string, clientId: string): Statement {
  return {
    name: 'oauthClient.usable',
    text: `SELECT id, client_id AS "clientId", name, kind, redirect_uris AS "redirectUris", scopes, role_id AS "roleId", owner_id AS "ownerId", digest AS "secretHash"
           FROM oauth_client WHERE organization_id = $1 AND client_id = $2 AND enabled AND deleted_at IS NULL`,
    values: [organizationId, clientId],
  };
}

export interface ClientRights {
  ownerId: string;
  role: string;
  rights: Right[];
}

/** As itself: no row without a role, and without somebody who answers for it. */
export function rightsOfClient(organizationId: string, id: string): Statement {
  return {
    name: 'oauthClient.rights',
    text: `SELECT c.owner_id AS "ownerId", r.key AS role, r.rights FROM oauth_client c JOIN role r ON r.organization_id = $1 AND r.id = c.role_id AND r.deleted_at IS NULL
           WHERE c.organization_id = $1 AND c.id = $2 AND c.enabled AND c.deleted_at IS NULL AND c.digest IS NOT NULL AND c.owner_id IS NOT NULL`,
    values: [organizationId, id],
  };
}

export type ClientToIssue = Pick<ClientRow, 'kind' | 'roleId' | 'clientId'> & { issued: boolean };

export function lockClient(organizationId: string, id: string): Statement {
  return {
    name: 'oauthClient.lock',
    text: `SELECT kind, client_id AS "clientId", role_id AS "roleId", digest IS NOT NULL AS issued FROM oauth_client WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE`,
    values: [organizationId, id],
  };
}

export function giveClientSecret(organizationId: string, id: string, { secretHash, ownerId, at }: { secretHash: Buffer; ownerId: string; at: Date }): Statement {
  return {
    name: 'oauthClient.giveSecret',
    text: `UPDATE oauth_client SET digest = $3, owner_id = $4, issued_at = $5, updated_at = $5, updated_by = $4, version = version + 1 WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, id, secretHash, ownerId, at],
  };
}

/** Whoever comes back one day does not find old secrets working again. */
export function forgetClientSecretsOf(organizationId: string, memberIds: readonly string[]): Statement {
  return { name: 'oauthClient.forgetSecrets', text: `UPDATE oauth_client SET digest = NULL WHERE organization_id = $1 AND owner_id = ANY ($2::uuid[])`, values: [organizationId, memberIds] };
}
