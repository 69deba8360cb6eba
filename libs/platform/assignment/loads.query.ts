import type { Predicate } from '#kernel/gate/predicate.js';
import { quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import { named } from '#kernel/pipeline/statements.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

/** How many live records that meet the condition each member owns; who has none is not listed. */
export function loadsOf(organizationId: string, noun: ResourceModel, memberIds: readonly string[], open: Predicate): Statement {
  const writer = new SqlWriter(organizationId);
  const owner = `t.${quoted(noun.owner!.column)}`;
  const text = `SELECT ${owner} AS id, count(*)::integer AS load FROM ${quoted(noun.table)} t
    WHERE t.organization_id = $1 AND t.deleted_at IS NULL AND ${owner} = ANY (${writer.bind(memberIds, 'uuid[]')}) AND ${toSql(open, noun, 't', writer)} GROUP BY 1`;
  return named('assignment.loads', text, writer.values);
}
