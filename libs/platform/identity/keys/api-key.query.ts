import type { Right } from '#kernel/resource/grants.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface KeyToCheck {
  id: string;
  ownerId: string;
  secretHash: Buffer;
  formerHash: Buffer | null;
  formerUntil: Date | null;
  expiresAt: Date | null;
  allowedAddresses: string[] | null;
  lastUsedAt: Date | null;
}

export function keyByPrefix(organizationId: string, prefix: string): Statement {
  return {
    name: 'apiKey.byPrefix',
    text: `SELECT id, owner_id AS "ownerId", digest AS "secretHash", former_digest AS "formerHash", former_until AS "formerUntil", expires_at AS "expiresAt", allowed_addresses AS "allowedAddresses", last_used_at AS "lastUsedAt"
           FROM api_key WHERE organization_id = $1 AND prefix = $2 AND deleted_at IS NULL AND digest IS NOT NULL`,
    values: [organizationId, prefix],
  };
}

export interface KeyRights {
  ownerId: string;
  scopes: string[] | null;
  role: string;
  rights: Right[];
}

export function rightsOfKey(organizationId: string, id: string, now: Date): Statement {
  return {
    name: 'apiKey.rights',
    text: `SELECT k.owner_id AS "ownerId", k.scopes, r.key AS role, r.rights FROM api_key k JOIN role r ON r.organization_id = $1 AND r.id = k.role_id AND r.deleted_at IS NULL
           WHERE k.organization_id = $1 AND k.id = $2 AND k.deleted_at IS NULL AND k.digest IS NOT NULL AND (k.expires_at IS NULL OR k.expires_at > $3)`,
    values: [organizationId, id, now],
  };
}

/** Not at every use: that would be a write for each request. */
export function noteUse(organizationId: string, id: string, at: Date, unlessSince: Date): Statement {
  return {
    name: 'apiKey.noteUse',
    text: `UPDATE api_key SET last_used_at = $3 WHERE organization_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < $4)`,
    values: [organizationId, id, at, unlessSince],
  };
}

export interface KeyToIssue {
  roleId: string;
  prefix: string | null;
  issued: boolean;
}

export function lockKey(organizationId: string, id: string): Statement {
  return { name: 'apiKey.lock', text: `SELECT role_id AS "roleId", prefix, digest IS NOT NULL AS issued FROM api_key WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE`, values: [organizationId, id] };
}

/** The secret that was there lives on until `formerUntil`, if at all. */
export function giveSecret(organizationId: string, id: string, { prefix, secretHash, ownerId, at, formerUntil }: { prefix: string; secretHash: Buffer; ownerId: string; at: Date; formerUntil: Date | null }): Statement {
  return {
    name: 'apiKey.giveSecret',
    text: `UPDATE api_key SET prefix = $3, former_digest = CASE WHEN $7::timestamptz IS NULL THEN NULL ELSE digest END, former_until = $7, digest = $4, owner_id = $5, issued_at = $6,
             updated_at = $6, updated_by = $5, version = version + 1 WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, id, prefix, secretHash, ownerId, at, formerUntil],
  };
}

/** Whoever comes back one day does not find old secrets working again. */
export function forgetSecretsOf(organizationId: string, memberIds: readonly string[]): Statement {
  return {
    name: 'apiKey.forgetSecrets',
    text: `UPDATE api_key SET digest = NULL, former_digest = NULL, former_until = NULL, prefix = NULL WHERE organization_id = $1 AND owner_id = ANY ($2::uuid[])`,
    values: [organizationId, memberIds],
  };
}
