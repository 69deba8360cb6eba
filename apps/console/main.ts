import { join } from 'node:path';
import { loadConfig } from '#platform/config/config.js';
import { migrateCommand, prepareCommand } from './database.js';
import { migrationCommand } from './migration.js';
import { seedCommand } from './seed.js';

const root = join(import.meta.dirname, '../../..');

const commands = {
  prepare: { say: 'create roles, seal and schema; run it for every release', run: prepareCommand },
  migrate: { say: 'bring the schema up to date', run: migrateCommand },
  migration: { say: 'new <name>: write the migration that the declared nouns need', run: migrationCommand },
  seed: { say: 'make the demo world; refused in production', run: seedCommand },
};

async function main(name: string | undefined, rest: string[]): Promise<void> {
  const command = Object.entries(commands).find(([known]) => known === name)?.[1];
  if (!command) {
    const list = Object.entries(commands).map(([known, { say }]) => `  ${known.padEnd(10)}${say}`);
    throw new Error(`${name ? `There is no command "${name}".` : 'Say what to do.'} The commands are:\n${list.join('\n')}`);
  }
  await command.run(loadConfig(), root, rest);
}

main(process.argv[2], process.argv.slice(3)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
