import type { ColumnRef, Field } from '#kernel/field/field.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Predicate } from './predicate.js';

/** Collects the parameters of one statement. `$1` is always the organisation. */
export class SqlWriter {
  readonly values: unknown[];
  private aliases = 0;

  constructor(organizationId: string) {
    this.values = [organizationId];
  }

  /** Binds a value; the text of the statement never holds what a client sent. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  alias(): string {
    return `r${(this.aliases += 1)}`;
  }
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function columnRef(alias: string, resource: Pick<ResourceModel, 'name'>, field: Field): ColumnRef {
  const own = field.storage === 'custom' ? 'custom' : field.column;
  const column = (suffix = '') => `${alias}.${quoted(suffix ? `${own}_${suffix}` : own)}`;
  return Object.assign(column, { resource: resource.name, field: field.storage === 'custom' ? field.name : field.column, record: `${alias}."id"`, organization: `${alias}."organization_id"` });
}

/** True, or else false or NULL: enough for WHERE; `NOT` turns NULL into true, as the test in memory does. */
export function toSql(predicate: Predicate, resource: ResourceModel, alias: string, writer: SqlWriter): string {
  switch (predicate.kind) {
    case 'always':
      return 'true';
    case 'never':
      return 'false';
    case 'compare': {
      const { field, operator, values } = predicate;
      return field.type.operators[operator]!.sql(columnRef(alias, resource, field), (value, type) => writer.bind(value, type), values);
    }
    case 'and':
    case 'or':
      return `(${predicate.parts.map((part) => toSql(part, resource, alias, writer)).join(predicate.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'not':
      return `(${toSql(predicate.part, resource, alias, writer)}) IS NOT TRUE`;
    case 'related': {
      const other = writer.alias();
      return `EXISTS (SELECT 1 FROM ${quoted(predicate.resource.table)} ${other} WHERE ${other}.organization_id = $1 AND ${other}.id = ${columnRef(alias, resource, predicate.field)()}
        AND ${other}.deleted_at IS NULL AND ${toSql(predicate.part, predicate.resource, other, writer)})`;
    }
  }
}
