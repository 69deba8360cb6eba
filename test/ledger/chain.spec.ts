import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { Chain } from '#platform/ledger/chain.js';
import { Relay } from '#platform/ledger/relay.js';
import { firstIdFrom } from '#platform/ledger/id-time.js';
import { testConfig } from '#test/edge/api.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { makeMonthsAhead } from '../../apps/console/database/months.js';
import { ledgerVerifyCommand } from '../../apps/console/ledger-verify.js';
import { DataSource } from 'typeorm';

const CHAINED = ['ledger_entry', 'ledger_link', 'ledger_erasure', 'ledger_head'];
let world: TwoTenants;
let administrator: pg.Pool;
let chain: Chain;
let contact: string;
let sound: string[];

beforeAll(async () => {
  world = await TwoTenants.create();
  administrator = world.database.pool(world.database.administratorUrl, { max: 1 });
  chain = new Chain(world.database.tenancy(), world.database.platform());
  [contact] = world.organizations.A.contacts as [string];
  await follow('A');
  await relayed('B');
  // Chained with all their values first, and then emptied.
  const forgotten = world.organizations.A.contacts[1]!;
  expect((await world.as('A', 'owner').post(`/api/v1/sales/contacts/${forgotten}/forget`)).statusCode).toBe(204);
  expect((await verify()).error).toBe(null);
  await follow('A');
  sound = (await verify()).lines;
  await administrator.query(`CREATE SCHEMA kept; ${CHAINED.map((table) => `CREATE TABLE kept.${table} AS TABLE public.${table}`).join('; ')}`);
}, 120_000);

afterAll(() => world.close());

/** As the relay hands them over, but in links of twenty. */
async function follow(tenant: 'A' | 'B'): Promise<void> {
  const { id } = world.organizations[tenant];
  const { rows } = await administrator.query<{ transaction: string; id: string }>(
    `SELECT transaction, id FROM ledger_entry WHERE organization_id = $1 AND (transaction, id) > ALL (SELECT transaction, entry_id FROM ledger_link WHERE organization_id = $1 ORDER BY number DESC LIMIT 1) ORDER BY transaction, id`, [id]);
  for (let start = 0; start < rows.length; start += 20) await world.inside(tenant, () => chain.follow(rows.slice(start, start + 20)));
  await world.inside(tenant, () => chain.moveHead(id));
}

/** By the relay itself; the head comes after. */
async function relayed(tenant: 'A' | 'B'): Promise<void> {
  const { id } = world.organizations[tenant];
  const relay = new Relay(world.database.tenancy(), world.database.platform(), { getProviders: () => [{ metatype: Chain, instance: chain }] } as never);
  relay.onApplicationBootstrap();
  expect(await relay.advance(id)).toBe('nothing');
  const heads = async () => (await administrator.query<{ same: boolean }>(`SELECT h.digest = l.digest AS same FROM ledger_head h JOIN ledger_link l USING (organization_id, number) WHERE organization_id = $1`, [id])).rows;
  for (let tries = 0; tries < 100 && (await heads()).length === 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await heads()).toEqual([{ same: true }]);
}

async function verify(...rest: string[]): Promise<{ lines: string[]; error: string | null }> {
  const lines: string[] = [];
  const config = testConfig(world.database.environment);
  const error = await ledgerVerifyCommand(config, rest, (line) => lines.push(line)).then(() => null, (caught: Error) => caught.message);
  return { lines, error };
}

async function restored(): Promise<void> {
  for (const table of CHAINED) await administrator.query(`TRUNCATE public.${table}; INSERT INTO public.${table} SELECT * FROM kept.${table}`);
}

/** The nth entry of A in the ledger's order, from its end when below zero. */
const nth = (n: number, table = 'ledger_entry', order = 'transaction, id') => `(SELECT id FROM kept.${table} WHERE organization_id = (SELECT id FROM organization WHERE slug = 'tenant-a') ORDER BY ${n < 0 ? order.replaceAll(/(\w+)(,|$)/g, '$1 DESC$2') : order} OFFSET ${n < 0 ? -n - 1 : n} LIMIT 1)`;

