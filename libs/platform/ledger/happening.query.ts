import { quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import type { Predicate } from '#kernel/gate/predicate.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

export interface EntryDetail {
  id: string;
  /** Whether the record was deleted, or brought back. */
  deleted: boolean;
  /** Keys of the organisation's own fields whose values are others now. */
  custom: string[];
}

export function entryDetails(organizationId: string, ids: readonly string[]): Statement {
  return {
    name: 'ledger.details',
    text: `SELECT e.id, coalesce(e.after ->> 'deleted_at', '') <> '' AS deleted,
             coalesce((SELECT json_agg(k.key) FROM jsonb_object_keys(coalesce(e.before -> 'custom', '{}') || coalesce(e.after -> 'custom', '{}')) k(key)
               WHERE e.before -> 'custom' -> k.key IS DISTINCT FROM e.after -> 'custom' -> k.key), '[]') AS custom
           FROM ledger_entry e WHERE e.organization_id = $1 AND e.id = ANY ($2::uuid[])`,
    values: [organizationId, ids],
  };
}

/** A row when the rule holds of the record, deleted or not. */
export function versionWithin(organizationId: string, noun: ResourceModel, id: string, rule: Predicate): Statement {
  const writer = new SqlWriter(organizationId);
  const which = writer.bind(id, 'uuid');
  return {
    text: `SELECT t.version FROM ${quoted(noun.table)} t WHERE t.organization_id = $1 AND t.id = ${which} AND ${toSql(rule, noun, 't', writer)}`,
    values: writer.values,
  };
}
