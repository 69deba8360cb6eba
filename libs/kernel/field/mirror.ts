import type { ColumnRef, Operator } from './field.js';

type Bind = Parameters<Operator['sql']>[1];

/**
 * Whether `field_value` holds a value of this record's field that meets the condition. Its columns compare without leaking, so the
 * condition can be an index condition under row-level security, which nothing inside `jsonb` or an array can be.
 */
export function mirrored(column: ColumnRef, bind: Bind, condition: string): string {
  return (
    `EXISTS (SELECT 1 FROM field_value v WHERE v.organization_id = ${column.organization} AND v.resource = ${bind(column.resource, 'text')} ` +
    `AND v.field = ${bind(column.field, 'text')} AND v.record_id = ${column.record}${condition && ` AND ${condition}`})`
  );
}
