// PostgreSQL and Redis for one run of tests or measurements: own ports, own folder, gone afterwards.
import { chmodSync, mkdtempSync, readFileSync, readdirSync, lstatSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseAddresses, keys, runConsole } from '../application.mjs';
import { endMarked, identify, isAlive } from '../processes.mjs';
import { freePort } from '../ports.mjs';

import { newSecrets } from '../secrets.mjs';
import { accountFor, canReach } from './account.mjs';
import { postgresUrl, startPostgres, stopPostgres } from './postgres.mjs';
import { redisUrl, startRedis, stopRedis } from './redis.mjs';

const PREFIX = 'tessera-throwaway-';
// Nothing here outlives the run, so nothing has to reach the disk.
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300, shared_buffers: '256MB' };

/**
 * Starts both servers. Returns
 *   environment         everything the application's processes need, with DATABASE_URL naming `database`
 *   administratorUrl    superuser, database postgres
 *   redisUrl, folder
 *   prepare()           makes `database` with roles, extensions and migrations
 *   stop({ force })     stops both and removes the folder; may be called twice
 * `onStop` receives `stop` before anything is started, for those who must end while it is starting.
 */
export async function throwawayStack({ root, database = 'tessera_throwaway', settings = {}, onStop = () => {} }) {
  await sweep();
  const folder = makeTemporaryFolder();
  const secrets = newSecrets();
  const owned = { launcher: identify(process.pid), testRun: process.env.TESSERA_TEST_RUN };
  const remember = (name) => (identity) => {
    owned[name] = identity;
    writeFileSync(join(folder, 'processes.json'), JSON.stringify(owned), { mode: 0o600 });
  };
  remember('launcher')(owned.launcher);
  const stop = (options) => stopOwned(folder, owned, options);
  onStop(stop);

  try {
    const place = (name) => ({ folder: join(folder, name), log: join(folder, `${name}.log`), choosePort: freePort, durable: false, onSpawn: remember(name) });
    const started = await Promise.allSettled([
      startPostgres({ root, ...place('postgres'), password: secrets.administratorPassword, settings: { ...FAST, ...settings } }),
      startRedis({ ...place('redis'), password: secrets.redisPassword }),
    ]);
    const [postgres, redis] = started.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
    const administrator = { ...postgres, password: secrets.administratorPassword };
    const administratorUrl = postgresUrl(administrator);
    const environment = {
      NODE_ENV: 'test',
      ...databaseAddresses(postgresUrl({ ...administrator, database }), secrets),
      ...keys(secrets),
      REDIS_URL: redisUrl({ port: redis.port, password: secrets.redisPassword }),
      PUBLIC_URL: 'http://localhost:3000',
      LOG_LEVEL: 'warn',
    };
    const prepare = () => runConsole(root, 'prepare', environment);
    return { environment, administratorUrl, redisUrl: environment.REDIS_URL, folder, prepare, stop };
  } catch (error) {
    await stop({ force: true });
    throw error;
  }
}

function makeTemporaryFolder() {
  const place = canReach(tmpdir(), accountFor('/')) ? tmpdir() : '/tmp';
  const folder = mkdtempSync(join(place, PREFIX));
  // The servers' account has to pass through; what is inside is closed by each server's own folder.
  chmodSync(folder, 0o711);
  return folder;
}

async function stopOwned(folder, owned, options) {
  await Promise.all([stopRedis(owned.redis, { force: true }), stopPostgres(owned.postgres, options)]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Clears away what runs left behind that were killed before they could do it themselves. */
async function sweep() {
  for (const place of new Set([tmpdir(), '/tmp'])) {
    for (const name of readdirSync(place)) {
      if (!name.startsWith(PREFIX)) continue;
      const folder = join(place, name);
      try {
        const found = lstatSync(folder);
        // The temporary folder is open to everybody: only what we made ourselves is believed.
        if (!found.isDirectory() || found.uid !== process.getuid()) continue;
        const owned = JSON.parse(readFileSync(join(folder, 'processes.json'), 'utf8'));
        if (isAlive(owned.launcher)) continue;
        if (owned.testRun) endMarked('TESSERA_TEST_RUN', owned.testRun);
        await stopOwned(folder, owned, { force: true });
      } catch {
        // It is being made or removed at this moment.
      }
    }
  }
}
