import type { Statement } from '#kernel/tenancy/transaction.js';

export interface NewMember {
  id: string;
  name: string;
  email: string;
  jobTitle?: string | null;
  timeZone?: string | null;
  language?: string | null;
}

/** One that is there already stays as it is. */
export function addMember(organizationId: string, { id, name, email, jobTitle = null, timeZone = null, language = null }: NewMember): Statement {
  return {
    name: 'member.add',
    text: `INSERT INTO member (organization_id, id, name, email, status, job_title, time_zone, language, created_at, updated_at)
           VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, now(), now()) ON CONFLICT DO NOTHING`,
    values: [organizationId, id, name, email, jobTitle, timeZone, language],
  };
}

export interface MemberCard {
  id: string;
  name: string;
  email: string;
  jobTitle: string | null;
}

/** No row when the member is gone or suspended. */
export function activeMember(organizationId: string, memberId: string): Statement {
  return {
    name: 'member.active',
    text: `SELECT id, name, email, job_title AS "jobTitle" FROM member WHERE organization_id = $1 AND id = $2 AND status = 'active' AND deleted_at IS NULL`,
    values: [organizationId, memberId],
  };
}

/** What is left out stays as it is; null leaves it to the organisation. */
export function prefer(organizationId: string, memberId: string, { language, timeZone }: { language?: string | null; timeZone?: string | null }, now: Date): Statement {
  return {
    name: 'member.prefer',
    text: `UPDATE member SET language = CASE WHEN $3 THEN $4 ELSE language END, time_zone = CASE WHEN $5 THEN $6 ELSE time_zone END, updated_at = $7, updated_by = $2, version = version + 1
           WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL`,
    values: [organizationId, memberId, language !== undefined, language ?? null, timeZone !== undefined, timeZone ?? null, now],
  };
}
