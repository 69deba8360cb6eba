import type { Column, Field } from '#kernel/field/field.js';
import { quoted } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { SYSTEM_FIELDS } from '#kernel/resource/tenant-row.js';

/** A table as its declaration wants it; each part by name, so that it can be compared with a database. */
export interface TableSchema {
  name: string;
  columns: Map<string, string>;
  constraints: Map<string, string>;
  foreignKeys: Map<string, string>;
  indexes: Map<string, string>;
  triggers: Map<string, string>;
}

const SYSTEM_COLUMNS: [string, string][] = [
  ['organization_id', 'uuid NOT NULL'],
  ['id', 'uuid NOT NULL DEFAULT uuidv7()'],
  ['created_at', 'timestamptz NOT NULL'],
  ['created_by', 'uuid'],
  ['updated_at', 'timestamptz NOT NULL'],
  ['updated_by', 'uuid'],
  ['deleted_at', 'timestamptz'],
  ['version', 'integer NOT NULL DEFAULT 1'],
  ['custom', `jsonb NOT NULL DEFAULT '{}'`],
];

const LIVE = 'WHERE deleted_at IS NULL';

export function tableSchema(resource: ResourceModel, registry: Registry): TableSchema {
  const own = [...resource.fields.values()].filter(({ name }) => !SYSTEM_FIELDS.has(name));
  const table: TableSchema = {
    name: resource.table,
    columns: new Map(SYSTEM_COLUMNS),
    constraints: new Map([[`${resource.table}_pk`, 'PRIMARY KEY (organization_id, id)']]),
    foreignKeys: new Map(),
    indexes: new Map(),
    triggers: triggersOf(resource, own),
  };
  for (const field of own) addField(table, field, registry);
  return table;
}

function addField(table: TableSchema, field: Field, registry: Registry): void {
  for (const column of field.type.columns(field)) {
    const name = columnName(field, column);
    table.columns.set(name, columnDefinition(field, column));
    if (column.check) table.constraints.set(`${table.name}_${name}_check`, `CHECK (${column.check.replaceAll('$column', quoted(name))})`);
  }
  const target = registry.target(field);
  if (target && field.name !== 'id') {
    table.foreignKeys.set(`${table.name}_${field.column}_fk`, `FOREIGN KEY (organization_id, ${quoted(field.column)}) REFERENCES ${quoted(target.table)} (organization_id, id)`);
    table.indexes.set(`${table.name}_${field.column}_index`, `INDEX %s ON ${quoted(table.name)} (organization_id, ${quoted(field.column)}, id)`);
  } else if (field.options.list !== undefined && field.type.sort) {
    const sorted = field.type.sort.suffix ? `${field.column}_${field.type.sort.suffix}` : field.column;
    table.indexes.set(`${table.name}_${sorted}_index`, `INDEX %s ON ${quoted(table.name)} (organization_id, ${quoted(sorted)}, id) ${LIVE}`);
  }
  if (field.options.unique === 'live') {
    const key = field.type.sameBy ? `${field.column}_${field.type.sameBy}` : field.column;
    table.indexes.set(uniqueIndex(table.name, field), `UNIQUE INDEX %s ON ${quoted(table.name)} (organization_id, ${quoted(key)}) ${LIVE}`);
  }
}

/** The write door reads the field's name back from it when a value is taken. */
export function uniqueIndex(table: string, field: Pick<Field, 'column'>): string {
  return `${table}_${field.column}_live`;
}

function columnName(field: Field, column: Column): string {
  return column.suffix ? `${field.column}_${column.suffix}` : field.column;
}

function columnDefinition(field: Field, column: Column): string {
  // Names sort as people expect, not by code point. Deterministic, so equality and its indexes stay exact.
  const collated = column.type === 'text' && column.suffix === '' && field.type.sort?.type === 'text' ? `${column.type} COLLATE "unicode"` : column.type;
  const generated = column.generatedAs ? ` GENERATED ALWAYS AS (${fill(column.generatedAs, field)}) STORED` : '';
  const required = field.required && column.suffix === '' ? ' NOT NULL' : '';
  return `${collated}${generated}${required}`;
}

/** `$column` is the field's own column, `$column_key` the one with the suffix "key". */
function fill(expression: string, field: Field): string {
  return expression.replaceAll(/\$column(_[a-z0-9]+)?/g, (_, suffix = '') => quoted(`${field.column}${suffix}`));
}

function triggersOf(resource: ResourceModel, own: readonly Field[]): Map<string, string> {
  const table = quoted(resource.table);
  const secret = own.flatMap((field) => field.type.columns(field).filter((column) => column.secret || column.generatedAs).map((column) => columnName(field, column)));
  const triggers = new Map([
    ['ledger', `AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION record_in_ledger(${[resource.name, ...secret].map(literal).join(', ')})`],
  ]);
  const mirrored = own.filter(({ type }) => type.name === 'tags').map(({ column }) => column);
  triggers.set('field_values', `AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION mirror_field_values(${[resource.name, ...mirrored].map(literal).join(', ')})`);
  const searched = own.filter(({ options, type }) => options.search && type.searched);
  if (searched.length) triggers.set('search', `AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_search_document(${[resource.name, titleColumn(resource), ...searched.map((field) => `${field.options.search}:${field.column}`)].map(literal).join(', ')})`);
  return triggers;
}

function titleColumn(resource: ResourceModel): string {
  return resource.fields.get(resource.title)!.column;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Everything a new table needs, ready to be read by a human and run. */
export function createTable(table: TableSchema): string {
  const name = quoted(table.name);
  const lines = [...[...table.columns].map(([column, definition]) => `  ${quoted(column)} ${definition}`), ...[...table.constraints].map(([constraint, definition]) => `  CONSTRAINT ${quoted(constraint)} ${definition}`)];
  return [
    `CREATE TABLE ${name} (\n${lines.join(',\n')}\n);`,
    ...[...table.indexes].map(([index, definition]) => `CREATE ${definition.replace('%s', quoted(index))};`),
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;`,
    `CREATE POLICY tenant ON ${name} USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());`,
    `CREATE POLICY tenant_fence ON ${name} AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO crm_app;`,
    ...[...table.triggers].map(([trigger, definition]) => `CREATE TRIGGER ${quoted(trigger)} ${definition};`),
  ].join('\n');
}

/** Links between tables come after all tables are there. */
export function addForeignKeys(table: TableSchema): string[] {
  return [...table.foreignKeys].map(([name, definition]) => `ALTER TABLE ${quoted(table.name)} ADD CONSTRAINT ${quoted(name)} ${definition};`);
}

/** The whole schema of the declared nouns, for a database that has none of them yet. */
export function createSchema(registry: Registry): string {
  const tables = registry.resources.map((resource) => tableSchema(resource, registry));
  return [...tables.map(createTable), ...tables.flatMap(addForeignKeys)].join('\n\n');
}
