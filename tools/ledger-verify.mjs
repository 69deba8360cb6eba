// npm run ledger:verify [-- --organization <slug>]: whether the ledgers are what was chained. Of the database in the environment, or of what "npm start" runs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { databaseAddresses, keys } from './application.mjs';
import { buildBackend } from './build.mjs';
import { serversHome } from './embedded/account.mjs';
import { postgresUrl, runningPostgres } from './embedded/postgres.mjs';
import { underLock } from './lock.mjs';
import { keptSecrets } from './secrets.mjs';
import { readSettings } from './settings.mjs';
import { complain, Problem } from './steps.mjs';

const root = join(import.meta.dirname, '..');

try {
  const { data, databaseUrl } = await readSettings(root, []);
  const environment = process.env.DATABASE_APP_URL ? {} : await embedded(data, databaseUrl);
  await underLock(join(root, '.tessera', 'build.lock'), () => buildBackend(root));
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', join(root, 'dist/apps/console/main.js'), 'ledger:verify', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, ...environment } });
  process.exitCode = status ?? 1;
} catch (error) {
  complain(error);
  process.exitCode = 1;
}

async function embedded(data, databaseUrl) {
  const secrets = keptSecrets(join(data, 'secrets.json'));
  const postgres = databaseUrl ? undefined : await runningPostgres(join(serversHome(data), 'postgres'));
  if (!databaseUrl && !postgres) throw new Problem('Nothing runs whose ledger could be verified: start it with "npm start", or name a database in the environment as in .env.example.');
  const address = databaseUrl ?? postgresUrl({ ...postgres, password: secrets.administratorPassword, database: 'tessera' });
  return { NODE_ENV: process.env.NODE_ENV || 'development', PUBLIC_URL: process.env.PUBLIC_URL || 'http://localhost:3000', REDIS_URL: process.env.REDIS_URL || 'redis://localhost:6379', ...databaseAddresses(address, secrets, process.env), ...keys(secrets, process.env) };
}
