import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { makeMonthsAhead } from './months.js';

const FILE = /^(\d{13})-([a-z0-9-]+)\.sql$/;
const LOCK_NOT_AVAILABLE = '55P03';
const CONCURRENTLY = /\bCONCURRENTLY\b/;
const WITHOUT_TRANSACTION = /^-- without transaction\b/m;

export interface MigrationFile {
  name: string;
  sql: string;
}

export function readMigrations(folder: string): MigrationFile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql')).sort();
  return files.map((file) => {
    const [, timestamp, words] = FILE.exec(file) ?? [];
    if (!timestamp || !words) throw new Error(`migrations/${file}: the name must be <milliseconds>-<words>.sql, such as 1795219200000-add-invoices.sql.`);
    return { name: `${words}${timestamp}`, sql: readFileSync(join(folder, file), 'utf8') };
  });
}

/** Runs as the owner of the tables. Waits at most two seconds for a lock, so that a migration never queues the whole product behind it. */
export async function migrate(ownerUrl: string, root: string): Promise<string[]> {
  const migrations = readMigrations(join(root, 'migrations')).map(asMigration);
  const dataSource = new DataSource({ type: 'postgres', url: ownerUrl, entities: [], migrations, migrationsTableName: 'schema_migration', installExtensions: false });
  await dataSource.initialize();
  try {
    const done = await withPatience(async () => (await dataSource.runMigrations({ transaction: 'each' })).map(({ name }) => name));
    return [...done, ...(await withPatience(() => makeMonthsAhead(dataSource, new Date())))];
  } finally {
    await dataSource.destroy();
  }
}

/** TypeORM takes migrations as classes; ours are SQL files that a human has read. */
function asMigration({ name, sql }: MigrationFile): new () => MigrationInterface {
  const alone = WITHOUT_TRANSACTION.test(sql);
  return class SqlMigration implements MigrationInterface {
    readonly name = name;
    readonly transaction = !alone;

    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`SET lock_timeout = '2s'`);
      // What holds locks until the end must end soon; what stands alone may take as long as the rows are many.
      await queryRunner.query(`SET statement_timeout = '${alone ? 0 : '60s'}'`);
      for (const statement of alone ? statementsOf(sql) : [sql]) {
        // Building an index waits for all transactions that are open, and nobody waits for it.
        if (alone) await queryRunner.query(`SET lock_timeout = '${CONCURRENTLY.test(statement) ? 0 : '2s'}'`);
        await queryRunner.query(statement);
      }
    }

    down(): Promise<void> {
      throw new Error('Migrations only go forward: write a new one that undoes this one.');
    }
  };
}

/** Postgres takes several statements sent together for a transaction. */
function statementsOf(sql: string): string[] {
  if (sql.includes('$$')) throw new Error('A migration without transaction holds plain statements, each ended by ";" at the end of a line. Put the function into a file of its own.');
  return sql.split(/;[ \t]*$/m).filter((statement) => statement.replaceAll(/^--.*$/gm, '').trim() !== '');
}

async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== LOCK_NOT_AVAILABLE || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * attempt));
    }
  }
}
