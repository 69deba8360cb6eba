import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { declaredParts, differencesBetween, foundParts, schemaDifferences } from '../../apps/console/schema/catalogue.js';
import { migrationFiles, planMigration, type MigrationFile, type MigrationPlan } from '../../apps/console/schema/migration.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import { Registry } from '#kernel/resource/registry.js';
import { migrate } from '../../apps/console/database/migrate.js';
import { TestDatabase } from '#test/worlds/database.js';
import { productRegistry } from '../../apps/product.js';

export const ROOT = join(import.meta.dirname, '../../..');
const AHEAD = Date.UTC(2100, 0, 1);

/** A migrated database and a folder of migrations of its own, which grows as nouns change. */
export class Workbench {
  private at = AHEAD;
  private product: Pick<Registry, 'resources' | 'verbs'> = productRegistry();

  private constructor(
    readonly database: TestDatabase,
    readonly administrator: pg.Client,
    readonly root: string,
  ) {}

  static async create(): Promise<Workbench> {
    const database = await TestDatabase.create();
    const administrator = new pg.Client({ connectionString: database.administratorUrl });
    await administrator.connect();
    const root = mkdtempSync(join(tmpdir(), 'tessera-migrations-'));
    mkdirSync(join(root, 'migrations'));
    cpSync(join(ROOT, 'migrations'), join(root, 'migrations'), { recursive: true });
    return new Workbench(database, administrator, root);
  }

  /** All nouns are derived alike, and the test of drift asks for all of them: a few stand for all. */
  async clearOfProduct(): Promise<void> {
    await this.drop(this.product.resources.map(({ table }) => table));
    this.product = { resources: [], verbs: [] };
  }

  /** As if nothing had ever been brought. */
  async clear(): Promise<void> {
    const brought = readdirSync(join(this.root, 'migrations')).filter((file) => Number.parseInt(file, 10) >= AHEAD);
    for (const file of brought) rmSync(join(this.root, 'migrations', file));
    await this.query(`DELETE FROM schema_migration WHERE timestamp >= ${AHEAD}`);
    await this.drop((await this.query<{ name: string }>(`SELECT DISTINCT relname AS name FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE tgfoid = 'record_in_ledger'::regproc`)).map(({ name }) => name));
  }

  async plan(...classes: ResourceClass[]): Promise<MigrationPlan> {
    const registry = this.nouns(classes);
    return planMigration(differencesBetween(await declaredParts(this.administrator, registry), await foundParts(this.administrator, registry)), registry);
  }

  /** What `migration:new` would write, run as it will be: by the owner, who may not bypass row-level security. */
  async bring(...classes: ResourceClass[]): Promise<MigrationFile[]> {
    const plan = await this.plan(...classes);
    expect(plan.refused).toEqual([]);
    const files = migrationFiles(plan, 'test', (this.at += 10));
    await this.run(files);
    expect(await this.differences(...classes)).toEqual([]);
    return files;
  }

  async run(files: readonly MigrationFile[]): Promise<void> {
    for (const { file, sql } of files) writeFileSync(join(this.root, 'migrations', file), sql);
    await migrate(this.database.ownerUrl, this.root);
  }

  differences(...classes: ResourceClass[]): Promise<string[]> {
    return schemaDifferences(this.administrator, this.nouns(classes));
  }

  async query<R extends pg.QueryResultRow>(sql: string): Promise<R[]> {
    return (await this.administrator.query<R>(sql)).rows;
  }

  async close(): Promise<void> {
    await this.administrator.end();
    await this.database.drop();
    rmSync(this.root, { recursive: true, force: true });
  }

  private nouns(classes: readonly ResourceClass[]): Registry {
    return Registry.build([...this.product.resources.map(({ resourceClass }) => resourceClass), ...classes], this.product.verbs);
  }

  private async drop(tables: readonly string[]): Promise<void> {
    if (tables.length > 0) await this.query(`DROP TABLE ${tables.map((table) => `"${table}"`).join(', ')} CASCADE`);
  }
}
