// npm start [-- --fresh]: from a bare checkout to a running Tessera, and back to nothing on Ctrl-C.
import { join } from 'node:path';
import { buildBackend, buildWeb } from './build.mjs';
import { programOf } from './application.mjs';
import { makeFolder } from './embedded/account.mjs';
import { findRedis } from './embedded/redis.mjs';
import { checkNode, installPackages } from './install.mjs';
import { Launcher } from './launcher.mjs';
import { releaseLock, takeLock, underLock } from './lock.mjs';
import { answers, portTrouble } from './ports.mjs';
import { endRunning, whenOrphaned } from './processes.mjs';
import { checkCheckout, readSettings } from './settings.mjs';
import { Problem, bold, complain, say, seconds, step } from './steps.mjs';

const root = join(import.meta.dirname, '..');
const began = performance.now();
let launcher;
let lock;
let ending;
let up = false;

async function main() {
  await step('Check Node', checkNode);
  checkCheckout(root);
  const settings = await readSettings(root, process.argv.slice(2));
  makeFolder(settings.data, 0o711);
  takeCheckout(settings);
  launcher = new Launcher(root, settings, (error) => void finish(1, error));
  await launcher.recover();
  await step('Check the addresses', () => checkAddresses(settings));
  if (!settings.redisUrl) await stage('Look for Redis', () => findRedis(launcher.spawned('setup')));

  await underLock(join(makeFolder(join(root, '.tessera'), 0o711), 'build.lock'), async () => {
    await stage('Install packages', () => installPackages(root, launcher.spawned('setup')));
    await stage('Compile', () => buildBackend(root, launcher.spawned('setup')));
    await stage('Build the web application', () => buildWeb(root, launcher.spawned('setup')));
  });
  for (const name of ['console', 'api', 'worker']) programOf(root, name);

  if (settings.fresh) await stage('Empty the embedded database', () => launcher.empty());
  await stage(settings.databaseUrl && settings.redisUrl ? 'Use your PostgreSQL and Redis' : 'Start PostgreSQL and Redis', () => launcher.startServers());
  await stage('Prepare the database', () => launcher.prepare());
  if (settings.demo) await stage('Seed the demo world', () => launcher.seed());
  await stage('Start API and worker', () => launcher.startApplication());
  if (ending) return;
  up = true;
  summarise(settings);
}

/** A step that does not begin once the end has begun. */
async function stage(title, work) {
  if (ending) await new Promise(() => {});
  return step(title, work);
}

function takeCheckout(settings) {
  const path = join(settings.data, 'start.lock');
  let owner;
  try {
    owner = takeLock(path, { address: settings.address });
  } catch (error) {
    throw new Problem(`The data folder ${settings.data} cannot be written by you (${error.code}): take it over with "sudo chown $(id -un) ${settings.data}", or choose another one with TESSERA_DATA=/some/path npm start.`);
  }
  if (owner) throw new Problem(`Tessera is already running here (process ${owner.pid}, ${owner.address}): stop it with Ctrl-C in its terminal or with "kill ${owner.pid}" first.`);
  lock = path;
}

async function checkAddresses({ port, host, databaseUrl, redisUrl }) {
  for (const place of new Set([host, '127.0.0.1', '::1'])) {
    const trouble = await portTrouble(port, place);
    if (trouble === 'EADDRINUSE') throw new Problem(`Port ${port} is taken by another program: stop it, or choose another port with PORT=${port + 1} npm start.`);
    if (trouble === 'EACCES') throw new Problem(`Port ${port} is reserved for the administrator: choose one above 1023 with PORT=3000 npm start.`);
    if (trouble && place === host) throw new Problem(`HOST=${host} is not an address of this machine (${trouble}): unset HOST, or set it to 127.0.0.1 or 0.0.0.0.`);
  }
  for (const [name, url, usual] of [['DATABASE_URL', databaseUrl, 5432], ['REDIS_URL', redisUrl, 6379]]) {
    if (!url || (await answers(url, usual))) continue;
    const { hostname, port: given } = new URL(url);
    throw new Problem(`Nothing answers at ${hostname}:${given || usual}, the server that ${name} names: start it, correct ${name}, or unset it (also in .env) to use the embedded server.`);
  }
}

function summarise({ address, publicUrl, demo, data, mails, databaseUrl, redisUrl }) {
  const { home, state } = launcher;
  const line = (title, text) => say(`  ${title.padEnd(18)} ${text}`);
  say(`\n${bold(`Tessera runs at ${address}`)}   ready after ${seconds(began)}\n`);
  if (publicUrl !== address) line('Public address', publicUrl);
  line('API documentation', `${address}/api/docs`);
  if (demo) {
    line('Sign in as', 'owner@ admin@ manager@ rep@ marketing@ support@ viewer@ · acme.test or globex.test');
    line('', 'both@tessera.test (member of both), root@tessera.test (super admin)');
    line('Password', 'tessera-demo (for all of them)');
    line('Second factor', 'of root@tessera.test: TESSERADEMOTESSERADEMOTESSERADEM (an authenticator app takes it as the key)');
  }
  line('Data', home === data ? data : `${data} and ${home}`);
  line('PostgreSQL', databaseUrl ? 'your own (DATABASE_URL)' : `127.0.0.1:${state.port('postgres')}, passwords in ${join(data, 'secrets.json')}`);
  line('Redis', redisUrl ? 'your own (REDIS_URL)' : `127.0.0.1:${state.port('redis')}`);
  if (state.port('api')) line('Metrics', `http://127.0.0.1:${state.port('api')}/metrics (API), http://127.0.0.1:${state.port('worker')}/metrics (worker)`);
  if (mails) line('Mails', `${address}/dev/mail, kept in ${mails} (nothing is sent: set MAIL_URL to send them)`);
  line('Logs', launcher.logs);
  line('Stop', 'Ctrl-C');
  if (!databaseUrl) line('Begin anew', 'npm start -- --fresh');
  say('');
}

function finish(code, error) {
  ending ??= (async () => {
    if (launcher) launcher.stopping = true;
    endRunning();
    if (error) complain(error);
    try {
      await stopEverything();
    } catch (trouble) {
      complain(trouble);
      code = 1;
    }
    leave(code);
  })();
  return ending;
}

function stopEverything() {
  if (!launcher?.hasProcesses()) return undefined;
  return step('Stop everything', () => launcher.stop());
}

function leave(code) {
  if (lock) releaseLock(lock);
  process.exit(code);
}

let firstSignal;
async function onSignal(code) {
  if (!firstSignal) {
    firstSignal = performance.now();
    say('\nStopping (Ctrl-C again stops at once).');
    // To stop what runs well is no failure; to break off a start is one.
    await finish(up ? 0 : code);
    return;
  }
  // npm passes on the Ctrl-C that the terminal has sent to us as well: that is one wish, not two.
  if (performance.now() - firstSignal < 1_000) return;
  await launcher?.stop({ force: true });
  leave(code);
}

for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(name, () => void onSignal(code));
whenOrphaned(() => void onSignal(143));
process.on('uncaughtException', (error) => void finish(1, error));

await main().catch((error) => finish(1, error));
