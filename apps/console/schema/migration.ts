import { quoted } from '#kernel/gate/sql.js';
import { identifier } from '#kernel/resource/database-names.js';
import { declarationOf } from '#kernel/resource/declaration.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { Difference } from './catalogue.js';
import { createPolicy, createTables, forceSecurity, tableSchema, type TableSchema } from './ddl.js';
import { refusal } from './refusal.js';
import { widens } from './widening.js';

/** What brings a database to the declared nouns, as far as it only adds. */
export interface MigrationPlan {
  /** In one transaction, with short locks only. */
  first: string[];
  /** Each statement on its own, while everybody goes on working. */
  afterwards: string[];
  /** What a human has to decide and write. */
  refused: string[];
}

// Constraints, indexes and triggers name columns.
const ORDER: readonly Difference['kind'][] = ['table', 'column', 'default', 'required', 'constraint', 'foreign key', 'index', 'policy', 'grant', 'trigger', 'security'];

export function planMigration(differences: readonly Difference[], registry: Registry): MigrationPlan {
  const tables = new Map(registry.resources.map((resource) => [resource.table, tableSchema(resource, registry)]));
  const plan: MigrationPlan = { first: [], afterwards: [], refused: [] };
  const isNew = new Set(differences.filter(({ kind, found }) => kind === 'table' && found === null).map(({ table }) => table));
  const existing = [...tables.keys()].filter((name) => !isNew.has(name));
  plan.first.push(...createTables([...isNew].map((name) => tables.get(name)!), existing).map((sql) => withSource(sql, registry)));
  for (const difference of differences.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))) {
    if (isNew.has(difference.table)) continue;
    const table = tables.get(difference.table);
    const added = table && addition(difference, table);
    if (added) {
      plan.first.push(...(added.first ?? []));
      plan.afterwards.push(...(added.afterwards ?? []));
    } else {
      plan.refused.push(refusal(difference, table));
    }
  }
  return plan;
}

function withSource(sql: string, registry: Registry): string {
  const [, table] = /^CREATE TABLE "([^"]+)"/.exec(sql) ?? [];
  const resource = registry.resources.find((each) => each.table === table);
  return resource ? `-- ${resource.resourceClass.name}, declared in ${declarationOf(resource.resourceClass)!.file.replace(/:\d+$/, '')}\n${sql}` : sql;
}

type Addition = Partial<Pick<MigrationPlan, 'first' | 'afterwards'>> | null;

/** Null where it takes more than adding. */
function addition(difference: Difference, table: TableSchema): Addition {
  const { kind, name, declared, found } = difference;
  if (declared === null) return null;
  const alter = `ALTER TABLE ${quoted(table.name)}`;
  const definition = table.columns.get(name) ?? '';
  const leftUnvalidated = found === `${declared} NOT VALID`;
  switch (kind) {
    case 'column':
      // Its NOT NULL and its default come with it; a generated column would rewrite the table under an exclusive lock.
      if (found !== null || / GENERATED /.test(definition) || (/ NOT NULL/.test(definition) && !/ DEFAULT /.test(definition))) return null;
      return { first: [`${alter} ADD COLUMN ${quoted(name)} ${definition};`] };
    case 'required':
      return required(difference, table, leftUnvalidated);
    case 'default':
      return { first: [`${alter} ALTER COLUMN ${quoted(name)} SET DEFAULT ${declared};`] };
    case 'constraint': {
      if (leftUnvalidated) return { afterwards: [validate(table.name, name)] };
      if (declared.startsWith('PRIMARY KEY') || (found !== null && !widens(found, declared))) return null;
      const replaced = found === null ? '' : `DROP CONSTRAINT ${quoted(name)}, `;
      return { first: [`${alter} ${replaced}ADD CONSTRAINT ${quoted(name)} ${table.constraints.get(name)} NOT VALID;`], afterwards: [validate(table.name, name)] };
    }
    case 'foreign key': {
      if (found !== null && !leftUnvalidated) return null;
      const key = table.foreignKeys.get(name)!;
      return { first: found === null ? [`${alter} ADD CONSTRAINT ${quoted(name)} ${key.definition} NOT VALID;`] : [], afterwards: validateLink(table.name, key.to, name) };
    }
    case 'index': {
      if (found !== null) return null;
      const create = table.indexes.get(name)!.replace('INDEX %s', `INDEX CONCURRENTLY ${quoted(name)}`);
      // Building that was interrupted leaves an invalid index of that name behind.
      return { afterwards: [`DROP INDEX CONCURRENTLY IF EXISTS ${quoted(name)};\nCREATE ${create};`] };
    }
    case 'policy':
      return found === null ? { first: [createPolicy(table.name, name, table.policies.get(name)!)] } : null;
    case 'trigger':
      return { first: [`CREATE OR REPLACE TRIGGER ${quoted(name)} ${table.triggers.get(name)};`] };
    case 'grant': {
      const [role, privilege] = name.split(' ');
      return { first: [`GRANT ${privilege} ON ${quoted(table.name)} TO ${role};`] };
    }
    case 'security':
      return { first: [name === 'forced' ? forceSecurity(table.name) : `${alter} ENABLE ROW LEVEL SECURITY;`] };
    case 'table':
      return null;
  }
}

function required({ name }: Difference, table: TableSchema, leftUnvalidated: boolean): Addition {
  const constraint = identifier(table.name, name, 'required');
  const add = `ALTER TABLE ${quoted(table.name)} ADD CONSTRAINT ${quoted(constraint)} NOT NULL ${quoted(name)} NOT VALID;`;
  return { first: leftUnvalidated ? [] : [`-- The release that is running must write ${table.name}.${name} already, and no row may lack it.\n${add}`], afterwards: [validate(table.name, constraint)] };
}

function validate(table: string, constraint: string): string {
  return `ALTER TABLE ${quoted(table)} VALIDATE CONSTRAINT ${quoted(constraint)};`;
}

/** The check of a foreign key reads both tables as their owner, whom FORCE would bind to an organisation. Nobody serves as the owner. */
function validateLink(table: string, to: string, constraint: string): string[] {
  const both = [...new Set([table, to])];
  return [[...both.map((each) => forceSecurity(each).replace(' FORCE ', ' NO FORCE ')), validate(table, constraint), ...both.map(forceSecurity)].join('\n')];
}

export interface MigrationFile {
  file: string;
  sql: string;
}

/** `at` is in milliseconds and orders them behind those that are there. No file when there is nothing to do. */
export function migrationFiles({ first, afterwards }: MigrationPlan, name: string, at: number): MigrationFile[] {
  return [
    { file: `${at}-${name}.sql`, sql: first.join('\n\n'), head: '' },
    { file: `${at + 1}-${name}-afterwards.sql`, sql: afterwards.join('\n\n'), head: ALONE },
  ].flatMap(({ file, sql, head }) => (sql ? [{ file, sql: `${head}${sql}\n` }] : []));
}

const ALONE = `-- without transaction: each statement stands alone, nobody waits for it, and the file may be run again from its beginning.
-- squawk-ignore-file prefer-robust-stmts

`;
