// npm run bench [-- --json] [-- --only board|dashboard]: ratios in one run against a bare Fastify + pg handler, with everything on that protects our side.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBackend } from './build.mjs';
import { addActivities } from './bench/activities.mjs';
import { addDeals } from './bench/deals.mjs';
import { load } from './bench/load.mjs';
import { rightsOfRoles, Stage, tokensFor } from './bench/stage.mjs';
import { addContacts, addSearchAndTags, makePeople, memberId, organizationId } from './bench/world.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, contacts: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '8' } } });
const CONTACTS = Number(options.contacts);
const SECONDS = Number(options.seconds);
const TURN = 0.5;
const root = join(import.meta.dirname, '..');
const say = (text) => (options.json ? undefined : console.log(text));
const results = [];
const stage = new Stage();

async function main() {
  await buildBackend(root);
  await stage.open(root, { shared_buffers: '2GB', maintenance_work_mem: '512MB', max_wal_size: '8GB' });
  const { administrator, environment } = stage;
  await administrator.query(`SET session_replication_role = replica; SET statement_timeout = 0; SELECT setseed(0.42)`);

  say('Making 10 organisations of 1,000 contacts …');
  await makePeople(administrator, await rightsOfRoles('owner', 'sales-rep'));
  await addContacts(administrator, 1, 10_000, '1 + n % 10');
  await administrator.query('CREATE SCHEMA bare; CREATE TABLE bare.contact (LIKE contact INCLUDING ALL)');
  await copyToBare(administrator, 0);
  await administrator.query('VACUUM ANALYZE');

  const { port: bare } = await stage.start(join(root, 'tools/bench/bare.mjs'), { environment: { ORGANIZATION: organizationId(1), OWNER: memberId(1, 1) }, path: '/ping' });
  const { port: ours } = await stage.start(join(root, 'dist/apps/api/main.js'), { path: '/health/live' });
  // A token lives ten minutes, and making a world may take longer.
  const signedIn = async () => (await tokensFor(environment, [[1, 1], [1, 2]])).map((token) => `authorization: Bearer ${token}\r\n`);
  let [owner, rep] = await signedIn();
  const our = (path, headers = owner) => ({ port: ours, request: () => ({ path: `/api/v1${path}`, headers }) });
  const its = (path) => ({ port: bare, request: () => ({ path }) });

  say('Making 10,000 deals …');
  const pipeline = await addDeals(administrator, 10_000);
  await within('board of 10,000 deals', 150, our(`/sales/pipelines/${pipeline}/board`));
  if (options.only === 'board') return administrator.end();

  say('Making 1,000,000 activities …');
  await addActivities(administrator, 1_000_000);
  [owner, rep] = await signedIn();
  await within('dashboard over 1,000,000 activities', 1_000, our('/sales/dashboard'));
  if (options.only === 'dashboard') return administrator.end();

  await ratio('ping', 0, its('/ping'), { port: ours, request: () => ({ path: '/health/live' }) });
  const few = await ratio('tenant-scoped read through the sealed transaction', 0.8, its('/contacts'), our('/sales/contacts'));

  say(`Making ${CONTACTS.toLocaleString('en')} contacts in 200 organisations, and 10,000 organisations in all …`);
  await grow(administrator);
  [owner, rep] = await signedIn();
  const many = await ratio('list with 10,000 organisations', 0, its('/contacts'), our('/sales/contacts'), { record: false });
  note({ name: 'list, 10,000 organisations against 10', ratio: many / few, bar: 0.9, unit: 'x' });

  const ids = (await administrator.query('SELECT id FROM contact WHERE organization_id = $1 ORDER BY random() LIMIT 2000', [organizationId(1)])).rows.map(({ id }) => id);
  const some = (n) => ids[n % ids.length];
  await ratio('list 50, three columns', 0.8, its('/contacts/names'), our('/sales/contacts?fields=id,lastName,email'));
  await ratio('list 50, newest first', 1.0, its('/contacts'), our('/sales/contacts'));
  await ratio('list 50, filter, sort, own + team', 0.8, its('/contacts/customers'), our('/sales/contacts?filter[stage]=customer&sort=lastName', rep));
  await ratio('get one', 0.5, { port: bare, request: (n) => ({ path: `/contacts/${some(n)}` }) }, { port: ours, request: (n) => ({ path: `/api/v1/sales/contacts/${some(n)}`, headers: owner }) });
  let made = 0;
  const contact = () => JSON.stringify({ firstName: 'Bench', lastName: `Mark${made}`, email: `bench${(made += 1)}@example.org`, phone: `+49 40 ${1000000 + made}` });
  await ratio('create', 0.4, { port: bare, request: () => ({ method: 'POST', path: '/contacts', body: contact() }) }, { port: ours, expect: 201, request: () => ({ method: 'POST', path: '/api/v1/sales/contacts', headers: owner, body: contact() }) });
  const job = (n) => JSON.stringify({ jobTitle: `Job ${n}` });
  await ratio('update one field', 0.4, { port: bare, request: (n) => ({ method: 'PATCH', path: `/contacts/${some(n)}`, body: job(n) }) }, { port: ours, request: (n) => ({ method: 'PATCH', path: `/api/v1/sales/contacts/${some(n)}`, headers: owner, body: job(n) }) });
  const words = ['anna', 'schmidt', 'mi', 'a', 'garc', 'thomas m', 'schmitd', 'bakoristen', 'mail3.example.com', '030 1234', 'qqqqxyz', 'müller'];
  await within('search q=', 20, { port: ours, request: (n) => ({ path: `/api/v1/sales/contacts?q=${encodeURIComponent(words[n % words.length])}`, headers: owner }) });
  await within('filter by tag', 20, { port: ours, request: (n) => ({ path: `/api/v1/sales/contacts?filter[tags][has]=tag${(n % 10) * 20}`, headers: owner }) });
  await administrator.end();
}

