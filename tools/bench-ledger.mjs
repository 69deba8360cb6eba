// npm run bench:ledger [-- --json]: what follows from what happened, in numbers. One worker, one API, two cores.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBackend } from './build.mjs';
import { runsPerSecond } from './bench/runs.mjs';
import { rightsOfRoles, Stage, tokensFor } from './bench/stage.mjs';
import { addContacts, addSearchAndTags, makePeople } from './bench/world.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, runs: { type: 'string', default: '2000' }, profile: { type: 'string' } } });
const root = join(import.meta.dirname, '..');
const stage = new Stage();
const results = [];
const say = (text) => (options.json ? undefined : console.log(text));
const wanted = (name) => options.only === undefined || options.only.split(',').includes(name);

async function main() {
  await buildBackend(root);
  await stage.open(root, { shared_buffers: '512MB' });
  const { administrator, environment } = stage;
  const rights = await rightsOfRoles('owner', 'sales-rep');
  await administrator.query('SET session_replication_role = replica');
  for (const organization of [1, 2]) await makePeople(administrator, rights, organization);
  await addContacts(administrator, 1, 20_000, '1 + n % 2');
  await addSearchAndTags(administrator);
  await administrator.query('SET session_replication_role = origin');
  const { port } = await stage.start(join(root, 'dist/apps/api/main.js'), { path: '/health/live' });
  const [owner] = await tokensFor(environment, [[1, 1]]);
  const ask = asker(port, owner);

  if (wanted('runs')) {
    const flags = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
    const { child: worker } = await stage.start(join(root, 'dist/apps/worker/main.js'), { said: 'Leads', flags });
    const { rate, nodeMs, postgresMs } = await runsPerSecond({ stage, worker, ask, runs: Number(options.runs) });
    note('runs of five steps', rate, 200, '/s', 'at least', { nodeMs, postgresMs });
    await stage.end(worker);
  }
}

function asker(port, token) {
  return async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    return text ? JSON.parse(text) : null;
  };
}

function note(name, value, bar, unit, sense, more = {}) {
  const met = sense === 'at least' ? value >= bar : value <= bar;
  results.push({ name, value, bar, unit, met, ...more });
  const rest = Object.entries(more).map(([key, each]) => `${key} ${each.toFixed(2)}`).join(', ');
  say(`${met ? '✓' : '✗'} ${name}: ${value.toFixed(1)} ${unit} (bar: ${sense} ${bar} ${unit})${rest ? ` — ${rest}` : ''}`);
}

async function end(code) {
  await stage.close();
  if (options.json) console.log(JSON.stringify({ results }));
  process.exit(code);
}

process.once('SIGINT', () => void end(130));
process.once('SIGTERM', () => void end(143));
main().then(
  () => end(0),
  (error) => {
    console.error(error);
    return end(1);
  },
);
