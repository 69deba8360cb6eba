// Runs a command of the console (npm run migration:new, npm run snapshot) beside a database that the migrations have just made.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildBackend } from './build.mjs';
import { throwawayStack } from './embedded/throwaway.mjs';
import { underLock } from './lock.mjs';
import { endRunning, run } from './processes.mjs';
import { complain, say, step } from './steps.mjs';

const root = join(import.meta.dirname, '..');
let stopStack = async () => {};
let ending = false;

async function main() {
  const tessera = join(root, '.tessera');
  mkdirSync(tessera, { recursive: true, mode: 0o711 });
  await step('Compile', () => underLock(join(tessera, 'build.lock'), () => buildBackend(root)));
  let stack;
  await step('Start PostgreSQL', async () => {
    stack = await throwawayStack({ root, onStop: (stop) => (stopStack = stop) });
  });
  await step('Run the migrations', () => stack.prepare());
  await run(process.execPath, ['--enable-source-maps', join(root, 'dist/apps/console/main.js'), ...process.argv.slice(2)], {
    cwd: root, env: { ...process.env, ...stack.environment }, stream: true, failure: 'Nothing was written: see the lines above',
  });
}

async function finish(code) {
  if (ending) return;
  ending = true;
  endRunning();
  await stopStack({ force: true }).catch((error) => say(`The temporary servers could not be stopped: ${error.message}`));
  process.exit(code);
}

for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(name, () => void finish(code));

await main().then(
  () => finish(0),
  (error) => {
    if (!ending) complain(error);
    return finish(1);
  },
);