async function grow(client) {
  const big = CONTACTS / 5;
  await addContacts(client, 10_001, 10_000 + CONTACTS, `CASE WHEN n <= ${10_000 + big} THEN 1 ELSE 11 + n % 190 END`);
  await addContacts(client, 2_000_001, 2_000_000 + 9_800 * 5, '201 + n % 9800');
  await client.query('DROP INDEX search_word_word, search_word_trigrams');
  await addSearchAndTags(client);
  await client.query(`CREATE INDEX search_word_word ON search_word (organization_id, place, word)`);
  await client.query(`CREATE INDEX search_word_trigrams ON search_word USING gin (organization_id, word gin_trgm_ops) WITH (fastupdate = off)`);
  await copyToBare(client, 10_000);
  await client.query('VACUUM ANALYZE');
}

/** The same rows in a table without row-level security, triggers or search, with the same indexes. */
async function copyToBare(client, already) {
  const { rows } = await client.query(`SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute WHERE attrelid = 'contact'::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped`);
  const { columns } = rows[0];
  await client.query(`INSERT INTO bare.contact (${columns}) SELECT ${columns} FROM contact ${already ? 'ON CONFLICT DO NOTHING' : ''}`);
}

/** In turns of half a second, so that what else the machine is doing meets both alike. */
async function ratio(name, bar, bare, ours, { record = true } = {}) {
  await load({ ...bare, seconds: 1 });
  await load({ ...ours, seconds: 1 });
  const turns = [];
  for (let turn = 0; turn < SECONDS / TURN; turn += 1) {
    const base = await load({ ...bare, seconds: TURN });
    turns.push({ base, our: await load({ ...ours, seconds: TURN }) });
  }
  const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const value = middle(turns.map(({ base, our }) => our.rate / base.rate));
  say(`  ${name}: bare ${middle(turns.map(({ base }) => base.rate)).toFixed(0)}/s, ours ${middle(turns.map(({ our }) => our.rate)).toFixed(0)}/s`);
  if (record) note({ name, ratio: value, bar, p50: middle(turns.map(({ our }) => our.p50)), p95: middle(turns.map(({ our }) => our.p95)), unit: 'x' });
  return value;
}

async function within(name, bar, ours) {
  await load({ ...ours, seconds: 1 });
  const { p50, p95 } = await load({ ...ours, seconds: SECONDS });
  note({ name, ratio: null, bar, p50, p95, unit: 'ms p95' });
}

function note({ name, ratio: value, bar, p50 = null, p95 = null, unit }) {
  results.push({ name, ratio: value, bar, p50_ms: p50, p95_ms: p95, unit });
  const met = unit === 'ms p95' ? p95 <= bar : value >= bar;
  say(`${met ? '✓' : '✗'} ${name}: ${unit === 'ms p95' ? `p95 ${p95.toFixed(1)} ms (p50 ${p50.toFixed(1)}), bar ${bar} ms` : `${value.toFixed(2)} × bare, bar ${bar}`}`);
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
