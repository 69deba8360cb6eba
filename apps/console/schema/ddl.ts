import type { Column, Field } from '#kernel/field/field.js';
import { quoted } from '#kernel/gate/sql.js';
import { columnName, identifier, uniqueIndex } from '#kernel/resource/database-names.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { SYSTEM_FIELDS } from '#kernel/resource/tenant-row.js';
import { literal, triggersOf } from './triggers.js';

/** A table as its declaration wants it; each part by name, so that it can be compared with a database. */
export interface TableSchema {
  name: string;
  columns: Map<string, string>;
  constraints: Map<string, string>;
  foreignKeys: Map<string, ForeignKey>;
  indexes: Map<string, string>;
  policies: ReadonlyMap<string, string>;
  triggers: Map<string, string>;
}

export interface ForeignKey {
  /** The table it points at. */
  to: string;
  definition: string;
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

const TENANT_ONLY = 'USING (organization_id = current_org()) WITH CHECK (organization_id = current_org())';
const POLICIES = new Map([
  ['tenant', TENANT_ONLY],
  ['tenant_fence', `AS RESTRICTIVE ${TENANT_ONLY}`],
]);

const LIVE = 'WHERE deleted_at IS NULL';

export function tableSchema(resource: ResourceModel, registry: Registry): TableSchema {
  const own = [...resource.fields.values()].filter(({ name }) => !SYSTEM_FIELDS.has(name));
  const table: TableSchema = {
    name: resource.table,
    columns: new Map(SYSTEM_COLUMNS),
    constraints: new Map([[identifier(resource.table, 'pk'), 'PRIMARY KEY (organization_id, id)']]),
    foreignKeys: new Map(),
    indexes: new Map(),
    policies: POLICIES,
    triggers: triggersOf(resource, own),
  };
  for (const field of own) addField(table, field, registry);
  return table;
}

function addField(table: TableSchema, field: Field, registry: Registry): void {
  for (const column of field.type.columns(field)) {
    const name = columnName(field, column);
    table.columns.set(name, columnDefinition(field, column));
    if (column.check) table.constraints.set(identifier(table.name, name, 'check'), `CHECK (${column.check.replaceAll('$column', quoted(name))})`);
  }
  const target = registry.target(field);
  if (target) {
    const definition = `FOREIGN KEY (organization_id, ${quoted(field.column)}) REFERENCES ${quoted(target.table)} (organization_id, id)`;
    table.foreignKeys.set(identifier(table.name, field.column, 'fk'), { to: target.table, definition });
    table.indexes.set(identifier(table.name, field.column, 'index'), `INDEX %s ON ${quoted(table.name)} (organization_id, ${quoted(field.column)}, id)`);
  } else if ((field.options.list !== undefined || field.options.search === 'A') && field.type.sort) {
    const sorted = columnName(field, field.type.sort);
    table.indexes.set(identifier(table.name, sorted, 'index'), `INDEX %s ON ${quoted(table.name)} (organization_id, ${quoted(sorted)}, id) ${LIVE}`);
  }
  if (field.options.unique === 'live') {
    const key = columnName(field, { suffix: field.type.sameBy ?? '' });
    table.indexes.set(uniqueIndex(table.name, field), `UNIQUE INDEX %s ON ${quoted(table.name)} (organization_id, ${quoted(key)}) ${LIVE}`);
  }
}

function columnDefinition(field: Field, column: Column): string {
  // Names sort as people expect, not by code point. Deterministic, so equality and its indexes stay exact.
  const collated = column.type === 'text' && column.suffix === '' && field.type.sort?.type === 'text' ? `${column.type} COLLATE "unicode"` : column.type;
  const generated = column.generatedAs ? ` GENERATED ALWAYS AS (${fill(column.generatedAs, field)}) STORED` : '';
  const required = field.required && column.suffix === '' ? ' NOT NULL' : '';
  const given = column.generatedAs ? null : constantDefault(field, column);
  return `${collated}${generated}${required}${given === null ? '' : ` DEFAULT ${given}`}`;
}

/** While a release is rolled out, the one before it does not write a new required column: it takes its default then. */
function constantDefault(field: Field, { suffix }: Column): string | null {
  const { default: given } = field.options;
  if (!field.required || given === undefined || given === null) return null;
  const stored = field.type.accept(given, field, () => undefined)?.[suffix];
  if (typeof stored === 'string') return literal(stored);
  return typeof stored === 'number' || typeof stored === 'bigint' || typeof stored === 'boolean' ? String(stored) : null;
}

/** `$column` is the field's own column, `$column_key` the one with the suffix "key". */
function fill(expression: string, field: Field): string {
  return expression.replaceAll(/\$column(_[a-z0-9]+)?/g, (_, suffix = '') => quoted(`${field.column}${suffix}`));
}

/** The whole schema of the declared nouns, for a database that has none of them yet. */
export function createSchema(registry: Registry): string {
  return createTables(registry.resources.map((resource) => tableSchema(resource, registry))).join('\n\n');
}

/** New tables beside those that exist, ready to be read by a human and run. */
export function createTables(tables: readonly TableSchema[], existing: Iterable<string> = []): string[] {
  const there = new Set(existing);
  const circular: { table: string; name: string; key: ForeignKey }[] = [];
  const ordered = targetsFirst(tables).map((table) => {
    there.add(table.name);
    const [inner, outer] = parted([...table.foreignKeys], ([, { to }]) => there.has(to));
    circular.push(...outer.map(([name, key]) => ({ table: table.name, name, key })));
    return { table, inner };
  });
  // The check of a new foreign key reads both tables as their owner, whom FORCE would bind to an organisation.
  const forcedLast = new Set(circular.flatMap(({ table, key }) => [table, key.to]));
  return [
    ...ordered.map(({ table, inner }) => [createTable(table, inner), ...(forcedLast.has(table.name) ? [] : [forceSecurity(table.name)])].join('\n')),
    ...circular.map(({ table, name, key }) => `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${key.definition};`),
    ...[...forcedLast].map(forceSecurity),
  ];
}

/** Foreign keys inside CREATE TABLE are not checked against rows, since there are none. */
function createTable(table: TableSchema, inner: readonly [string, ForeignKey][]): string {
  const name = quoted(table.name);
  const constraints = [...table.constraints, ...inner.map(([key, { definition }]): [string, string] => [key, definition])];
  const lines = [...[...table.columns].map(([column, definition]) => `  ${quoted(column)} ${definition}`), ...constraints.map(([constraint, definition]) => `  CONSTRAINT ${quoted(constraint)} ${definition}`)];
  return [
    `CREATE TABLE ${name} (\n${lines.join(',\n')}\n);`,
    ...[...table.indexes].map(([index, definition]) => `CREATE ${definition.replace('%s', quoted(index))};`),
    // One plan serves all organisations: it must suit the large ones, and any plan is fast for the small.
    `ALTER TABLE ${name} ALTER COLUMN organization_id SET (n_distinct = 50);`,
    ...[...table.policies].map(([policy, definition]) => createPolicy(table.name, policy, definition)),
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO crm_app;`,
    ...[...table.triggers].map(([trigger, definition]) => `CREATE TRIGGER ${quoted(trigger)} ${definition};`),
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`,
  ].join('\n');
}

export function createPolicy(table: string, policy: string, definition: string): string {
  return `CREATE POLICY ${quoted(policy)} ON ${quoted(table)} ${definition};`;
}

export function forceSecurity(table: string): string {
  return `ALTER TABLE ${quoted(table)} FORCE ROW LEVEL SECURITY;`;
}

function targetsFirst(tables: readonly TableSchema[]): TableSchema[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<TableSchema>();
  const visited = new Set<TableSchema>();
  const visit = (table: TableSchema | undefined): void => {
    if (!table || visited.has(table)) return;
    visited.add(table);
    for (const { to } of table.foreignKeys.values()) visit(byName.get(to));
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}

function parted<T>(all: readonly T[], chosen: (one: T) => boolean): [T[], T[]] {
  return [all.filter(chosen), all.filter((one) => !chosen(one))];
}
