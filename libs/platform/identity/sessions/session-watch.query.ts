import type { Statement } from '#kernel/tenancy/transaction.js';

export interface WatchedRow {
  sessionId: string;
  organizationId: string | null;
  live: boolean;
  present: boolean;
  superAdmin: boolean;
  confinedTo: string | null;
  hasFactor: boolean;
  provedAt: Date | null;
  factorAt: Date | null;
}

/**
 * For many at once: is the session alive and its account active, and may it be in the organisation of the token? One that is
 * confined is not alive anywhere else; its second factor is what its provider says, not what the person has with us.
 */
export function watchedSessions(asked: readonly { sessionId: string; accountId: string; organizationId: string | null; memberId: string | null }[], now: Date): Statement {
  return {
    name: 'session.watched',
    text: `SELECT q.session_id AS "sessionId", q.organization_id AS "organizationId", s.proved_at AS "provedAt", s.factor_at AS "factorAt", s.confined_to AS "confinedTo", coalesce(a.super_admin, false) AS "superAdmin",
             coalesce(s.ended_at IS NULL AND s.idle_until > $5 AND s.ends_at > $5 AND a.status = 'active' AND (s.confined_to IS NULL OR s.confined_to = q.organization_id), false) AS live,
             coalesce(o.status = 'active' AND s.opened_at >= m.sessions_from AND (s.confined_to IS NOT NULL OR NOT o.federated_only OR m.break_glass), false) AS present,
             CASE WHEN s.confined_to IS NULL THEN EXISTS (SELECT 1 FROM factor f WHERE f.account_id = q.account_id AND f.confirmed_at IS NOT NULL) ELSE s.factor_at IS NOT NULL END AS "hasFactor"
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) AS q(session_id, account_id, organization_id, member_id)
           LEFT JOIN session s ON s.id = q.session_id AND s.account_id = q.account_id LEFT JOIN account a ON a.id = s.account_id
           LEFT JOIN membership m ON m.organization_id = q.organization_id AND m.member_id = q.member_id AND m.account_id = q.account_id LEFT JOIN organization o ON o.id = m.organization_id`,
    values: [asked.map(({ sessionId }) => sessionId), asked.map(({ accountId }) => accountId), asked.map(({ organizationId }) => organizationId), asked.map(({ memberId }) => memberId), now],
  };
}
