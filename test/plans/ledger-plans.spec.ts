import type pg from 'pg';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { entriesTold, factOncePer, type Wanted } from '#platform/audit/history.query.js';
import { addLink } from '#platform/ledger/chain.query.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { explained, faultsOf, indexConditions, nodesOf } from './plan.js';

const [BIG, OTHER] = [organizationId(1), organizationId(2)];
let database: TestDatabase;
let administrator: pg.Pool;
let tenancy: Tenancy;
let months: string[];
let some: { id: string; record_id: string; actor_id: string; request_id: string; transaction: string };

beforeAll(async () => {
  database = await TestDatabase.create();
  administrator = database.pool(database.administratorUrl, { max: 1 });
  tenancy = database.tenancy();
  // The ids of three months, in the ledger's own order; one entry of fifty is a fact.
  await administrator.query(`
    INSERT INTO ledger_entry (organization_id, id, happened_at, kind, subject, record_id, what, actor_id, request_id, changed, after, transaction)
    SELECT CASE n % 2 WHEN 0 THEN '${BIG}'::uuid ELSE '${OTHER}'::uuid END, uuidv7(make_interval(secs => n * 60)), now(), CASE n % 50 WHEN 0 THEN 'fact' ELSE 'change' END, 'contact', md5((n % 5000)::text)::uuid,
      CASE n % 50 WHEN 0 THEN 'export.made' ELSE 'update' END, md5('actor' || n % 40)::uuid, 'request-' || n, '{stage}', '{"stage": "lead"}', n
    FROM generate_series(1, 120000) n;
    ANALYZE ledger_entry`);
  const { rows } = await administrator.query<{ name: string }>(`SELECT DISTINCT tableoid::regclass::text AS name FROM ledger_entry`);
  months = rows.map(({ name }) => name);
  expect(months.length).toBeGreaterThan(2);
  some = (await administrator.query<typeof some>(`SELECT id, record_id, actor_id, request_id, transaction FROM ledger_entry WHERE organization_id = $1 ORDER BY id OFFSET 30000 LIMIT 1`, [BIG])).rows[0]!;
}, 120_000);
afterAll(() => database.drop());

/** Few are those of one record, of one request and of one fact: it is up to Postgres whether it sorts them. */
const FEW = ['record_id', 'request_id', 'what'];

/** Neither plan reads others' rows, or sorts many. */
async function expectSound(statement: Statement, ...selective: string[]): Promise<void> {
  const { plans } = await inOrganization(BIG, MACHINERY, () => explained(statement, tenancy));
  for (const [when, plan] of Object.entries(plans)) {
    const faults = faultsOf(plan, months);
    if (faults.length) throw new Error(`${when} plan of ${statement.name}:\n${faults.join('\n')}\n${statement.text}`);
    if (!selective.some((column) => FEW.includes(column))) expect([when, nodesOf(plan).map((node) => node['Node Type'])]).not.toEqual([when, expect.arrayContaining(['Sort'])]);
    for (const column of selective) expect([when, indexConditions(plan)]).toEqual([when, expect.stringContaining(column)]);
  }
}

const told = (wanted: () => Wanted): (() => Statement) => () => entriesTold(BIG, wanted(), 51);

it.each<[string, () => Statement, string[]]>([
  ['the timeline of a record', told(() => ({ subject: 'contact', record: some.record_id, touching: { columns: ['stage'], own: ['region'] }, notFacts: ['member.signed-in'] })), ['record_id']],
  ['its next page', told(() => ({ subject: 'contact', record: some.record_id, touching: { columns: ['stage'], own: ['region'] }, notFacts: [], after: some.id })), ['record_id', 'id <']],
  ['the newest of the audit log', told(() => ({})), []],
  ['its next page', told(() => ({ after: some.id })), ['id <']],
  ['a time', told(() => ({ from: new Date(Date.now() + 86_400_000), to: new Date(Date.now() + 2 * 86_400_000) })), ['id >=', 'id <']],
  ['an actor', told(() => ({ actor: some.actor_id })), ['actor_id']],
  ['a request', told(() => ({ request: some.request_id })), ['request_id']],
  ['exports', told(() => ({ kind: 'fact', what: ['export.made'] })), ['what']],
])('%s is read from an index', (_what, statement, selective) => expectSound(statement(), ...selective));

it('whether somebody was told of already is asked of an index', async () => {
  await expectSound(factOncePer(BIG, new Date(), 'sensitive.opened', 'contact', some.record_id, { actorId: some.actor_id, requestId: uuidv7(), reason: null }, {}), 'what');
});

it('2,000 entries are chained in less than a second', async () => {
  const link = (at: number) => inOrganization(BIG, MACHINERY, () => tenancy.write(addLink(BIG, { transaction: String(at), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' })));
  await link(4_000);
  const began = performance.now();
  for (let at = 5_000; at <= 8_000; at += 1_000) await link(at);
  const took = performance.now() - began;
  expect((await administrator.query<{ count: number }>(`SELECT sum(cardinality(entries))::int AS count FROM ledger_link WHERE number > 1`)).rows[0]!.count).toBe(2_000);
  expect(took).toBeLessThan(1_000);
});
