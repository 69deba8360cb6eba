import type { Ability } from '#kernel/gate/ability.js';
import type { Predicate } from '#kernel/gate/predicate.js';
import { columnRef, quoted, SqlWriter, toSql } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Accepted } from './accept.js';
import { customKey, recordColumns, visibleFields, type RecordColumns } from './select.js';
import { named } from './statements.js';

export interface WrittenRow {
  json: string;
  version: number;
  /** Whether the record, as it now is, lies within the rule it was written under. */
  within: boolean;
}

export interface Author {
  organizationId: string;
  by: string | null;
  now: Date;
}

const ROW = 't';

export function insertStatement(resource: ResourceModel, accepted: Accepted, id: string, rule: Predicate, ability: Ability, author: Author): Statement {
  const writer = new SqlWriter(author.organizationId);
  const now = writer.bind(author.now, 'timestamptz');
  const by = writer.bind(author.by, 'uuid');
  const columns: [string, string][] = [['organization_id', '$1'], ['id', writer.bind(id, 'uuid')], ['created_at', now], ['created_by', by], ['updated_at', now], ['updated_by', by]];
  for (const field of resource.fields.values()) if (field.type.assigned) columns.push([field.column, field.type.assigned(field).replaceAll('$organization', '$1')]);
  columns.push(...assignments(accepted, writer, 'create'));
  const { sql, count } = returning(resource, rule, ability, writer);
  const text = `INSERT INTO ${quoted(resource.table)} AS ${ROW} (${columns.map(([column]) => quoted(column)).join(', ')}) VALUES (${columns.map(([, value]) => value).join(', ')}) ${sql}`;
  return named(`${resource.name}.create`, text, writer.values, count);
}

/** `where` names the record and the rule; no row comes back when it is not there, not the actor's to change, or of another version. */
export function updateStatement(resource: ResourceModel, accepted: Accepted, where: Predicate, ability: Ability, author: Author, options: { ifVersion?: number; deletedAt?: Date | null; deleted?: boolean } = {}): Statement {
  const writer = new SqlWriter(author.organizationId);
  const now = writer.bind(author.now, 'timestamptz');
  const set: [string, string][] = [['updated_at', now], ['updated_by', writer.bind(author.by, 'uuid')], ['version', `${ROW}.version + 1`], ...assignments(accepted, writer, 'update')];
  if (options.deletedAt !== undefined) set.push(['deleted_at', writer.bind(options.deletedAt, 'timestamptz')]);
  const live = options.deletedAt === null || options.deleted ? 'IS NOT NULL' : 'IS NULL';
  const version = options.ifVersion === undefined ? '' : ` AND ${ROW}.version = ${writer.bind(options.ifVersion, 'integer')}`;
  const condition = toSql(where, resource, ROW, writer);
  const { sql, count } = returning(resource, { kind: 'always' }, ability, writer);
  const text = `UPDATE ${quoted(resource.table)} AS ${ROW} SET ${set.map(([column, value]) => `${quoted(column)} = ${value}`).join(', ')}
    WHERE ${ROW}.organization_id = $1 AND ${ROW}.deleted_at ${live} AND ${condition}${version} ${sql}`;
  return named(`${resource.name}.update`, text, writer.values, count);
}

/**
 * The record as a hook sees it: every field, locked until the transaction ends. Whoever `stays` may be pointed at meanwhile;
 * what may go must not, or the pointer would be left behind.
 */
export function lockStatement(resource: ResourceModel, where: Predicate, organizationId: string, { deleted = false, stays = false } = {}): Statement {
  const writer = new SqlWriter(organizationId);
  const columns = [...resource.fields.values()].map((field) => `${field.type.shown(columnRef(ROW, resource, field), field)} AS ${quoted(field.name)}`);
  const text = `SELECT row_to_json(r) AS row FROM (SELECT ${columns.join(', ')} FROM ${quoted(resource.table)} ${ROW}
    WHERE ${ROW}.organization_id = $1 AND ${ROW}.deleted_at IS ${deleted ? 'NOT NULL' : 'NULL'} AND ${toSql(where, resource, ROW, writer)} ORDER BY ${ROW}.id FOR ${stays ? 'NO KEY ' : ''}UPDATE) r`;
  return named(`${resource.name}.lock`, text, writer.values);
}

function assignments(accepted: Accepted, writer: SqlWriter, action: 'create' | 'update'): [string, string][] {
  const assigned: [string, string][] = [];
  for (const [field, stored] of accepted) {
    for (const { suffix, type, generatedAs } of field.type.columns(field)) {
      if (generatedAs) continue;
      assigned.push([suffix ? `${field.column}_${suffix}` : field.column, writer.bind(stored?.[suffix] ?? null, type)]);
    }
  }
  const custom = [...accepted].filter(([{ storage }]) => storage === 'custom').map(([field, stored]) => [customKey(field), stored?.[''] ?? null] as const);
  if (custom.length === 0) return assigned;
  const set = writer.bind(JSON.stringify(Object.fromEntries(custom.filter(([, value]) => value !== null))), 'jsonb');
  const removed = custom.filter(([, value]) => value === null).map(([key]) => key);
  // The organisation's other fields keep their values.
  return [...assigned, ['custom', action === 'create' ? set : `(${ROW}.custom || ${set}) - ${writer.bind(removed, 'text[]')}`]];
}

function returning(resource: ResourceModel, rule: Predicate, ability: Ability, writer: SqlWriter): Pick<RecordColumns, 'sql' | 'count'> {
  // Also who may not read it learns the id of what they have just made.
  const fields = [...new Set([resource.fields.get('id')!, ...visibleFields(resource, ability)])];
  const { sql, count } = recordColumns(resource, { fields, include: [] }, ROW, ability, writer);
  return { sql: `RETURNING ${sql}, ${ROW}.version, (${toSql(rule, resource, ROW, writer)}) IS TRUE AS within`, count };
}
