import type { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { BATCH } from './expired-keys.query.js';

const DAY_MS = 24 * 60 * 60_000;
/** What happened stands among the events of the account; the session itself is of no use to anybody after this time. */
const KEPT_AFTER_END_MS = 30 * DAY_MS;

/** With a session go its refresh tokens. Returns how many were deleted, at most a batch. */
export async function deleteSpentSessions(platform: PlatformDatabase, now: Date): Promise<number> {
  const [deleted] = await platform.query<{ rows: string }>({
    name: 'housekeeping.delete-spent-sessions',
    text: `WITH due AS (SELECT id FROM session WHERE ends_at < $1 OR ended_at < $1 LIMIT ${BATCH} FOR UPDATE SKIP LOCKED), gone AS (DELETE FROM session s USING due WHERE s.id = due.id RETURNING s.id)
           SELECT count(*) AS rows FROM gone`,
    values: [new Date(now.getTime() - KEPT_AFTER_END_MS)],
  });
  return Number(deleted?.rows ?? 0);
}

/** What was begun and never finished. */
export async function deleteSpentChallenges(platform: PlatformDatabase, now: Date): Promise<number> {
  const [deleted] = await platform.query<{ rows: string }>({
    name: 'housekeeping.delete-spent-challenges',
    text: `WITH due AS (SELECT id FROM challenge WHERE expires_at < $1 LIMIT ${BATCH} FOR UPDATE SKIP LOCKED), gone AS (DELETE FROM challenge c USING due WHERE c.id = due.id RETURNING c.id)
           SELECT count(*) AS rows FROM gone`,
    values: [now],
  });
  return Number(deleted?.rows ?? 0);
}
