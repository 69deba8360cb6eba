import type { Field } from '#kernel/field/field.js';
import { quoted } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import type { RecordRef } from '#platform/about/about.js';

/** Deleted ones as well: when they are restored, they belong with the others. */
export function moveHanging(organizationId: string, resource: ResourceModel, [noun, record]: readonly [Field, Field], from: RecordRef, to: RecordRef, by: string | null, now: Date): Statement {
  const [subject, recordId] = [quoted(noun.column), quoted(record.column)];
  const type = record.type.columns(record)[0]!.type;
  return {
    text: `UPDATE ${quoted(resource.table)} SET ${subject} = $4, ${recordId} = $5::${type}, version = version + 1, updated_at = $6, updated_by = $7
           WHERE organization_id = $1 AND ${subject} = $2 AND ${recordId} = $3::${type} RETURNING id`,
    values: [organizationId, from.subject, from.recordId, to.subject, to.recordId, now, by],
  };
}
