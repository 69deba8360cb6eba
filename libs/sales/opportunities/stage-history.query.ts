import type { Statement } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';

export interface NewEntry {
  opportunityId: string;
  stageId: string;
  fromStageId: string | null;
  at: Date | string;
  memberId: string | null;
  /** The entry that this one corrects, and the one that it began with. */
  replaces?: { id: string; origin: string };
}

/** History is only ever added to: the role that serves may neither change nor delete it. */
export function addStageEntry(organizationId: string, { opportunityId, stageId, fromStageId, at, memberId, replaces }: NewEntry, now: Date): Statement {
  const id = uuidv7();
  return {
    name: 'stageEntry.add',
    text: `INSERT INTO stage_entry (organization_id, id, origin, replaces_id, opportunity_id, stage_id, from_stage_id, entered_at, member_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [organizationId, id, replaces?.origin ?? id, replaces?.id ?? null, opportunityId, stageId, fromStageId, at, memberId, now],
  };
}

/**
 * For statements about how long deals stay where: one row for each stay, as it is known today, with `left_at` null while it
 * lasts. `$1` is the organisation; `deals` narrows the deals, such as "e.opportunity_id = $2".
 */
export function stays(deals = 'true'): string {
  return `SELECT e.id, e.origin, e.opportunity_id, e.stage_id, e.from_stage_id, e.member_id, e.entered_at, e.recorded_at, e.replaces_id IS NOT NULL AS corrected,
      lead(e.entered_at) OVER deal AS left_at, lead(e.stage_id) OVER deal AS to_stage_id
    FROM stage_entry e WHERE e.organization_id = $1 AND ${deals}
      AND NOT EXISTS (SELECT 1 FROM stage_entry later WHERE later.organization_id = $1 AND later.replaces_id = e.id)
    WINDOW deal AS (PARTITION BY e.opportunity_id ORDER BY e.entered_at, e.origin)`;
}

export interface Stay {
  id: string;
  origin: string;
  stageId: string;
  stage: string;
  fromStageId: string | null;
  memberId: string | null;
  enteredAt: Date;
  leftAt: Date | null;
  recordedAt: Date;
  corrected: boolean;
  seconds: number;
}

/** Oldest first; the last stay lasts until now. */
export function staysOf(organizationId: string, opportunityId: string, now: Date): Statement {
  return {
    name: 'stageEntry.stays',
    text: `SELECT y.id, y.origin, y.stage_id AS "stageId", s.name AS stage, y.from_stage_id AS "fromStageId", y.member_id AS "memberId", y.entered_at AS "enteredAt", y.left_at AS "leftAt", y.recorded_at AS "recordedAt", y.corrected,
        round(extract(epoch FROM coalesce(y.left_at, $3) - y.entered_at))::integer AS seconds
      FROM (${stays('e.opportunity_id = $2')}) y JOIN stage s ON s.organization_id = $1 AND s.id = y.stage_id ORDER BY y.entered_at, y.origin`,
    values: [organizationId, opportunityId, now],
  };
}
