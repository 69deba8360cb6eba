import type { Statement } from '#kernel/tenancy/transaction.js';

export function isRetired(organizationId: string, id: string): Statement {
  return { name: 'booking.isRetired', text: `SELECT 1 FROM bookable_resource WHERE organization_id = $1 AND id = $2 AND NOT is_bookable`, values: [organizationId, id] };
}

/** Those of an activity follow it, unless somebody else has the time: the constraint then refuses the whole change. */
export function moveBookings(organizationId: string, activityId: string, from: Date, until: Date, now: Date): Statement {
  return {
    name: 'booking.move',
    text: `UPDATE booking SET starts_at = $3, ends_at = $4, version = version + 1, updated_at = $5
           WHERE organization_id = $1 AND activity_id = $2 AND deleted_at IS NULL AND (starts_at, ends_at) IS DISTINCT FROM ($3::timestamptz, $4::timestamptz)`,
    values: [organizationId, activityId, from, until, now],
  };
}

export function releaseBookings(organizationId: string, activityId: string, now: Date): Statement {
  return { name: 'booking.release', text: `UPDATE booking SET deleted_at = $3, version = version + 1, updated_at = $3 WHERE organization_id = $1 AND activity_id = $2 AND deleted_at IS NULL`, values: [organizationId, activityId, now] };
}
