// npm run bench:ledger [-- --json] [-- --only fan-out,runs,sockets,webhooks]: what follows from what happened, in numbers. One worker, one API, two cores.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBackend } from './build.mjs';
import { entriesPerSecond } from './bench/fan-out.mjs';
import { runsPerSecond } from './bench/runs.mjs';
import { addMembers, delivery } from './bench/sockets.mjs';
import { rightsOfRoles, Stage, tokensFor } from './bench/stage.mjs';
import { delays, percentile, Sink, subscribe } from './bench/webhooks.mjs';
import { addContacts, addSearchAndTags, makePeople, organizationId } from './bench/world.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, runs: { type: 'string', default: '2000' }, entries: { type: 'string', default: '10000' }, profile: { type: 'string' } } });
const root = join(import.meta.dirname, '..');
const SOCKETS = 2_000;
const DEAD_TARGETS = 100;
/** Nobody listens there. */
const DEAD = '127.0.0.1:9';
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
  const sink = await Sink.open();
  const serving = { NODE_ENV: 'development', OUTBOUND_HOSTS: `${sink.host},${DEAD}` };
  const members = await addMembers(administrator, SOCKETS);
  const { port } = await stage.start(join(root, 'dist/apps/api/main.js'), { path: '/health/live', environment: serving });
  const [owner, other, ...watchers] = await tokensFor(environment, [[1, 1], [2, 1], ...members]);
  const [ask, askOther] = [asker(port, owner), asker(port, other)];
  const idsOf = async (organization) => (await administrator.query('SELECT id FROM contact WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT 5000', [organizationId(organization)])).rows.map(({ id }) => id);
  const [ids, idsOfOther] = [await idsOf(1), await idsOf(2)];
  const flags = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
  const { child: worker } = await stage.start(join(root, 'dist/apps/worker/main.js'), { said: 'Leads', flags, environment: serving });

  if (wanted('fan-out')) note('entries passed on', await entriesPerSecond({ stage, worker, ask, entries: Number(options.entries) }), 2_000, '/s', 'at least');
  if (wanted('runs')) {
    const { rate, nodeMs, postgresMs } = await runsPerSecond({ stage, worker, ask, runs: Number(options.runs) });
    note('runs of five steps', rate, 200, '/s', 'at least', { nodeMs, postgresMs });
  }
  if (wanted('sockets')) {
    const { p95, missed } = await delivery({ ask, port, tokens: watchers, ids, count: SOCKETS, changes: 20 });
    note(`a change at ${SOCKETS} sockets, p95`, p95, 300, 'ms', 'at most', { missed });
  }
  if (wanted('webhooks')) {
    await subscribe(ask, `http://${sink.host}/own`);
    await subscribe(askOther, `http://${sink.host}/other`);
    await delays({ ask, sink, ids: ids.slice(2_500), perSecond: 50, seconds: 6 });
    // What the database does by itself within a minute.
    await administrator.query('VACUUM ANALYZE');
    const times = await delays({ ask, sink, ids, perSecond: 100 });
    note('a webhook at 100 writes/s, p95', percentile(times, 0.95), 500, 'ms', 'at most', { p50: percentile(times, 0.5), missed: times.filter((each) => each === Infinity).length });
    const alone = percentile(await delays({ ask: askOther, sink, ids: idsOfOther, perSecond: 20 }), 0.99);
    for (let n = 0; n < DEAD_TARGETS; n += 1) await subscribe(ask, `http://${DEAD}/${n}`);
    const [beside] = await Promise.all([delays({ ask: askOther, sink, ids: idsOfOther.slice(1_000), perSecond: 20 }), delays({ ask, sink, ids: ids.slice(2_000), perSecond: 2 })]);
    note(`p99 beside ${DEAD_TARGETS} dead targets of another`, percentile(beside, 0.99) / alone, 2, 'x', 'at most', { alone, beside: percentile(beside, 0.99) });
  }
  await stage.end(worker);
  sink.close();
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
