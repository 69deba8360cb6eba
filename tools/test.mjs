// npm test [-- pattern…]: everything a change must pass, on servers of its own; ends with "N passed, N failed".
import { join } from 'node:path';
import { buildBackend, buildWeb, hasScript } from './build.mjs';
import { makeFolder } from './embedded/account.mjs';
import { findProgram, distribution, installWithApt, installsWithApt } from './embedded/packages.mjs';
import { throwawayStack } from './embedded/throwaway.mjs';
import { checkNode, installPackages } from './install.mjs';
import { underLock } from './lock.mjs';
import { endMarked, endRunning, run, signal, whenOrphaned } from './processes.mjs';
import { bold, complain, say, step } from './steps.mjs';
import { runVitest } from './vitest.mjs';

/** Against hanging, and not the bar: machines that others use, too, are slow at times. */
const LIMIT_MINUTES = 45;
const TEMPLATE = 'tessera_template';
const root = join(import.meta.dirname, '..');
const patterns = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
let stopStack = async () => {};
let testGroup;
let ending = false;

// Inherited by all that runs below us, so that nothing a test started and forgot outlives the run.
process.env.TESSERA_TEST_RUN = `${process.pid}-${Date.now()}`;

async function main() {
  if (!(await check('Check Node', checkNode))) return;
  const tessera = makeFolder(join(root, '.tessera'), 0o711);
  const compiled = await underLock(join(tessera, 'build.lock'), async () => {
    if (!(await check('Install packages', () => installPackages(root)))) return false;
    return (await check('Type check and compile', () => buildBackend(root))) && (patterns.length > 0 || (await checkWeb()));
  });
  if (patterns.length === 0) await check('Lint', () => script('lint'));
  if (!compiled) return;

  const programs = await programsForTests();
  let stack;
  if (!(await check('Start PostgreSQL and Redis', async () => {
    stack = await throwawayStack({ root, database: TEMPLATE, onStop: (stop) => (stopStack = stop) });
  }))) return;
  await check('Prepare the template database', () => stack.prepare());
  const environment = {
    ...stack.environment,
    ...programs,
    TEST_DATABASE_ADMIN_URL: stack.administratorUrl,
    TEST_DATABASE_TEMPLATE: TEMPLATE,
    TEST_REDIS_URL: stack.redisUrl,
  };
  const counted = await runVitest({ root, patterns, environment, folder: stack.folder, onSpawn: (identity) => (testGroup = identity.pid) });
  for (const name of Object.keys(total)) total[name] += counted[name];
}

/** One stage is one check: it passes or it fails, and a failure is shown but does not stop the others. */
async function check(title, work) {
  try {
    await step(title, work);
    total.passed++;
    return true;
  } catch (error) {
    if (ending) return false;
    complain(error);
    total.failed++;
    return false;
  }
}

async function checkWeb() {
  if (hasScript(root, 'typecheck:web')) await check('Type check the web application', () => script('typecheck:web'));
  if (hasScript(root, 'build:web')) await check('Build the web application', () => buildWeb(root));
  return true;
}

function script(name) {
  return run('npm', ['run', '-s', name], { cwd: root, failure: `"npm run ${name}" found faults: see the lines above` }).then(() => undefined);
}

/** Finds or installs what some tests drive from outside; without it they say that they did not run. */
async function programsForTests() {
  const environment = {};
  const wanted = [
    { name: 'PGBOUNCER', debian: 'pgbouncer', programs: ['pgbouncer'], aptOn: /debian|ubuntu/ },
    // On Ubuntu the package of that name only fetches a snap.
    { name: 'CHROMIUM', debian: 'chromium', programs: ['chromium', 'chromium-browser', 'google-chrome'], aptOn: /^debian/ },
  ];
  for (const { name, debian, programs, aptOn } of wanted) {
    if (!findProgram(...programs) && installsWithApt() && aptOn.test(distribution())) {
      await step(`Install ${debian}`, () => installWithApt(debian)).catch((error) => complain(error));
    }
    const path = findProgram(...programs);
    if (path) environment[`TEST_${name}`] = path;
    else {
      environment[`TEST_NO_${name}`] = 'true';
      say(`${debian} is not installed: the tests that need it are skipped.`);
    }
  }
  return environment;
}

async function finish(reason, code) {
  if (ending) return;
  ending = true;
  if (testGroup) signal(-testGroup, 'SIGKILL');
  endRunning();
  await stopStack({ force: true }).catch((error) => say(`The temporary servers could not be stopped: ${error.message}`));
  endMarked('TESSERA_TEST_RUN', process.env.TESSERA_TEST_RUN);
  if (reason) say(`\n${reason}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  say(bold(`${total.passed} passed, ${total.failed} failed${skipped}`));
  process.exit(code ?? (total.failed > 0 ? 1 : 0));
}

for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(name, () => void finish('Stopped before the end.', code));
}
whenOrphaned(() => void finish('Stopped before the end.', 143));
setTimeout(() => {
  total.failed++;
  void finish(`The tests did not end within ${LIMIT_MINUTES} minutes.`, 1);
}, LIMIT_MINUTES * 60_000).unref();

try {
  await main();
} catch (error) {
  complain(error);
  total.failed++;
}
await finish();
