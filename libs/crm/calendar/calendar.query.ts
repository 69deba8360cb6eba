import type { Statement } from '#kernel/tenancy/transaction.js';
import type { CalendarItem, CalendarSeries } from './calendar-text.js';

export interface OpenFeed {
  id: string;
  name: string;
  ownerId: string;
  accountActive: boolean;
}

/** No row for a feed that is gone, or whose member is. */
export function openFeed(organizationId: string, prefix: string, digest: Buffer): Statement {
  return {
    name: 'calendar.feed',
    text: `SELECT f.id, f.name, f.owner_id AS "ownerId" FROM calendar_feed f JOIN member m ON m.organization_id = $1 AND m.id = f.owner_id
           WHERE f.organization_id = $1 AND f.prefix = $2 AND f.digest = $3 AND f.deleted_at IS NULL AND m.status = 'active' AND m.deleted_at IS NULL`,
    values: [organizationId, prefix, digest],
  };
}

export function giveAddress(organizationId: string, id: string, prefix: string, digest: Buffer, now: Date): Statement {
  return {
    name: 'calendar.giveAddress',
    text: `UPDATE calendar_feed SET prefix = $3, digest = $4, issued_at = $5, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL`,
    values: [organizationId, id, prefix, digest, now],
  };
}

export type ItemRow = Omit<CalendarItem, 'attendees'> & { attendees: CalendarItem['attendees'] | null };

const MOST = 5_000;

/** What somebody does themselves or is invited to; and all of the series in which that is, since a calendar must be told what of the rule does not hold for them. */
export function itemsOf(organizationId: string, memberId: string, from: Date): Statement {
  return {
    name: 'calendar.items',
    text: `WITH theirs AS (
             SELECT a.id, a.series_id FROM activity a WHERE a.organization_id = $1 AND (a.starts_at >= $3 OR a.day >= ($3::timestamptz AT TIME ZONE 'UTC')::date)
               AND (a.owner_id = $2 OR EXISTS (SELECT 1 FROM activity_attendee p WHERE p.organization_id = $1 AND p.activity_id = a.id AND p.subject = 'member' AND p.record_id = $2 AND p.answer <> 'declined' AND p.deleted_at IS NULL)))
           SELECT a.id, a.title, a.kind, a.state, a.starts_at::text AS "startsAt", a.starts_at_zone AS zone, a.duration::integer AS duration, a.day::text AS day, a.last_day::text AS "lastDay",
             a.location, a.description, a.updated_at::text AS "updatedAt", a.version, a.series_id AS "seriesId", a.slot, a.deleted_at IS NOT NULL AS "isDeleted", a.id IN (SELECT id FROM theirs) AS "isTheirs",
             (SELECT json_agg(json_build_object('name', p.name, 'address', p.address, 'answer', p.answer) ORDER BY p.id) FROM activity_attendee p
              WHERE p.organization_id = $1 AND p.activity_id = a.id AND p.address IS NOT NULL AND p.deleted_at IS NULL) AS attendees
           FROM activity a WHERE a.organization_id = $1 AND (a.id IN (SELECT id FROM theirs WHERE series_id IS NULL) AND a.deleted_at IS NULL OR a.series_id IN (SELECT series_id FROM theirs))
           ORDER BY a.id DESC LIMIT ${MOST}`,
    values: [organizationId, memberId, from],
  };
}

export function seriesNamed(organizationId: string, ids: readonly string[]): Statement {
  return {
    name: 'calendar.series',
    text: `SELECT id, rule, starts_at::text AS "startsAt", starts_at_zone AS zone, day::text AS day FROM activity_series WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND deleted_at IS NULL`,
    values: [organizationId, ids],
  };
}

export type SeriesRow = CalendarSeries;
