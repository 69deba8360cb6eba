import type { Statement } from '#kernel/tenancy/transaction.js';

export interface NewSubmission {
  id: string;
  memberId: string | null;
  period: string;
  startsOn: string;
  endsOn: string;
  note: string | null;
}

export function addSubmission(organizationId: string, { id, memberId, period, startsOn, endsOn, note }: NewSubmission, now: Date): Statement {
  return {
    name: 'forecast.submit',
    text: `INSERT INTO forecast_submission (organization_id, id, member_id, period, starts_on, ends_on, note, created_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $3, $8, $8)`,
    values: [organizationId, id, memberId, period, startsOn, endsOn, note, now],
  };
}

export interface NewLine {
  opportunityId: string;
  name: string;
  ownerId: string | null;
  category: string;
  amount: number | null;
  currency: string | null;
  inBase: number | null;
  base: string | null;
  expectedClose: string | null;
}

export function addLines(organizationId: string, submissionId: string, lines: readonly NewLine[], now: Date): Statement {
  return {
    name: 'forecast.lines',
    text: `INSERT INTO forecast_line (organization_id, submission_id, opportunity_id, name, owner_id, category, amount, amount_currency, in_base, in_base_currency, expected_close, created_at, updated_at)
      SELECT $1, $2, l."opportunityId", l.name, l."ownerId", l.category, l.amount, l.currency, l."inBase", l.base, l."expectedClose", $4, $4
      FROM jsonb_to_recordset($3::jsonb) AS l("opportunityId" uuid, name text, "ownerId" uuid, category text, amount bigint, currency text, "inBase" bigint, base text, "expectedClose" date)`,
    values: [organizationId, submissionId, JSON.stringify(lines), now],
  };
}
