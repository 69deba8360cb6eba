import { continueLedgerOrder } from './database/ledger-order.js';
import { migrate } from './database/migrate.js';
import { prepareDatabase } from './database/prepare.js';
import type { Config } from '#platform/config/config.js';
import { syncRoles } from './roles.js';

export async function prepareCommand(config: Config, root: string): Promise<void> {
  await prepareDatabase(
    { administrator: config.needed('databaseUrl'), owner: config.needed('databaseOwnerUrl'), app: config.databaseAppUrl, platform: config.databasePlatformUrl },
    [config.scopeSealKey, config.scopeSealKeyPrevious].filter((key) => key !== null),
    root,
  );
  await migrateCommand(config, root);
  const added = await continueLedgerOrder(config.needed('databaseUrl'));
  if (added !== null) console.log('The database has come from another server: the ledger counts on from where it was.');
  await syncRoles(config);
}

export async function migrateCommand(config: Config, root: string): Promise<void> {
  const done = await migrate(config.needed('databaseOwnerUrl'), root);
  console.log(done.length ? `Migrated: ${done.join(', ')}.` : 'The schema is up to date.');
}
