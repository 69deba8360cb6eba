import { quoted } from '#kernel/gate/sql.js';
import type { Field } from '#kernel/field/field.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';

/** What the ledger says of the transaction in which it was deleted last. */
const DELETION = `SELECT transaction FROM ledger_entry WHERE organization_id = $1 AND subject = $2 AND record_id = $3 AND kind = 'change' AND 'deleted_at' = ANY (changed) AND after ->> 'deleted_at' IS NOT NULL ORDER BY id DESC LIMIT 1`;

/** Links that were let go then, where nobody has made another one since. */
export function linkAgain(organizationId: string, subject: string, id: string, other: ResourceModel, field: Field, now: Date): Statement {
  const column = quoted(field.column);
  return {
    text: `UPDATE ${quoted(other.table)} SET ${column} = $3, version = version + 1, updated_at = $4 WHERE organization_id = $1 AND ${column} IS NULL AND deleted_at IS NULL AND id IN (
             SELECT e.record_id FROM ledger_entry e WHERE e.organization_id = $1 AND e.transaction = (${DELETION}) AND e.subject = $5 AND e.what = 'update' AND e.before ->> $6 = $3::uuid::text)`,
    values: [organizationId, subject, id, now, other.name, field.column],
  };
}

/** What went with it then. */
export function bringBack(organizationId: string, subject: string, id: string, other: ResourceModel, field: Field, now: Date): Statement {
  return {
    text: `UPDATE ${quoted(other.table)} SET deleted_at = NULL, version = version + 1, updated_at = $4 WHERE organization_id = $1 AND ${quoted(field.column)} = $3 AND deleted_at IS NOT NULL AND id IN (
             SELECT e.record_id FROM ledger_entry e WHERE e.organization_id = $1 AND e.transaction = (${DELETION}) AND e.subject = $5 AND e.what = 'update' AND 'deleted_at' = ANY (e.changed))`,
    values: [organizationId, subject, id, now, other.name],
  };
}
