// A real PostgreSQL 18 from npm, run by ourselves: created, started, adopted when it is running already, stopped.
import { chownSync, existsSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, lastLines } from '../steps.mjs';
import { birthOf, end, identify, isAlive, run, waitUntil } from '../processes.mjs';
import { accountFor, makeFolder } from './account.mjs';
import { binaries } from './binaries.mjs';
import { spawnServer } from './server.mjs';

export const ADMINISTRATOR = 'postgres';
const MAJOR = '18';
// Left behind for a moment by a postmaster that was killed; both go away by themselves.
const STILL_HELD = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/;

/**
 * Starts the cluster in `folder` (creating it first), or adopts the one that runs there.
 * Returns { port, sockets, process, adopted, created }.
 */
export async function startPostgres({ root, folder, password, choosePort, log, settings = {}, durable = true, onSpawn }) {
  const account = accountFor(folder);
  const home = dirname(folder);
  const created = !existsSync(join(folder, 'PG_VERSION'));
  if (created) await createCluster({ root, folder, home, account, password, durable, onSpawn });
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR) throw new Problem(`The data in ${folder} were written by PostgreSQL ${version} and Tessera brings ${MAJOR}: start with "npm start -- --fresh" to begin anew, or move them with pg_dump first.`);

  const running = await runningPostgres(folder);
  if (running) return { ...running, adopted: true, created };
  const { postgres } = await binaries(root, account);
  return { ...(await startServer({ postgres, folder, home, account, choosePort, log, settings, onSpawn })), adopted: false, created };
}

async function createCluster({ root, folder, home, account, password, durable, onSpawn }) {
  // Made beside its place and moved there when it is whole, so that an interrupted creation is never taken for a database.
  const draft = `${folder}.new`;
  const passwordFile = join(home, 'postgres.password');
  rmSync(draft, { recursive: true, force: true });
  makeFolder(draft, 0o700, account);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  try {
    const { initdb } = await binaries(root, account);
    await run(initdb, [
      '-D', draft, '-U', ADMINISTRATOR, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(durable ? [] : ['--no-sync']),
    ], {
      ...account, cwd: '/', env: plainEnvironment(), onSpawn, timeout: 120_000,
      failure: 'The embedded PostgreSQL could not create its data folder: see the lines above, or use a server of your own with DATABASE_URL',
    });
    renameSync(draft, folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

async function startServer({ postgres, folder, home, account, choosePort, log, settings, onSpawn }) {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const port = await choosePort();
    const child = spawnPostmaster({ postgres, folder, home, account, port, log, settings });
    onSpawn?.(child.identity, port);
    const ready = await waitUntil(() => child.ended || statusOf(folder)?.ready === child.identity.pid, 60_000, 25);
    if (ready && !child.ended) return { port, sockets: statusOf(folder).sockets, process: child.identity };
    const output = child.output();
    if (!child.ended) await end(child.identity, [['SIGQUIT', 5_000], ['SIGKILL', 2_000]]);
    else if (performance.now() < deadline && (STILL_HELD.test(output) || /Address already in use/.test(output))) {
      await sleep(500);
      continue;
    }
    throw new Problem(`The embedded PostgreSQL did not start: see the lines above and ${log}.`, lastLines(output, 12));
  }
}

function spawnPostmaster({ postgres, folder, home, account, port, log, settings }) {
  // The system allows about a hundred characters for the path of a socket.
  const sockets = Buffer.byteLength(home) <= 80 ? makeFolder(join(home, 'socket'), 0o700, account) : '';
  const all = {
    port, listen_addresses: '127.0.0.1', unix_socket_directories: sockets, shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC', log_timezone: 'UTC', log_line_prefix: '%m [%p] %q%u@%d ', jit: 'off', ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawnServer(postgres, ['-D', folder, ...args], { account, log, env: plainEnvironment() });
}

// PG* variables and a foreign locale of the person who starts us must not reach the server.
function plainEnvironment() {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** What postmaster.pid says: pid, port, the folder of its sockets, and the pid again as `ready` once the server takes connections. */
function statusOf(folder) {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return { pid, port: Number(lines[3]), sockets: lines[4]?.trim() ?? '', ready: lines[7]?.trim() === 'ready' ? pid : undefined };
  } catch {
    return undefined;
  }
}

/** The living postmaster of this folder, once it is ready. */
export async function runningPostgres(folder) {
  const status = statusOf(folder);
  if (!status || birthOf(status.pid) === undefined || !worksIn(status.pid, folder)) return undefined;
  const identity = identify(status.pid);
  await waitUntil(() => statusOf(folder)?.ready || !isAlive(identity), 60_000);
  const now = statusOf(folder);
  return now?.ready === status.pid && isAlive(identity) ? { port: now.port, sockets: now.sockets, process: identity } : undefined;
}

function worksIn(pid, folder) {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

/** A fast stop: open transactions are rolled back, everything committed is on disk. */
export function stopPostgres(identity, { force = false } = {}) {
  return end(identity, [...(force ? [] : [['SIGINT', 20_000]]), ['SIGQUIT', 5_000], ['SIGKILL', 2_000]]);
}

/** Through its socket where it has one, which costs a quarter less for each statement than the network does. */
export function postgresUrl({ port, sockets, password, database = 'postgres' }) {
  return `postgres://${ADMINISTRATOR}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}${sockets ? `?host=${encodeURIComponent(sockets)}` : ''}`;
}
