import type { Ability } from '#kernel/gate/ability.js';
import { SqlWriter, toSql } from '#kernel/gate/sql.js';
import { named } from '#kernel/pipeline/statements.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface Aim {
  id: string;
  memberId: string | null;
  teamId: string | null;
  startsOn: string;
  endsOn: string;
}

export interface Attained {
  id: string;
  /** Minor units of the organisation's currency. */
  amount: string;
  /** Parts of shared deals count as parts. */
  deals: number;
}

/** What each aim has come to, of the credit that the reader may see. */
export function attained(credit: ResourceModel, ability: Ability, organizationId: string, aims: readonly Aim[]): Statement {
  const writer = new SqlWriter(organizationId);
  const rule = toSql(ability.of(credit).rows('read'), credit, 't', writer);
  const text = `SELECT g.id, coalesce(sum(t.amount), 0)::text AS amount, coalesce(round(sum(t.percent)::numeric, 2) / 100, 0)::double precision AS deals
    FROM jsonb_to_recordset(${writer.bind(JSON.stringify(aims), 'jsonb')}) AS g(id uuid, "memberId" uuid, "teamId" uuid, "startsOn" date, "endsOn" date)
    LEFT JOIN deal_credit t ON t.organization_id = $1 AND t.deleted_at IS NULL AND t.day BETWEEN g."startsOn" AND g."endsOn"
      AND (g."memberId" IS NULL OR t.member_id = g."memberId") AND t.team_id IS NOT DISTINCT FROM g."teamId" AND ${rule}
    GROUP BY g.id`;
  return named('target.attained', text, writer.values);
}
