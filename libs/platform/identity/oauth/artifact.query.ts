import type { Statement } from '#kernel/tenancy/transaction.js';

export interface ArtifactRow {
  kind: string;
  hash: Buffer;
  grantHash: Buffer | null;
  uidHash: Buffer | null;
  organizationId: string | null;
  memberId: string | null;
  clientId: string | null;
  payload: Buffer;
  consumedAt: Date | null;
  expiresAt: Date;
}

export type Seen = Pick<ArtifactRow, 'organizationId'>;

const ARTIFACT = `a.kind, a.hash, a.grant_hash AS "grantHash", a.uid_hash AS "uidHash", a.organization_id AS "organizationId", a.member_id AS "memberId",
  a.client_id AS "clientId", a.payload, a.consumed_at AS "consumedAt", a.expires_at AS "expiresAt"`;

/** One that was used up stays so, and one that is there keeps the time at which it came. */
export function keepArtifact({ kind, hash, grantHash, uidHash, organizationId, memberId, clientId, payload, expiresAt }: Omit<ArtifactRow, 'consumedAt'>, now: Date): Statement {
  return {
    name: 'oauth.keep',
    text: `INSERT INTO oauth_artifact (kind, hash, grant_hash, uid_hash, organization_id, member_id, client_id, payload, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           ON CONFLICT (kind, hash) DO UPDATE SET grant_hash = $3, uid_hash = $4, organization_id = $5, member_id = $6, client_id = $7, payload = $8, expires_at = $9`,
    values: [kind, hash, grantHash, uidHash, organizationId, memberId, clientId, payload, expiresAt, now],
  };
}

export function artifactBy(kind: string, hash: Buffer): Statement {
  return { name: 'oauth.byHash', text: `SELECT ${ARTIFACT} FROM oauth_artifact a WHERE a.kind = $1 AND a.hash = $2`, values: [kind, hash] };
}

export function artifactByUid(kind: string, uidHash: Buffer): Statement {
  return { name: 'oauth.byUid', text: `SELECT ${ARTIFACT} FROM oauth_artifact a WHERE a.kind = $1 AND a.uid_hash = $2`, values: [kind, uidHash] };
}

/** Of any number who come at once, one gets a row. */
export function consumeArtifact(kind: string, hash: Buffer, at: Date): Statement {
  return { name: 'oauth.consume', text: `UPDATE oauth_artifact SET consumed_at = $3 WHERE kind = $1 AND hash = $2 AND consumed_at IS NULL RETURNING hash`, values: [kind, hash, at] };
}

export function dropArtifact(kind: string, hash: Buffer): Statement {
  return { name: 'oauth.drop', text: `DELETE FROM oauth_artifact WHERE kind = $1 AND hash = $2 RETURNING organization_id AS "organizationId"`, values: [kind, hash] };
}

/** The grant itself among them. */
export function dropGrant(grantHash: Buffer): Statement {
  return { name: 'oauth.dropGrant', text: `DELETE FROM oauth_artifact WHERE grant_hash = $1 OR (kind = 'Grant' AND hash = $1) RETURNING organization_id AS "organizationId"`, values: [grantHash] };
}

/** All that an application has of one member, or of all. */
export function dropArtifactsOf(organizationId: string, clientId: string, memberId: string | null): Statement {
  return {
    name: 'oauth.dropOfClient',
    text: `DELETE FROM oauth_artifact WHERE organization_id = $1 AND client_id = $2 AND ($3::uuid IS NULL OR member_id = $3)`,
    values: [organizationId, clientId, memberId],
  };
}

/** A token that is alive: neither it nor its grant has ended, and the organisation has not shown the person out since. */
export function liveToken(hash: Buffer, now: Date): Statement {
  return {
    name: 'oauth.liveToken',
    text: `SELECT ${ARTIFACT} FROM oauth_artifact a WHERE a.kind IN ('AccessToken', 'ClientCredentials') AND a.hash = $1 AND a.expires_at > $2
             AND (a.grant_hash IS NULL OR EXISTS (
               SELECT 1 FROM oauth_artifact g JOIN membership m ON m.organization_id = g.organization_id AND m.member_id = g.member_id
               WHERE g.kind = 'Grant' AND g.hash = a.grant_hash AND g.expires_at > $2 AND g.created_at >= m.sessions_from))`,
    values: [hash, now],
  };
}
