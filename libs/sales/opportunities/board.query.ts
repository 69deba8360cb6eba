import type { ResourceAbility, Ability } from '#kernel/gate/ability.js';
import { all, compare, type Predicate } from '#kernel/gate/predicate.js';
import { SqlWriter, toSql } from '#kernel/gate/sql.js';
import { searchCondition } from '#kernel/pipeline/search.js';
import { named } from '#kernel/pipeline/statements.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { stays } from './stage-history.query.js';

export interface Asked {
  organizationId: string;
  pipelineId: string;
  where: Predicate;
  q: string | null;
}

/** Of one currency. Sums are texts of whole numbers: of minor units, and of ten thousandths of them where probabilities were multiplied in. */
export interface SumRow {
  currency: string | null;
  /** Closed deals with what they were worth in the organisation's currency when they were closed. */
  settled: boolean;
  count: number;
  amount: string | null;
  weighted: string | null;
  closing: string | null;
}

export interface ColumnRow extends SumRow {
  stageId: string;
}

/** The deals of a pipeline that the reader may see, as a condition over `t`. */
function readable(deal: ResourceModel, ability: Ability, { pipelineId, where, q }: Asked, writer: SqlWriter): string {
  const rule = all([compare(deal.fields.get('pipelineId')!, 'eq', [pipelineId]), ability.of(deal).rows('read'), where]);
  return `t.organization_id = $1 AND t.deleted_at IS NULL AND ${toSql(rule, deal, 't', writer)}${q ? ` AND ${searchCondition(deal, 't', q, ability, writer)}` : ''}`;
}

/** Whoever does not see every amount sees no sum of them. */
export function seesAmounts(own: ResourceAbility): boolean {
  return ['amount', 'probability', 'closingAmount'].every((field) => own.visibility().get(field) === 'shown');
}

/** Deals of a stage mostly share its probability: multiplying what they sum up to costs less than multiplying each of them. */
export function columnSums(deal: ResourceModel, ability: Ability, asked: Asked): Statement {
  const writer = new SqlWriter(asked.organizationId);
  const condition = readable(deal, ability, asked, writer);
  const [alike, sums] = seesAmounts(ability.of(deal))
    ? [`t.amount_currency AS currency, t.closing_amount IS NOT NULL AS settled, t.probability`, `sum(y.amount)::text AS amount, sum(y.amount * round(y.probability * 100)::bigint)::text AS weighted, sum(y.closing)::text AS closing`]
    : [`NULL AS currency, false AS settled, NULL AS probability`, `NULL AS amount, NULL AS weighted, NULL AS closing`];
  return named(
    'board.sums',
    `SELECT y.stage_id AS "stageId", y.currency, y.settled, sum(y.count)::integer AS count, ${sums}
     FROM (SELECT t.stage_id, ${alike}, count(*) AS count, sum(t.amount) AS amount, sum(t.closing_amount) AS closing FROM opportunity t WHERE ${condition} GROUP BY 1, 2, 3, 4) y
     GROUP BY 1, 2, 3`,
    writer.values,
  );
}

export interface FlowRow {
  stageId: string;
  entered: number;
  left: number;
  advanced: number;
  won: number;
  lost: number;
  averageSeconds: number | null;
  medianSeconds: number | null;
}

/** What became of the deals that came to each stage: an advance is a later stage of the pipeline, or the deal won. */
export function stageFlow(deal: ResourceModel, ability: Ability, asked: Asked, from: Date, now: Date): Statement {
  const writer = new SqlWriter(asked.organizationId);
  const condition = readable(deal, ability, asked, writer);
  const at = writer.bind(now, 'timestamptz');
  const since = writer.bind(from, 'timestamptz');
  return named(
    'board.flow',
    `SELECT y.stage_id AS "stageId", count(*)::integer AS entered, count(y.left_at)::integer AS left,
       count(*) FILTER (WHERE n.kind <> 'lost' AND (n.kind = 'won' OR n.position > s.position))::integer AS advanced,
       count(DISTINCT y.opportunity_id) FILTER (WHERE y.outcome = 'won')::integer AS won, count(DISTINCT y.opportunity_id) FILTER (WHERE y.outcome = 'lost')::integer AS lost,
       avg(y.seconds)::double precision AS "averageSeconds", percentile_cont(0.5) WITHIN GROUP (ORDER BY y.seconds) AS "medianSeconds"
     FROM (SELECT e.*, d.outcome, extract(epoch FROM coalesce(e.left_at, ${at}) - e.entered_at)::double precision AS seconds
           FROM (SELECT t.id, t.outcome FROM opportunity t WHERE ${condition}) d, LATERAL (${stays('e.opportunity_id = d.id')}) e WHERE e.entered_at >= ${since}) y
     JOIN stage s ON s.organization_id = $1 AND s.id = y.stage_id LEFT JOIN stage n ON n.organization_id = $1 AND n.id = y.to_stage_id
     GROUP BY y.stage_id`,
    writer.values,
  );
}
