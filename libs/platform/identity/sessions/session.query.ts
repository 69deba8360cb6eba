import type { Statement } from '#kernel/tenancy/transaction.js';
import type { NewSession, Session } from './session.js';

const SESSION = `s.id, s.account_id AS "accountId", s.organization_id AS "organizationId", s.member_id AS "memberId", s.confined_to AS "confinedTo", s.methods, s.opened_at AS "openedAt",
  s.proved_at AS "provedAt", s.factor_at AS "factorAt", s.seen_at AS "seenAt", s.idle_until AS "idleUntil", s.ends_at AS "endsAt", s.place, s.device`;
const LIVE = `s.ended_at IS NULL AND s.idle_until > $2 AND s.ends_at > $2`;

export function addSession({ id, accountId, organizationId, memberId, confinedTo, methods, openedAt, factorAt, idleUntil, endsAt, place, device }: NewSession): Statement {
  return {
    name: 'session.add',
    text: `INSERT INTO session (id, account_id, organization_id, member_id, methods, opened_at, proved_at, factor_at, seen_at, idle_until, ends_at, place, device, confined_to)
           VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $6, $8, $9, $10, $11, $12)`,
    values: [id, accountId, organizationId, memberId, methods, openedAt, factorAt, idleUntil, endsAt, place, device, confinedTo],
  };
}

/** Whoever was let in by a provider sees what was opened by its word, and nothing else of the person. */
export function liveSessionsOf(accountId: string, now: Date, confinedTo: string | null): Statement {
  return {
    name: 'session.liveOfAccount',
    text: `SELECT ${SESSION} FROM session s WHERE s.account_id = $1 AND ${LIVE} AND ($3::uuid IS NULL OR s.confined_to = $3) ORDER BY s.seen_at DESC, s.id LIMIT 200`,
    values: [accountId, now, confinedTo],
  };
}

/** Those that stand in the organisation now. */
export function liveSessionsOfMember(organizationId: string, memberId: string, now: Date): Statement {
  return {
    name: 'session.liveOfMember',
    text: `SELECT ${SESSION} FROM session s WHERE s.organization_id = $1 AND s.member_id = $3 AND ${LIVE} ORDER BY s.seen_at DESC, s.id LIMIT 200`,
    values: [organizationId, now, memberId],
  };
}

/** Locked until the transaction ends: whatever uses up or ends a chain comes one after the other. */
export function lockSessionOfToken(hash: Buffer): Statement {
  return {
    name: 'session.lockByToken',
    text: `SELECT ${SESSION}, s.ended_at AS "endedAt", a.status AS "accountStatus" FROM session s JOIN account a ON a.id = s.account_id
           WHERE s.id = (SELECT t.session_id FROM refresh_token t WHERE t.hash = $1) FOR UPDATE OF s`,
    values: [hash],
  };
}

/** Asked after the lock, so that it sees what the one before has done. */
export function refreshTokenBy(hash: Buffer): Statement {
  return {
    name: 'refreshToken.byHash',
    text: `SELECT used_at AS "usedAt", successor FROM refresh_token WHERE hash = $1`,
    values: [hash],
  };
}

export function addRefreshToken(sessionId: string, hash: Buffer, issuedAt: Date): Statement {
  return { name: 'refreshToken.add', text: `INSERT INTO refresh_token (hash, session_id, issued_at) VALUES ($1, $2, $3)`, values: [hash, sessionId, issuedAt] };
}

export function useRefreshToken(hash: Buffer, at: Date, successor: Buffer): Statement {
  return { name: 'refreshToken.use', text: `UPDATE refresh_token SET used_at = $2, successor = $3 WHERE hash = $1`, values: [hash, at, successor] };
}

export function seeSession(id: string, at: Date, idleUntil: Date): Statement {
  return { name: 'session.see', text: `UPDATE session SET seen_at = $2, idle_until = $3 WHERE id = $1`, values: [id, at, idleUntil] };
}

/** No row when the administrators of the organisation have ended what was opened before, or it lets people in through its provider alone. */
export function moveSession(id: string, organizationId: string, memberId: string): Statement {
  return {
    name: 'session.move',
    text: `UPDATE session s SET organization_id = m.organization_id, member_id = m.member_id FROM membership m JOIN organization o ON o.id = m.organization_id
           WHERE s.id = $1 AND s.ended_at IS NULL AND m.organization_id = $2 AND m.member_id = $3 AND m.account_id = s.account_id AND s.opened_at >= m.sessions_from
             AND s.confined_to IS NULL AND (NOT o.federated_only OR m.break_glass) RETURNING s.id`,
    values: [id, organizationId, memberId],
  };
}

export function proveSession(id: string, at: Date, method: string, withFactor: boolean): Statement {
  return {
    name: 'session.prove',
    text: `UPDATE session SET proved_at = $2, factor_at = CASE WHEN $4 THEN $2 ELSE factor_at END, methods = CASE WHEN $3 = ANY (methods) THEN methods ELSE methods || $3::text END
           WHERE id = $1 AND ended_at IS NULL RETURNING id`,
    values: [id, at, method, withFactor],
  };
}

export function endSession(id: string, accountId: string, at: Date, because: string, confinedTo: string | null = null): Statement {
  return {
    name: 'session.end',
    text: `UPDATE session s SET ended_at = $3, ended_because = $4 WHERE s.id = $1 AND s.account_id = $2 AND s.ended_at IS NULL AND ($5::uuid IS NULL OR s.confined_to = $5) RETURNING ${SESSION}`,
    values: [id, accountId, at, because, confinedTo],
  };
}

export function endSessionsOf(accountId: string, except: string | null, at: Date, because: string, confinedTo: string | null = null): Statement {
  return {
    name: 'session.endAllOfAccount',
    text: `UPDATE session s SET ended_at = $3, ended_because = $4 WHERE s.account_id = $1 AND s.id IS DISTINCT FROM $2::uuid AND s.ended_at IS NULL AND ($5::uuid IS NULL OR s.confined_to = $5) RETURNING ${SESSION}`,
    values: [accountId, except, at, because, confinedTo],
  };
}

/** All that were opened by the word of an organisation's provider. */
export function endSessionsConfinedTo(organizationId: string, at: Date, because: string): Statement {
  return {
    name: 'session.endAllConfined',
    text: `UPDATE session s SET ended_at = $2, ended_because = $3 WHERE s.organization_id = $1 AND s.confined_to = $1 AND s.ended_at IS NULL RETURNING ${SESSION}`,
    values: [organizationId, at, because],
  };
}

/** In one organisation alone: those that stand there end, and those that were opened elsewhere before now may not enter it. */
export function endSessionsOfMember(organizationId: string, memberId: string, at: Date, because: string): Statement {
  return {
    name: 'session.endAllOfMember',
    text: `WITH barred AS (UPDATE membership SET sessions_from = $3 WHERE organization_id = $1 AND member_id = $2)
           UPDATE session s SET ended_at = $3, ended_because = $4 WHERE s.organization_id = $1 AND s.member_id = $2 AND s.ended_at IS NULL RETURNING ${SESSION}`,
    values: [organizationId, memberId, at, because],
  };
}

export type LockedSession = Session & { endedAt: Date | null; accountStatus: 'active' | 'suspended' };
