// node tools/bench/search.mjs: search in a tenant of 200,000 contacts among 1,000,000 in 200 organisations, and what keeping the
// index adds to an insert. BENCH_RECORDS and BENCH_LARGEST make the world smaller. Needs `npm run build`; figures are for comparing, not for boasting.
import { join } from 'node:path';
import pg from 'pg';
import { throwawayStack } from '../embedded/throwaway.mjs';
import { Seal } from '../../dist/libs/kernel/tenancy/seal.js';

const root = join(import.meta.dirname, '../..');
const RECORDS = Number(process.env.BENCH_RECORDS ?? 1_000_000);
const ORGANIZATIONS = 200;
const LARGEST = Number(process.env.BENCH_LARGEST ?? RECORDS / 5);
const CLIENTS = 8;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 400);
const organization = (n) => `0193aaaa-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

// Names as they are: a few very common, most rare. The common share of real lists (about 3 % for the first) is kept.
const FIRST = 'Anna Thomas Maria Michael Andreas Peter Julia Stefan Laura Christian Sarah Daniel Lena José Chloé Jürgen Zoë Łukasz Nguyễn Björn محمد فاطمة 伟 芳 Aisha Oliver Emma Noah Mia Leon Amelia Jack Isla George Sofía Mateo Valentina Diego Camila Lucas'.split(' ');
const LAST = 'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann García Martínez López Smith Jones Taylor Brown Williams Evans Kowalski Nowak Rossi Ferrari Silva Santos 王 李 田中 佐藤 الهاشمي Andersson Nilsson Nielsen Ivanova O’Neil'.split(' ');
const SYLLABLES = 'ba ko ri sten ma lo vi dra fel hu jan kel mor ni pos qua ru sa ti vor wen xi yor zan ber gard holm stein berg mann ski ova'.split(' ');

const CONTACTS = `CREATE TABLE %s (organization_id uuid NOT NULL, id uuid NOT NULL DEFAULT uuidv7(), created_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz,
  custom jsonb NOT NULL DEFAULT '{}', first_name text, last_name text NOT NULL, email text, phone text, phone_key text, CONSTRAINT %s_pk PRIMARY KEY (organization_id, id))`;
const TRIGGER = `EXECUTE FUNCTION keep_search_entries('contact', 'firstName:text:first_name', 'lastName:text:last_name', 'email:email:email', 'phone:phone:phone')`;
const PLACES = ['contact.firstName', 'contact.lastName', 'contact.email', 'contact.phone'];
const WEIGHTS = [1, 1, 0.7, 0.7];

const QUERIES = {
  'one letter': ['a', 's', 'm', 'j'],
  'two letters': ['an', 'sc', 'mü', 'jo'],
  'common first name': ['anna', 'thomas', 'maria'],
  'common, as typed': ['schm', 'mich', 'garc'],
  'rare name': ['bakoristenma', 'jankelholm', 'vidrafel'],
  'e-mail': ['anna.schmidt7@', 'thomas.muller12@mail3.example.com'],
  domain: ['mail3.example.com', '@mail77.example.com'],
  'phone, start': ['+49 30 12', '030 1234'],
  'phone, whole': ['+49 (30) 1000-123', '0049301000123'],
  'phone, end': ['0123', '77123'],
  typo: ['schmitd', 'andraes', 'hofman', 'kowalsky'],
  'two common words': ['anna schmidt', 'müller thomas', 'maria garcía'],
  'word and letter': ['anna s', 'thomas m'],
  'part of a word': ['midt', 'steinberg'],
  'Chinese, Arabic': ['田中', '王 伟', 'محمد', 'هاشمي'],
  'nothing found': ['qqqqxyz', 'zzyzzx anna', 'nobody@nowhere.zz'],
};

const { environment, prepare, stop } = await throwawayStack({ root, database: 'tessera_bench', settings: { shared_buffers: '2GB', maintenance_work_mem: '512MB', max_wal_size: '8GB' } });
process.once('SIGINT', () => void stop({ force: true }).finally(() => process.exit(130)));
try {
  await prepare();
  const administrator = new pg.Client({ connectionString: environment.DATABASE_URL });
  administrator.on('error', () => undefined);
  await administrator.connect();
  await makeWorld(administrator);
  await measureInserts(administrator);
  await measureSearches();
  await administrator.end();
} finally {
  await stop({ force: true });
}

async function makeWorld(client) {
  const started = performance.now();
  await client.query(CONTACTS.replaceAll('%s', 'subject'));
  await client.query('SELECT setseed(0.42)');
  // The power of a random number prefers the beginning of the lists.
  await client.query(`INSERT INTO subject (organization_id, first_name, last_name, email, phone, phone_key)
    SELECT o, f, l, lower(regexp_replace(search_normal(f), '[^a-z]', '', 'g') || '.' || regexp_replace(search_normal(l), '[^a-z]', '', 'g')) || n || '@mail' || n % 500 || '.example.com', phone, regexp_replace(phone, '[^0-9+]', '', 'g')
    FROM (SELECT n, ('0193aaaa-0000-7000-8000-' || lpad(to_hex(CASE WHEN n <= $1 THEN 1 ELSE 2 + n % ($2 - 1) END), 12, '0'))::uuid AS o,
      CASE WHEN random() < 0.5 THEN ($3::text[])[1 + floor(random() ^ 1.3 * cardinality($3))] ELSE
        initcap(($5::text[])[1 + floor(random() * cardinality($5))] || ($5::text[])[1 + floor(random() * cardinality($5))]) END AS f,
      CASE WHEN random() < 0.5 THEN ($4::text[])[1 + floor(random() ^ 1.3 * cardinality($4))] ELSE
        initcap(($5::text[])[1 + floor(random() * cardinality($5))] || ($5::text[])[1 + floor(random() * cardinality($5))] || ($5::text[])[1 + floor(random() * cardinality($5))] || CASE WHEN random() < 0.3 THEN ($5::text[])[1 + floor(random() * cardinality($5))] ELSE '' END) END AS l,
      '+49 30 ' || (1000000 + n)::text AS phone
      FROM generate_series(1, $6::int) n) made`, [LARGEST, ORGANIZATIONS, FIRST, LAST, SYLLABLES, RECORDS]);
  await client.query(`DROP INDEX search_word_word, search_word_trigrams; ALTER TABLE search_entry DROP CONSTRAINT search_entry_pk`);
  await client.query(`INSERT INTO search_entry (organization_id, place, word, record_id)
    SELECT DISTINCT c.organization_id, place, w, c.id FROM subject c,
    LATERAL (VALUES ('contact.firstName', search_words('text', first_name)), ('contact.lastName', search_words('text', last_name)), ('contact.email', search_words('email', email)), ('contact.phone', search_words('phone', phone_key))) v(place, words), unnest(words) w`);
  await client.query(`INSERT INTO search_word (organization_id, place, word) SELECT DISTINCT organization_id, place, word FROM search_entry WHERE place IN ('contact.firstName', 'contact.lastName') AND char_length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'`);
  await client.query(`INSERT INTO search_document (organization_id, record_id, entries) SELECT organization_id, record_id, array_agg(place || ' ' || word) FROM search_entry GROUP BY 1, 2`);
  await client.query(`ALTER TABLE search_entry ADD CONSTRAINT search_entry_pk PRIMARY KEY (organization_id, place, word, record_id)`);
  await client.query(`CREATE INDEX search_word_word ON search_word (organization_id, place, word)`);
  await client.query(`CREATE INDEX search_word_trigrams ON search_word USING gin (organization_id, word gin_trgm_ops) WITH (fastupdate = off)`);
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query(`SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) AS size, reltuples::bigint AS rows FROM pg_class WHERE relname IN ('subject', 'search_entry', 'search_word')`);
  console.table(rows);
  console.log(`World of ${RECORDS.toLocaleString('en')} made in ${Math.round((performance.now() - started) / 1000)} s`);
}

