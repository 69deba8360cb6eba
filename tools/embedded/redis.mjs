// Redis or Valkey on the loopback address, behind a password, with its own append-only file.
import { chownSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { Problem, lastLines } from '../steps.mjs';
import { end, identify, isAlive, waitUntil } from '../processes.mjs';
import { accountFor, canReach, makeFolder } from './account.mjs';
import { findProgram, installWithApt, installWithHomebrew, installsWithApt } from './packages.mjs';
import { spawnServer } from './server.mjs';

const CURE = 'install Redis 7 or Valkey (Debian and Ubuntu: "sudo apt-get install -y redis-server"; macOS: "brew install valkey"), or name a server with REDIS_URL=redis://host:6379';

export async function findRedis(onSpawn) {
  const find = () => findProgram('redis-server', 'valkey-server');
  if (find()) return find();
  try {
    if (installsWithApt()) await installWithApt('redis-server', onSpawn);
    else if (process.platform === 'darwin' && findProgram('brew')) await installWithHomebrew('valkey', onSpawn);
  } catch (error) {
    throw new Problem(`There is no Redis on this machine and it could not be installed: ${CURE}.`, error.details);
  }
  if (!find()) throw new Problem(`There is no Redis on this machine: ${CURE}.`);
  return find();
}

/** Starts Redis in `folder`, or adopts the one that answers to our password. Returns { port, process, adopted }. */
export async function startRedis({ folder, password, port, choosePort, log, known, durable = true, onSpawn }) {
  if (port) {
    const pid = await processBehind(port, password);
    if (pid) return { port, process: identify(pid), adopted: true };
  }
  // Running, but out of reach: it must let go of its files before another one opens them.
  if (isAlive(known)) await stopRedis(known);

  const program = await findRedis(onSpawn);
  const account = accountForRedis(folder, program);
  makeFolder(folder, 0o700, account);
  const deadline = performance.now() + 20_000;
  for (;;) {
    const chosen = await choosePort();
    const configuration = writeConfiguration({ folder, account, password, port: chosen, durable });
    const started = spawnServer(program, [configuration], { account, log });
    onSpawn?.(started.identity, chosen);
    const ready = await waitUntil(async () => started.ended || (await processBehind(chosen, password)) === started.identity.pid, 60_000);
    if (ready && !started.ended) return { port: chosen, process: started.identity, adopted: false };
    if (!started.ended) await end(started.identity, [['SIGKILL', 2_000]]);
    if (performance.now() < deadline && /Address already in use/.test(started.output())) continue;
    throw new Problem(`Redis did not start: see the lines above and ${log}.`, lastLines(started.output(), 12));
  }
}

function accountForRedis(folder, program) {
  const account = accountFor(folder);
  return canReach(program, account) && canReach(dirname(folder), account) ? account : undefined;
}

function writeConfiguration({ folder, account, password, port, durable }) {
  const path = join(folder, 'redis.conf');
  // In a file and not on the command line, where every user of the machine could read the password.
  const lines = [
    'bind 127.0.0.1', `port ${port}`, 'protected-mode yes', `requirepass ${password}`, 'daemonize no', `dir "${folder}"`, 'save ""',
    `appendonly ${durable ? 'yes' : 'no'}`, 'maxmemory-policy noeviction', 'loglevel notice',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  if (account) chownSync(path, account.uid, account.gid);
  return path;
}

/** The pid of the Redis on that port if it knows our password and has loaded its data. */
function processBehind(port, password) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2_000 });
    let answer = '';
    const finish = (pid) => {
      socket.destroy();
      resolve(pid);
    };
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\nINFO server\r\n`));
    socket.on('data', (text) => {
      answer += text;
      if (/^-/m.test(answer)) return finish(undefined);
      const pid = /\+PONG[\s\S]*process_id:(\d+)\r/.exec(answer);
      if (pid) finish(Number(pid[1]));
    });
    for (const event of ['timeout', 'error', 'close']) socket.once(event, () => finish(undefined));
  });
}

export function stopRedis(identity, { force = false } = {}) {
  return end(identity, [...(force ? [] : [['SIGTERM', 10_000]]), ['SIGKILL', 2_000]]);
}

export function redisUrl({ port, password }) {
  return `redis://:${password}@127.0.0.1:${port}`;
}
