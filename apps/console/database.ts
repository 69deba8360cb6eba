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
  await syncRoles(config);
  await syncRoles(config);
}

export async function migrateCommand(config: Config, root: string): Promise<void> {
  const done = await migrate(config.needed('databaseOwnerUrl'), root);
  console.log(done.length ? `Migrated: ${done.join(', ')}.` : 'The schema is up to date.');
}
