import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { declaredParts, differencesBetween, foundParts } from './schema/catalogue.js';
import { migrationFiles, planMigration } from './schema/migration.js';
import { readMigrations } from './database/migrate.js';
import type { Config } from '#platform/config/config.js';
import { productRegistry } from '../product.js';

const USAGE = 'Say what changes, in small letters: npm run migration:new add-invoices';

/** `migration new <name>`: what the declared nouns need beyond the migrated database, as files to be read by a human. */
export async function migrationCommand(config: Config, root: string, [verb, name]: string[]): Promise<void> {
  if (verb !== 'new' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name ?? '')) throw new Error(USAGE);
  const plan = await compare(config.needed('databaseUrl'));
  if (plan.refused.length) throw new Error(`Nothing was written, because a human has to decide first:\n${plan.refused.map((sentence) => `  - ${sentence}`).join('\n')}`);
  const files = migrationFiles(plan, name!, Math.max(Date.now(), newest(root) + 1));
  for (const { file, sql } of files) writeFileSync(join(root, 'migrations', file), sql, { flag: 'wx' });
  console.log(files.length ? `Written; read before you commit:\n${files.map(({ file }) => `  migrations/${file}`).join('\n')}` : 'The schema already says what is declared.');
}

async function compare(administratorUrl: string): Promise<ReturnType<typeof planMigration>> {
  const registry = productRegistry();
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    return planMigration(differencesBetween(await declaredParts(client, registry), await foundParts(client, registry)), registry);
  } finally {
    await client.end();
  }
}

function newest(root: string): number {
  return Math.max(0, ...readMigrations(join(root, 'migrations')).map(({ name }) => Number(name.slice(-13))));
}
