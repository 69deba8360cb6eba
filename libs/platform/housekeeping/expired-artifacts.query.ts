import type { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { BATCH } from './expired-keys.query.js';

/** Codes, tokens and grants of applications that have had their time. */
export async function deleteExpiredArtifacts(platform: PlatformDatabase, now: Date): Promise<number> {
  const deleted = await platform.query({
    name: 'housekeeping.delete-expired-artifacts',
    text: `WITH due AS (SELECT kind, hash FROM oauth_artifact WHERE expires_at < $1 ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
           DELETE FROM oauth_artifact a USING due WHERE a.kind = due.kind AND a.hash = due.hash RETURNING a.kind`,
    values: [now],
  });
  return deleted.length;
}
