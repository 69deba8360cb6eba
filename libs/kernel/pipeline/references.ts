import type { Ability } from '#kernel/gate/ability.js';
import { all } from '#kernel/gate/predicate.js';
import { quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { Statement, Transaction } from '#kernel/tenancy/transaction.js';
import type { Accepted } from './accept.js';
import { missingReference } from './database-errors.js';
import { Conflict, type FieldError } from './problem.js';
import { named } from './statements.js';

/** Asks whether each record that is pointed at is there, live and readable for this actor; null when nothing is to be asked. */
export function referenceCheck(accepted: Accepted, resource: ResourceModel, ability: Ability, registry: Registry, organizationId: string): Statement | null {
  const writer = new SqlWriter(organizationId);
  const checks = resource.references.flatMap((field) => {
    const id = accepted.get(field)?.[''];
    const target = registry.target(field);
    // Pointing at oneself needs no question: the foreign key answers it.
    if (!id || !target || id === ability.access.memberId) return [];
    const row = writer.alias();
    const own = ability.of(target);
    // Where something becomes a part, that changes.
    const rule = toSql(field.options.partOf ? all([own.rows('read'), own.rows('update')]) : own.rows('read'), target, row, writer);
    return [`EXISTS (SELECT 1 FROM ${quoted(target.table)} ${row} WHERE ${row}.organization_id = $1 AND ${row}.id = ${writer.bind(id, 'uuid')} AND ${row}.deleted_at IS NULL AND ${rule}) AS ${quoted(field.name)}`];
  });
  return checks.length ? named(`${resource.name}.references`, `SELECT ${checks.join(', ')} WHERE $1::uuid IS NOT NULL`, writer.values) : null;
}

export function missingReferences(found: { [field: string]: boolean } | undefined): FieldError[] {
  return Object.entries(found ?? {}).flatMap(([field, there]) => (there ? [] : [missingReference(field)]));
}

/**
 * What points at records that are about to be deleted: keeps them, lets go, goes with them, or goes on naming them, as each reference declares;
 * those that would keep them are left as they are when the records stay behind, emptied (`emptied`). `remove` deletes through the door again, so that the next level is treated the same way.
 */
export async function releaseReferrers(ids: readonly string[], resource: ResourceModel, registry: Registry, transaction: Transaction, remove: (resource: ResourceModel, ids: string[]) => Promise<void>, emptied = false): Promise<void> {
  const organizationId = transaction.organizationId!;
  for (const { resource: other, field } of registry.referrers(resource)) {
    const table = quoted(other.table);
    const column = quoted(field.column);
    const live = `organization_id = $1 AND ${column} = ANY ($2::uuid[]) AND deleted_at IS NULL`;
    const values = [organizationId, ids];
    if (field.options.onDelete === 'detach') {
      await transaction.query(named(`${other.name}.detach`, `UPDATE ${table} SET ${column} = NULL, version = version + 1 WHERE ${live}`, values));
      continue;
    }
    if (field.options.onDelete === 'keep' || (field.options.onDelete === 'restrict' && emptied)) continue;
    const found = await transaction.query<{ id: string }>(named(`${other.name}.referring`, `SELECT id FROM ${table} WHERE ${live} LIMIT 1000`, values));
    if (!found.length) continue;
    if (field.options.onDelete === 'restrict') throw new Conflict(`${found.length === 1000 ? 'At least 1000' : found.length} ${other.plural} still refer to it as their ${field.label.toLowerCase()}. Change or delete those first.`, [{ at: 'id', rule: 'referenced', say: `Is the ${field.label.toLowerCase()} of ${other.plural}.` }]);
    await remove(other, found.map(({ id }) => id));
  }
}