it('an untouched ledger is sound, in every organisation, and a person may be forgotten', () => {
  expect(sound).toEqual([expect.stringMatching(/^tenant-a: sound\. Head [0-9a-f-]{36}:\d+:[0-9a-f]{64}$/), expect.stringMatching(/^tenant-b: sound\. Head /)]);
});

describe('What an administrator of the database does to it is named', () => {
  afterEach(restored);

  it.each([
    ['who did it', `UPDATE ledger_entry SET actor_id = gen_random_uuid() WHERE id = ${nth(30)}`, /^tenant-a: entry [0-9a-f-]{36}: who, when or what it tells has been changed\.$/],
    ['when it was', `UPDATE ledger_entry SET happened_at = happened_at + interval '1 microsecond' WHERE id = ${nth(30)}`, /who, when or what/],
    ['why', `UPDATE ledger_entry SET reason = 'because' WHERE id = ${nth(30)}`, /who, when or what/],
    ['which version it made', `UPDATE ledger_entry SET version = 77 WHERE id = ${nth(30)}`, /who, when or what/],
    ['a value', `UPDATE ledger_entry SET after = after || '{"last_name": "Nobody"}' WHERE what = 'insert' AND record_id = '%contact%'`, /its values have been changed, and no erasure of them was told\.$/],
    ['a value of what was forgotten in part', `UPDATE ledger_entry SET after = after || '{"stage": "customer"}' WHERE what = 'insert' AND record_id = '%forgotten%'`, /its values have been changed, and no erasure of them was told\.$/],
    ['an erasure that nobody told', `UPDATE ledger_entry SET after = after - 'last_name', salt = gen_random_uuid() WHERE what = 'insert' AND record_id = '%contact%'`, /no erasure of them was told\.$/],
    ['an entry less', `DELETE FROM ledger_entry WHERE id = ${nth(30)}`, /^tenant-a: entry [0-9a-f-]{36}: it has been removed\.$/],
    ['the first entry less', `DELETE FROM ledger_entry WHERE id = ${nth(0)}`, /it has been removed\.$/],
    ['an entry more', `INSERT INTO ledger_entry (organization_id, id, kind, subject, what, transaction) SELECT organization_id, firsts.made, kind, subject, what, transaction FROM ledger_entry, (SELECT uuidv7(interval '-1 hour') AS made) firsts WHERE id = ${nth(30)}`, /it was inserted afterwards\.$/],
    ['an entry at another place', `UPDATE ledger_entry SET transaction = transaction - 3 WHERE id = ${nth(30)}`, /who, when or what|moved to another place/],
    ['two entries in each other\'s place', `UPDATE ledger_entry e SET what = o.what, subject = o.subject, record_id = o.record_id, before = o.before, after = o.after FROM kept.ledger_entry o WHERE (e.id, o.id) IN ((${nth(30)}, ${nth(31)}), (${nth(31)}, ${nth(30)}))`, /who, when or what/],
    ['the end cut off', `DELETE FROM ledger_entry WHERE organization_id = '%A%' AND (transaction, id) > (SELECT transaction, entry_id FROM ledger_link WHERE organization_id = '%A%' AND number = 2); DELETE FROM ledger_link WHERE organization_id = '%A%' AND number > 2`, /^tenant-a: the end has been cut off: the chain was \d+ links long and has 2\.$/],
    ['everything gone', `DELETE FROM ledger_entry WHERE organization_id = '%A%'; DELETE FROM ledger_link WHERE organization_id = '%A%'`, /the end has been cut off/],
    ['a link less', `DELETE FROM ledger_link WHERE organization_id = '%A%' AND number = 2`, /^tenant-a: link 2 of the chain has been removed\.$/],
    ['a link\'s list of entries', `UPDATE ledger_link SET entries = array_remove(entries, entries[3]), frames = frames[1:2] || frames[4:], contents = contents[1:2] || contents[4:] WHERE organization_id = '%A%' AND number = 2`, /link 2 of the chain has been changed\.$/],
    ['what a link says of an entry', `UPDATE ledger_link SET contents[3] = sha256('x') WHERE organization_id = '%A%' AND number = 2`, /link 2 of the chain has been changed\.$/],
    ['what was told of an erasure', `UPDATE ledger_erasure SET content = sha256('x') WHERE organization_id = '%A%'`, /link \d+ of the chain has been changed\.$/],
  ])('%s', async (_what, sql, expected) => {
    const { id, contacts } = world.organizations.A;
    await administrator.query(sql.replaceAll('%A%', id).replaceAll('%contact%', contact).replaceAll('%forgotten%', contacts[1]!));
    const { lines, error } = await verify();
    expect(lines.filter((line) => line.startsWith('tenant-a'))).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
    expect(lines.at(-1)).toMatch(/^tenant-b: sound/);
    expect(error).toMatch(/^The ledger is not what it was: /);
  });

  it('a chain that was made anew, after the head was moved with it, by what an earlier run has printed', async () => {
    const file = join(tmpdir(), `${world.database.name}.txt`);
    writeFileSync(file, sound.join('\n'));
    await administrator.query(`DELETE FROM ledger_entry WHERE id = ${nth(30)}; TRUNCATE ledger_link, ledger_erasure, ledger_head`);
    await follow('A');
    expect((await verify('--organization', 'tenant-a')).error).toBe(null);
    expect((await verify('--organization', 'tenant-a', '--noted', file)).lines).toEqual([expect.stringMatching(/^tenant-a: (link \d+ of the chain is not the one that was noted|the end has been cut off)/)]);
  });

  it('a head is not moved over a chain that no longer bears it', async () => {
    const { id } = world.organizations.A;
    await administrator.query(`DELETE FROM ledger_link WHERE organization_id = '${id}' AND number > 2`);
    await follow('A');
    expect((await verify('--organization', id)).lines.join('\n')).toMatch(/the chain was made anew|the end has been cut off/);
  });

  it('months that were set aside are not looked for, and what is left still is', async () => {
    await administrator.query(`DELETE FROM ledger_entry`);
    const next = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 7);
    expect((await verify('--from', next)).error).toBe(null);
    expect((await verify('--from', new Date().toISOString().slice(0, 7))).error).toMatch(/not what it was/);
  });
});

