import { join } from 'node:path';
import { loadConfig } from '#platform/config/config.js';
import { migrateCommand, prepareCommand } from './database.js';
import { migrationCommand } from './migration.js';
import { seedCommand } from './seed.js';
import { snapshotCommand } from './snapshot.js';

const root = join(import.meta.dirname, '../../..');

const commands: Record<string, { say: string; run: (rest: string[]) => Promise<void> | void }> = {
  prepare: { say: 'create roles, seal and schema; run it for every release', run: () => prepareCommand(loadConfig(), root) },
  migrate: { say: 'bring the schema up to date', run: () => migrateCommand(loadConfig(), root) },
  migration: { say: 'new <name>: write the migration that the declared nouns need', run: (rest) => migrationCommand(loadConfig(), root, rest) },
  seed: { say: 'make the demo world; refused in production', run: () => seedCommand(loadConfig()) },
  snapshot: { say: 'write what is derived to test/snapshots', run: () => snapshotCommand(root) },
};

async function main(name: string | undefined, rest: string[]): Promise<void> {
  const command = Object.entries(commands).find(([known]) => known === name)?.[1];
  if (!command) {
    const list = Object.entries(commands).map(([known, { say }]) => `  ${known.padEnd(10)}${say}`);
    throw new Error(`${name ? `There is no command "${name}".` : 'Say what to do.'} The commands are:\n${list.join('\n')}`);
  }
  await command.run(rest);
}

main(process.argv[2], process.argv.slice(3)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
