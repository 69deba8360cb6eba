import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** The product's nouns and these. */
export function nouns(...classes: ResourceClass[]): Registry {
  const { resources, verbs } = productRegistry();
  return Registry.build([...resources.map(({ resourceClass }) => resourceClass), ...classes], verbs);
}

/** A migrated database and a folder of migrations of its own, which grows as nouns change. */
export class Workbench {
  private at = Date.UTC(2100, 0, 1);

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

  async plan(...classes: ResourceClass[]): Promise<MigrationPlan> {
    const registry = nouns(...classes);
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
    return schemaDifferences(this.administrator, nouns(...classes));
  }

  async query<R extends pg.QueryResultRow>(sql: string): Promise<R[]> {
    return (await this.administrator.query<R>(sql)).rows;
  }

  async close(): Promise<void> {
    await this.administrator.end();
    await this.database.drop();
    rmSync(this.root, { recursive: true, force: true });
  }
}
