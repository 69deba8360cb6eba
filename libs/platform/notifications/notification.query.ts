import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Channel } from './notification-type.js';

export interface Notice {
  type: string;
  subject: string | null;
  recordId: string | null;
  actorId: string | null;
  note: string | null;
}

export interface NoticeRow extends Notice {
  id: string;
  createdAt: Date;
  readAt: Date | null;
}

/** How one member wants to be told, with where and in which language they are. */
export interface Wishes {
  channels: { readonly [type: string]: readonly Channel[] };
  quietFrom: string | null;
  quietUntil: string | null;
  digestAt: string | null;
}

export interface Recipient extends Wishes {
  email: string;
  timeZone: string | null;
  language: string | null;
}

const NOTICE = `n.id, n.type, n.subject, n.record_id AS "recordId", n.actor_id AS "actorId", n.note, n.created_at AS "createdAt", n.read_at AS "readAt"`;

/** No row when it has been told already. */
export function addNotice(organizationId: string, memberId: string, effectKey: string, { type, subject, recordId, actorId, note }: Notice, now: Date): Statement {
  return {
    name: 'notification.add',
    text: `INSERT INTO notification (organization_id, member_id, effect_key, type, subject, record_id, actor_id, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           ON CONFLICT (organization_id, member_id, effect_key) DO NOTHING RETURNING id`,
    values: [organizationId, memberId, effectKey, type, subject, recordId, actorId, note, now],
  };
}

/** No row when the member is gone or suspended. */
export function recipientOf(organizationId: string, memberId: string): Statement {
  return {
    name: 'notification.recipient',
    text: `SELECT m.email, m.time_zone AS "timeZone", m.language, coalesce(c.channels, '{}') AS channels, c.quiet_from AS "quietFrom", c.quiet_until AS "quietUntil", c.digest_at AS "digestAt"
           FROM member m LEFT JOIN notification_choice c ON c.organization_id = m.organization_id AND c.member_id = m.id
           WHERE m.organization_id = $1 AND m.id = $2 AND m.status = 'active' AND m.deleted_at IS NULL`,
    values: [organizationId, memberId],
  };
}

export function keepForDigest(organizationId: string, id: string): Statement {
  return { name: 'notification.forDigest', text: `UPDATE notification SET in_digest = true WHERE organization_id = $1 AND id = $2`, values: [organizationId, id] };
}

/** What was not read in the meantime; it goes with this digest and no other. */
export function takeForDigest(organizationId: string, memberId: string): Statement {
  return {
    name: 'notification.takeForDigest',
    text: `WITH taken AS (UPDATE notification SET in_digest = false WHERE organization_id = $1 AND member_id = $2 AND in_digest RETURNING *)
           SELECT ${NOTICE} FROM taken n WHERE n.read_at IS NULL ORDER BY n.id`,
    values: [organizationId, memberId],
  };
}

export function noticeById(organizationId: string, memberId: string, id: string): Statement {
  return { name: 'notification.byId', text: `SELECT ${NOTICE} FROM notification n WHERE n.organization_id = $1 AND n.member_id = $2 AND n.id = $3`, values: [organizationId, memberId, id] };
}

export function noticesOf(organizationId: string, memberId: string, { before, unread, most }: { before: string | null; unread: boolean; most: number }): Statement {
  return {
    name: `notification.of${unread ? '.unread' : ''}${before ? '.before' : ''}`,
    text: `SELECT ${NOTICE} FROM notification n WHERE n.organization_id = $1 AND n.member_id = $2${unread ? ' AND n.read_at IS NULL' : ''}${before ? ' AND n.id < $4' : ''} ORDER BY n.id DESC LIMIT $3`,
    values: [organizationId, memberId, most, ...(before ? [before] : [])],
  };
}

export function unreadOf(organizationId: string, memberId: string, most: number): Statement {
  return {
    name: 'notification.unread',
    text: `SELECT count(*)::integer AS count FROM (SELECT 1 FROM notification WHERE organization_id = $1 AND member_id = $2 AND read_at IS NULL LIMIT $3) unread`,
    values: [organizationId, memberId, most],
  };
}

/** All of them, where none is named. */
export function markRead(organizationId: string, memberId: string, ids: readonly string[] | null, readAt: Date | null): Statement {
  return {
    name: `notification.mark${ids ? '' : '.all'}`,
    text: `UPDATE notification SET read_at = $3 WHERE organization_id = $1 AND member_id = $2 AND (read_at IS NULL) = ($3::timestamptz IS NOT NULL)${ids ? ' AND id = ANY ($4)' : ''} RETURNING id`,
    values: [organizationId, memberId, readAt, ...(ids ? [ids] : [])],
  };
}

export function keepWishes(organizationId: string, memberId: string, { channels, quietFrom, quietUntil, digestAt }: Wishes): Statement {
  return {
    name: 'notification.keepWishes',
    text: `INSERT INTO notification_choice (organization_id, member_id, channels, quiet_from, quiet_until, digest_at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (organization_id, member_id) DO UPDATE SET channels = excluded.channels, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, digest_at = excluded.digest_at`,
    values: [organizationId, memberId, JSON.stringify(channels), quietFrom, quietUntil, digestAt],
  };
}

export function deleteOldNotices(organizationId: string, before: Date, most: number): Statement {
  return {
    name: 'notification.deleteOld',
    text: `DELETE FROM notification WHERE organization_id = $1 AND id IN (SELECT id FROM notification WHERE organization_id = $1 AND created_at < $2 LIMIT $3) RETURNING id`,
    values: [organizationId, before, most],
  };
}
