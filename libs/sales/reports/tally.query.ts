import type { Ability } from '#kernel/gate/ability.js';
import { all, type Predicate } from '#kernel/gate/predicate.js';
import { columnRef, quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import { named } from '#kernel/pipeline/statements.js';
import type { Field } from '#kernel/field/field.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import type { SumRow } from '../opportunities/public.js';

/** Of one measure, group and currency. */
export interface TallyRow extends Omit<SumRow, 'stageId'> {
  measure: string;
  key: string | null;
  /** From the beginning of the deals to their end, together. */
  seconds: number | null;
}

/** What is summed: the worth of deals, the `amount` of other records, or nothing. */
const SUMS = {
  deal: `t.amount_currency AS currency, t.closing_amount IS NOT NULL AS settled, sum(t.amount)::text AS amount, sum(t.amount::numeric * round(t.probability * 100)::bigint)::text AS weighted, sum(t.closing_amount)::text AS closing,
    sum(extract(epoch FROM t.closed_at - t.created_at))::double precision AS seconds`,
  amount: `t.amount_currency AS currency, false AS settled, sum(t.amount)::text AS amount, '0' AS weighted, NULL AS closing, NULL AS seconds`,
  none: 'NULL AS currency, false AS settled, NULL AS amount, NULL AS weighted, NULL AS closing, NULL AS seconds',
} as const;

export type Sums = keyof typeof SUMS;

/** Counts what meets each measure, of the records that the reader may read. */
export function tally(noun: ResourceModel, ability: Ability, organizationId: string, where: Predicate, measures: ReadonlyMap<string, Predicate>, by: Field | null, sums: Sums): Statement {
  const writer = new SqlWriter(organizationId);
  const key = by ? `${columnRef('t', noun, by)()}::text` : 'NULL::text';
  const readable = all([ability.of(noun).rows('read'), where]);
  // One after the other, since each has an index that serves it, and no index serves all of them.
  const parts = [...measures].map(([name, holds]) => `SELECT ${writer.bind(name, 'text')} AS measure, ${key} AS key, count(*)::integer AS count, ${SUMS[sums]}
    FROM ${quoted(noun.table)} t WHERE t.organization_id = $1 AND t.deleted_at IS NULL AND ${toSql(all([readable, holds]), noun, 't', writer)} GROUP BY 2, currency, settled`);
  return named('report.tally', parts.join(' UNION ALL '), writer.values);
}