/** One connection, one row per transaction: the same table without triggers, and with the one that keeps the index. */
async function measureInserts(client) {
  await client.query(CONTACTS.replaceAll('%s', 'bare') + ';' + CONTACTS.replaceAll('%s', 'searched'));
  await client.query(`CREATE TRIGGER search AFTER INSERT OR DELETE ON searched FOR EACH ROW ${TRIGGER}`);
  const insert = (table, i) => client.query({ name: table, text: `INSERT INTO ${table} (organization_id, first_name, last_name, email, phone, phone_key) VALUES ($1, $2, $3, $4, $5, $6)`,
    values: [organization(1), FIRST[i % FIRST.length], i % 5 ? LAST[i % LAST.length] : `New${i}`, `someone.${i}@example${i % 50}.com`, `+49 89 ${i}`, `+4989${1000000 + i}`] });
  const times = { bare: [], searched: [] };
  for (let i = 0; i < 4000; i += 1) {
    for (const table of ['bare', 'searched']) {
      const started = performance.now();
      await insert(table, i);
      if (i >= 500) times[table].push(performance.now() - started);
    }
  }
  const [bare, searched] = [percentile(times.bare, 0.5), percentile(times.searched, 0.5)];
  console.log(`insert: bare ${bare.toFixed(3)} ms, with search ${searched.toFixed(3)} ms (+${(searched - bare).toFixed(3)} ms)`);
}

async function measureSearches() {
  const pool = new pg.Pool({ connectionString: environment.DATABASE_APP_URL, max: CLIENTS, pipeline: true });
  const scope = new Seal(Buffer.from(environment.SCOPE_SEAL_KEY, 'hex')).of(organization(1));
  const search = async (q) => {
    const client = await pool.connect();
    try {
      const [, , { rowCount }] = await Promise.all([
        client.query({ name: 'begin', text: 'BEGIN READ ONLY' }),
        client.query({ name: 'enter', text: `SELECT set_config('app.scope', $1, true)`, values: [scope] }),
        client.query({ name: 'search', text: 'SELECT * FROM search_records($1, $2, $3, 500)', values: [q, PLACES, WEIGHTS] }),
        client.query({ name: 'commit', text: 'COMMIT' }),
      ]);
      return rowCount;
    } finally {
      client.release();
    }
  };
  const everything = Object.values(QUERIES).flat();
  await Promise.all(Array.from({ length: CLIENTS }, () => Promise.all(everything.map(search))));
  const report = [];
  for (const [kind, queries] of Object.entries(QUERIES)) {
    const alone = [];
    for (let i = 0; i < 40; i += 1) alone.push(await timed(() => search(queries[i % queries.length])));
    report.push({ kind, hits: (await Promise.all(queries.map(search))).join(' '), 'one client, median ms': round(percentile(alone, 0.5)), 'slowest ms': round(Math.max(...alone)) });
  }
  console.table(report);
  const together = [];
  const started = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
    for (let i = 0; i < ROUNDS; i += 1) together.push(await timed(() => search(everything[(i * 7 + client * 5) % everything.length])));
  }));
  console.log(`${CLIENTS} clients, all kinds mixed: ${Math.round((CLIENTS * ROUNDS * 1000) / (performance.now() - started))} searches/s, median ${round(percentile(together, 0.5))} ms, p95 ${round(percentile(together, 0.95))} ms, p99 ${round(percentile(together, 0.99))} ms`);
  await pool.end();
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function percentile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
}

function round(ms) {
  return Math.round(ms * 100) / 100;
}
