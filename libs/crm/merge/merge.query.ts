import type { Field } from '#kernel/field/field.js';
import { compare } from '#kernel/gate/predicate.js';
import { quoted } from '#kernel/gate/sql.js';
import { lockStatement } from '#kernel/pipeline/write-statements.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

/** Until the end of the transaction, nobody else merges this record. Whoever comes second is told so instead of waiting in a circle. */
export function holdForMerging(organizationId: string, id: string): Statement {
  return { name: 'merge.hold', text: `SELECT pg_try_advisory_xact_lock(hashtextextended('merge ' || $1::uuid::text || $2::uuid::text, 0)) AS held`, values: [organizationId, id] };
}

export function lockRecords(organizationId: string, noun: ResourceModel, ids: readonly string[]): Statement {
  return lockStatement(noun, compare(noun.fields.get('id')!, 'in', ids), organizationId);
}

export interface Former {
  formerId: string;
  recordId: string;
  /** It was merged while this transaction ran already: its caller cannot have known. */
  isNew: boolean;
}

export function formerOnes(organizationId: string, subject: string, ids: readonly string[]): Statement {
  return {
    name: 'merge.former',
    text: `SELECT m.former_id AS "formerId", m.record_id AS "recordId",
             EXISTS (SELECT 1 FROM ledger_entry l WHERE l.organization_id = $1 AND l.subject = 'mergedRecord' AND l.record_id = m.id AND l.happened_at >= transaction_timestamp()) AS "isNew"
           FROM merged_record m WHERE m.organization_id = $1 AND m.subject = $2 AND m.former_id = ANY ($3::text[]) AND m.deleted_at IS NULL`,
    values: [organizationId, subject, ids],
  };
}

export function keepFormer(organizationId: string, subject: string, formerIds: readonly string[], recordId: string, by: string | null, now: Date): Statement {
  return {
    name: 'merge.keep',
    text: `INSERT INTO merged_record (organization_id, created_at, created_by, updated_at, updated_by, former_id, subject, record_id) SELECT $1, $6, $5, $6, $5, f.id, $2, $4 FROM unnest($3::text[]) AS f (id)`,
    values: [organizationId, subject, formerIds, recordId, by, now],
  };
}

/** Deleted ones as well: when they are restored, they belong with the others. Whatever their own rules say of being changed, it is the same customer that they name. */
export function pointElsewhere(organizationId: string, resource: ResourceModel, { column }: Field, from: string, to: string, by: string | null, now: Date): Statement {
  return {
    text: `UPDATE ${quoted(resource.table)} SET ${quoted(column)} = $3, version = version + 1, updated_at = $4, updated_by = $5 WHERE organization_id = $1 AND ${quoted(column)} = $2 AND id <> $3`,
    values: [organizationId, from, to, now, by],
  };
}

/** The transaction in which it was deleted last, as the ledger knows it. */
const MERGING = `SELECT transaction FROM ledger_entry WHERE organization_id = $1 AND subject = $2 AND record_id = $3::uuid AND kind = 'change' AND 'deleted_at' = ANY (changed) AND after ->> 'deleted_at' IS NOT NULL ORDER BY id DESC LIMIT 1`;

/** What went along and is still there comes back; of what hangs on it, also what was dropped because it was there twice. `noun` is the column that says of which noun the record is. */
export function pointBack(organizationId: string, subject: string, former: string, now: string, resource: ResourceModel, field: Field, noun: Field | null, at: Date): Statement {
  const column = quoted(field.column);
  const type = field.type.columns(field)[0]!.type;
  // Others that were merged in the same breath may point here, too: they stay where they are.
  const undropped = noun ? ', deleted_at = CASE WHEN e.dropped THEN NULL ELSE t.deleted_at END' : '';
  return {
    text: `UPDATE ${quoted(resource.table)} t SET ${column} = $3::${type}, version = version + 1, updated_at = $5${undropped}
           FROM (SELECT record_id, bool_or('deleted_at' = ANY (changed) AND after ->> 'deleted_at' IS NOT NULL) AS dropped FROM ledger_entry
                 WHERE organization_id = $1 AND transaction = (${MERGING}) AND subject = $6 AND what = 'update' GROUP BY record_id
                 HAVING bool_or(before ->> $7::text = $3::text)) e
           WHERE t.organization_id = $1 AND t.id = e.record_id AND t.${column} = $4::${type}${noun ? ` AND t.${quoted(noun.column)} = $2` : ''}`,
    values: [organizationId, subject, former, now, at, resource.name, field.column],
  };
}

export function forgetFormer(organizationId: string, subject: string, formerId: string, by: string | null, now: Date): Statement {
  return {
    name: 'merge.forget',
    text: `UPDATE merged_record SET deleted_at = $5, updated_at = $5, updated_by = $4, version = version + 1 WHERE organization_id = $1 AND subject = $2 AND former_id = $3 AND deleted_at IS NULL`,
    values: [organizationId, subject, formerId, by, now],
  };
}
