import type { Money } from '#kernel/field/money-text.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface Given {
  opportunityId: string;
  memberId: string | null;
  percent: number;
  amount: Money | null;
  day: string;
}

/** For the member, and for each team that the member is in now, with those above it. */
export function giveCredit(organizationId: string, { opportunityId, memberId, percent, amount, day }: Given, now: Date): Statement {
  return {
    name: 'credit.give',
    text: `WITH RECURSIVE above AS (
        SELECT m.team_id AS id FROM team_member m WHERE m.organization_id = $1 AND m.member_id = $3 AND m.deleted_at IS NULL
        UNION SELECT t.parent_id FROM team t JOIN above a ON t.organization_id = $1 AND t.id = a.id WHERE t.parent_id IS NOT NULL)
      INSERT INTO deal_credit (organization_id, opportunity_id, member_id, team_id, percent, amount, amount_currency, day, created_at, updated_at)
      SELECT $1, $2, $3, own.team_id, $4, $5, $6, $7, $8, $8 FROM (SELECT NULL::uuid AS team_id UNION ALL SELECT id FROM above) own`,
    values: [organizationId, opportunityId, memberId, percent, amount?.amount ?? null, amount?.currency ?? null, day, now],
  };
}

/** Whatever was given for the deal, set off. */
export function takeCreditBack(organizationId: string, opportunityId: string, day: string, now: Date): Statement {
  return {
    name: 'credit.takeBack',
    text: `INSERT INTO deal_credit (organization_id, opportunity_id, member_id, team_id, percent, amount, amount_currency, day, created_at, updated_at)
      SELECT $1, $2, member_id, team_id, -sum(percent), -sum(amount), amount_currency, $3, $4, $4 FROM deal_credit
      WHERE organization_id = $1 AND opportunity_id = $2 AND deleted_at IS NULL GROUP BY member_id, team_id, amount_currency HAVING sum(percent) <> 0 OR sum(amount) <> 0`,
    values: [organizationId, opportunityId, day, now],
  };
}

export interface Standing {
  memberId: string | null;
  teamId: string | null;
  percent: number;
  amount: string | null;
}

/** What stands to the credit of each for a deal. */
export function creditOf(organizationId: string, opportunityId: string): Statement {
  return {
    name: 'credit.of',
    text: `SELECT member_id AS "memberId", team_id AS "teamId", sum(percent)::double precision AS percent, sum(amount)::text AS amount FROM deal_credit
      WHERE organization_id = $1 AND opportunity_id = $2 AND deleted_at IS NULL GROUP BY member_id, team_id HAVING round(sum(percent)::numeric, 2) <> 0 ORDER BY member_id, team_id NULLS FIRST`,
    values: [organizationId, opportunityId],
  };
}

/** A difference for one member or one team of theirs. */
export function correctCredit(organizationId: string, opportunityId: string, { memberId, teamId }: Standing, amount: Money, day: string, now: Date): Statement {
  return {
    name: 'credit.correct',
    text: `INSERT INTO deal_credit (organization_id, opportunity_id, member_id, team_id, percent, amount, amount_currency, day, created_at, updated_at) VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $8)`,
    values: [organizationId, opportunityId, memberId, teamId, amount.amount, amount.currency, day, now],
  };
}
