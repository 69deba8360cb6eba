import 'reflect-metadata';
import { join } from 'node:path';
import { loadConfig } from '#platform/config/config.js';

const root = join(import.meta.dirname, '../../..');

interface Command {
  say: string;
  run(rest: string[]): Promise<void> | void;
}

/** Each loads what it needs and no more: explain is to answer at once. */
const commands: Record<string, Command> = {
  prepare: { say: 'create roles, seal and schema; run it for every release', run: async () => (await import('./database.js')).prepareCommand(loadConfig(), root) },
  migrate: { say: 'bring the schema up to date', run: async () => (await import('./database.js')).migrateCommand(loadConfig(), root) },
  migration: { say: 'new <name>: write the migration that the declared nouns need', run: async (rest) => (await import('./migration.js')).migrationCommand(loadConfig(), root, rest) },
  seed: { say: 'make the demo world; refused in production', run: async () => (await import('./seed.js')).seedCommand(loadConfig()) },
  'ledger:verify': { say: '[--organization slug] [--from 2026-03] [--noted file]: whether the ledgers are what was chained', run: async (rest) => (await import('./ledger-verify.js')).ledgerVerifyCommand(loadConfig(), rest) },
  explain: { say: '[noun]: what follows from a declaration; needs no database', run: async ([noun]) => (await import('./explain.js')).explainCommand(noun) },
  snapshot: { say: 'write what is derived to test/snapshots', run: async () => (await import('./snapshot.js')).snapshotCommand(root) },
};

async function main(name: string | undefined, rest: string[]): Promise<void> {
  const command = Object.entries(commands).find(([known]) => known === name)?.[1];
  if (!command) {
    const list = Object.entries(commands).map(([known, { say }]) => `  ${known.padEnd(15)}${say}`);
    throw new Error(`${name ? `There is no command "${name}".` : 'Say what to do.'} The commands are:\n${list.join('\n')}`);
  }
  await command.run(rest);
}

main(process.argv[2], process.argv.slice(3)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