it('who serves may add to the chain, and change nothing of it', async () => {
  for (const table of ['ledger_entry', 'ledger_link', 'ledger_erasure'])
    for (const change of [`UPDATE ${table} SET id = id`, `DELETE FROM ${table}`]) await expect(world.inside('A', (tenancy) => tenancy.write({ text: change }))).rejects.toThrow(`permission denied for table ${table}`);
});

it('entries lie in the partition of their month, made a year ahead, and in the net where nobody made one', async () => {
  const now = new Date();
  const place = async (at: Date) => (await administrator.query<{ place: string }>(
    `INSERT INTO ledger_entry (organization_id, id, kind, subject, what) VALUES ($1, $2, 'fact', 'test', 'test.made') RETURNING tableoid::regclass::text AS place`, [world.organizations.B.id, firstIdFrom(at).replace('-0000-0000-', '-7000-8000-')])).rows[0]!.place;
  const month = (ahead: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead));
  const nameOf = (at: Date) => `ledger_entry_${at.toISOString().slice(0, 7).replace('-', '_')}`;
  for (const ahead of [0, 1, 12]) expect(await place(month(ahead))).toBe(nameOf(month(ahead)));
  expect(await place(new Date(month(1).getTime() - 1))).toBe(nameOf(month(0)));
  expect([await place(month(13)), await place(month(14))]).toEqual(['ledger_entry_rest', 'ledger_entry_rest']);
  // Two months later: one month is in the net already and stays there, the others are made.
  const owner = await new DataSource({ type: 'postgres', url: world.database.ownerUrl, entities: [], installExtensions: false }).initialize();
  await administrator.query(`DELETE FROM ledger_entry WHERE id >= $1`, [firstIdFrom(month(14))]);
  expect(await makeMonthsAhead(owner, month(2))).toEqual([nameOf(month(14))]);
  await owner.destroy();
});
