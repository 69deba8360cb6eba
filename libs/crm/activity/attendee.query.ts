import type { Statement } from '#kernel/tenancy/transaction.js';

/** For the next ones of a series: the same people, who have yet to answer. */
export function copyAttendees(organizationId: string, fromId: string, toIds: readonly string[], by: string | null, now: Date): Statement {
  return {
    name: 'activityAttendee.copy',
    text: `INSERT INTO activity_attendee (organization_id, created_at, created_by, updated_at, updated_by, activity_id, name, address, subject, record_id, is_optional)
           SELECT $1, $4, $5, $4, $5, next.id, a.name, a.address, a.subject, a.record_id, a.is_optional
           FROM activity_attendee a CROSS JOIN unnest($3::uuid[]) AS next (id) WHERE a.organization_id = $1 AND a.activity_id = $2 AND a.deleted_at IS NULL`,
    values: [organizationId, fromId, toIds, now, by],
  };
}

export function answerFor(organizationId: string, activityId: string, memberId: string, answer: string, now: Date): Statement {
  return {
    name: 'activityAttendee.answer',
    text: `UPDATE activity_attendee SET answer = $4, version = version + 1, updated_at = $5, updated_by = $3
           WHERE organization_id = $1 AND activity_id = $2 AND subject = 'member' AND record_id = $3 AND deleted_at IS NULL RETURNING id`,
    values: [organizationId, activityId, memberId, answer, now],
  };
}

/** Colleagues who are coming, or have not said otherwise. */
export function membersComing(organizationId: string, activityIds: readonly string[]): Statement {
  return {
    name: 'activityAttendee.members',
    text: `SELECT activity_id AS "activityId", record_id AS "memberId" FROM activity_attendee
           WHERE organization_id = $1 AND activity_id = ANY ($2::uuid[]) AND subject = 'member' AND answer <> 'declined' AND deleted_at IS NULL`,
    values: [organizationId, activityIds],
  };
}

export interface Due {
  title: string;
  startsAt: Date | null;
  day: string | null;
  remindBefore: number | null;
  ownerId: string | null;
  coming: boolean;
}

/** Whoever is invited may know what it is and when, even where they do not see the record. */
export function openActivity(organizationId: string, id: string, memberId: string): Statement {
  return {
    name: 'activity.due',
    text: `SELECT title, starts_at AS "startsAt", day::text AS day, remind_before::integer AS "remindBefore", owner_id AS "ownerId",
             EXISTS (SELECT 1 FROM activity_attendee p WHERE p.organization_id = $1 AND p.activity_id = a.id AND p.subject = 'member' AND p.record_id = $3 AND p.answer <> 'declined' AND p.deleted_at IS NULL) AS coming
           FROM activity a WHERE a.organization_id = $1 AND a.id = $2 AND a.state = 'open' AND a.deleted_at IS NULL`,
    values: [organizationId, id, memberId],
  };
}
