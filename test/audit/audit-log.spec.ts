import { parse } from 'csv-parse/sync';
import { Onlooker } from '#kernel/pipeline/read.js';
import type { Right } from '#kernel/resource/grants.js';
import { AccountEvents } from '#platform/identity/account-events.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';
import { wearing } from './roles.js';

interface Entry {
  id: string;
  kind: string;
  subject: string;
  record: string | null;
  what: string;
  actor: { kind: string; id: string | null; name: string | null };
  request: string | null;
  say: string;
  before: object | null;
  after: object | null;
  data: { [name: string]: unknown } | null;
}

const LOG = '/api/v1/audit-log';
let world: TwoTenants;
let admin: Caller;
let contact: string;

beforeAll(async () => {
  world = await TwoTenants.create();
  admin = world.as('A', 'admin');
  [contact] = world.organizations.A.contacts as [string];
}, 60_000);
afterAll(() => world.close());

async function entries(query: string, caller = admin): Promise<Entry[]> {
  const answer = await caller.get(`${LOG}?${query}`);
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json<{ data: Entry[] }>().data;
}

const right = (resource: string, action: string, more: Partial<Right> = {}): Right => ({ resource, action, reach: 'all', fields: null, groups: [], masked: [], where: null, deny: false, ...more });

it('is for those with the right to audit, and for nobody who merely reads', async () => {
  for (const person of ['viewer', 'manager', 'rep'] as const) for (const path of [LOG, `${LOG}/export`]) expect([person, (await world.as('A', person).get(path)).statusCode]).toEqual([person, 403]);
  await wearing(world, 'viewer', [right('member', 'audit', { reach: 'own' })], async (viewer) => expect((await viewer.get(LOG)).statusCode).toBe(403));
  await wearing(world, 'viewer', [right('member', 'audit')], async (viewer) => expect((await viewer.get(LOG)).statusCode).toBe(200));
  expect((await entries('limit=200')).map(({ record }) => record)).not.toContain(world.organizations.B.contacts[0]);
});

it('is found by time, actor, noun, record, kind, what and request, in pages that new entries do not move', async () => {
  const { members, canary } = world.organizations.A;
  const answer = await world.as('A', 'owner').patch(`/api/v1/sales/contacts/${contact}`, { jobTitle: '=SUM(A1)' });
  const request = String(answer.headers['x-request-id']);
  const [entry] = await entries(`record=${contact}`);
  expect(entry).toMatchObject({
    kind: 'change', subject: 'contact', record: contact, what: 'update', request, say: `${canary} owner changed Job title`,
    actor: { kind: 'member', id: members.owner, name: `${canary} owner` }, before: { jobTitle: null }, after: { jobTitle: '=SUM(A1)' }, data: null,
  });
  for (const query of [`request=${request}`, `actor=${members.owner}&subject=contact&what=update`, `record=${contact}&what=update,delete`, `kind=change&record=${contact}&limit=1`]) expect([query, (await entries(query))[0]]).toEqual([query, entry]);
  for (const query of [`from=2099-01-01`, `to=2020-01-01T00:00:00Z`, `record=${contact}&kind=fact`, `record=${contact}&what=delete`, `actor=${members.otherRep}`]) expect([query, await entries(query)]).toEqual([query, []]);
  expect((await entries(`record=${contact}&from=${new Date(Date.now() - 60_000).toISOString()}&to=2099-01-01`))[0]).toEqual(entry);
  expect((await entries('actor=none')).every(({ actor }) => actor.id === null)).toBe(true);
  expect((await entries('actor=none&subject=role'))[0]!.actor).toEqual({ kind: 'system', id: null, name: null });

  const all = await entries('limit=200&subject=contact');
  const paged: Entry[] = [];
  for (let after = ''; paged.length === 0 || after; ) {
    const { data, page }: { data: Entry[]; page: { next: string | null } } = (await admin.get(`${LOG}?limit=3&subject=contact${after}`)).json();
    paged.push(...data);
    after = page.next ? `&after=${page.next}` : '';
    await admin.patch(`/api/v1/sales/contacts/${contact}`, { lastName: `Person ${paged.length}` });
  }
  expect(paged).toEqual(all);
  for (const query of ['limit=201', 'after=x', 'actor=nobody', 'record=1', 'kind=all', 'from=yesterday', 'what=%00', 'who=me']) expect([query, (await admin.get(`${LOG}?${query}`)).statusCode]).toEqual([query, 400]);
});

it('tells of sign-ins, changes of rights, imports, writing in bulk, disclosures and exports', async () => {
  const { members, accounts, id, contacts } = world.organizations.A;
  const seat = { organizationId: id, memberId: members.rep, sessionId: null } as never;
  await world.platform(() => world.get(AccountEvents).tell('signed-in', { accountId: accounts.rep, where: seat }));
  const { id: roleId } = (await admin.post('/api/v1/identity/roles', { name: 'Looking', rights: [] })).json<{ id: string }>();
  await admin.post('/api/v1/sales/contacts/bulk', { create: [{ lastName: 'Bulk' }], delete: [contacts[2]] });
  await admin.get(`/api/v1/sales/contacts/${contact}/personal-data`);
  await admin.get('/api/v1/sales/contacts/export?filter[stage]=prospect');
  const facts = await entries('kind=fact&limit=20');
  expect(facts.map(({ what }) => what)).toEqual(expect.arrayContaining(['export.made', 'person.disclosed', 'bulk.made', 'member.signed-in']));
  expect(facts.find(({ what }) => what === 'bulk.made')).toMatchObject({ subject: 'contact', record: null, data: { create: 1, update: 0, delete: 1, failed: 0 }, actor: { id: members.admin } });
  expect(await entries(`record=${roleId}`)).toMatchObject([{ what: 'insert', subject: 'role', after: { name: 'Looking', rights: [] } }]);
});

it('S15 holds no value that its reader does not see elsewhere, and never a secret', async () => {
  await admin.patch(`/api/v1/sales/contacts/${contact}`, { creditLimit: { amount: 99_999, currency: 'EUR' }, email: 'masked@example.com', jobTitle: 'Shown' });
  await wearing(world, 'viewer', [right('member', 'audit'), right('contact', 'read', { masked: ['email'] }), right('company', 'read', { reach: 'own' })], async (viewer) => {
    const [entry] = await entries(`record=${contact}&kind=change`, viewer);
    expect([entry!.before, entry!.after, entry!.actor]).toEqual([{ jobTitle: '=SUM(A1)' }, { jobTitle: 'Shown' }, { kind: 'member', id: world.organizations.A.members.admin, name: null }]);
    const everything = JSON.stringify(await entries('limit=200', viewer));
    expect(everything).not.toMatch(/creditLimit|"amount":99999|masked@example|works \d|annualRevenue/);
    // What a fact says may be of any field.
    expect((await entries('what=person.disclosed', viewer)).map(({ data }) => data)).toEqual([null]);
  });
  const { id } = (await admin.post('/api/v1/identity/api-keys', { name: 'Key', roleId: (await admin.get('/api/v1/identity/roles?filter[key]=viewer')).json<{ data: { id: string }[] }>().data[0]!.id, scopes: ['*:read'] })).json<{ id: string }>();
  const { key } = (await admin.post(`/api/v1/access/keys/${id}/secret`, {})).json<{ key: string }>();
  await world.withToken(key).get('/api/v1/sales/contacts?limit=1');
  expect((await entries(`record=${id}`)).map(({ what }) => what)).toEqual(expect.arrayContaining(['insert', 'apiKey.issued']));
  expect(JSON.stringify(await entries('limit=200'))).not.toMatch(/digest|passwordHash|secret"/i);
});

it('leaves as CSV without formulas and as JSON lines, and tells that it did', async () => {
  const csv = await admin.get(`${LOG}/export?record=${contact}&what=update`);
  expect([csv.statusCode, csv.headers['content-type'], csv.headers['content-disposition']]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="audit-log.csv"']);
  const rows = parse(csv.body, { columns: true, bom: true }) as Record<string, string>[];
  const known = await entries(`record=${contact}&what=update&limit=200`);
  expect(rows.map(({ id, what, actorId, after }) => [id, what, actorId, JSON.parse(after!)])).toEqual(known.map(({ id, what, actor, after }) => [id, what, actor.id, after]));
  const lines = (await admin.get(`${LOG}/export?record=${contact}&what=update&format=ndjson`)).body.trim().split('\n').map((line) => JSON.parse(line) as Entry);
  expect(lines).toEqual(known);
  const [told] = await entries('what=audit-log.exported');
  expect(told).toMatchObject({ subject: 'auditLog', data: { format: 'ndjson', count: known.length, filters: { record: contact, what: 'update' } } });
  expect((await admin.get(`${LOG}/export?format=xml`)).statusCode).toBe(400);
  // A name that a spreadsheet would calculate.
  const { id, members } = world.organizations.A;
  await world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE member SET name = '=1+1' WHERE organization_id = $1 AND id = $2`, values: [id, members.owner] }));
  const named = parse((await admin.get(`${LOG}/export?record=${contact}&what=update&actor=${members.owner}`)).body, { columns: true, bom: true }) as { actor: string; say: string }[];
  expect(named.map(({ actor, say }) => [actor, say])).toEqual([["'=1+1", "'=1+1 changed Job title"]]);
});

describe('Who saw sensitive values', () => {
  const told = () => entries('what=sensitive.opened,sensitive.listed&limit=200');

  it('is told once in an hour for each record and each list, and not of those who saw none', async () => {
    const { contacts, companies, members } = world.organizations.A;
    const before = (await told()).length;
    const manager = world.as('A', 'manager');
    const [, other] = contacts as [string, string];
    for (let time = 0; time < 3; time += 1) {
      await manager.get(`/api/v1/sales/contacts/${other}`);
      await manager.get(`/api/v1/sales/contacts?limit=5&sort=${time ? 'lastName' : 'email'}`);
    }
    // Another process remembers nothing of it, and the ledger does.
    (world.app.get(Onlooker) as unknown as { told: Set<string> }).told.clear();
    await manager.get(`/api/v1/sales/contacts/${other}`);
    await manager.get(`/api/v1/sales/contacts/${other}?fields=lastName`);
    await world.as('A', 'rep').get(`/api/v1/sales/contacts/${contact}`);
    const empty = (await admin.post('/api/v1/sales/contacts', { lastName: 'Poor' })).json<{ id: string }>();
    await manager.get(`/api/v1/sales/contacts/${empty.id}`);
    const fresh = (await told()).slice(0, -before || undefined);
    expect(fresh).toMatchObject([
      { what: 'sensitive.listed', subject: 'contact', record: null, actor: { id: members.manager }, data: { fields: ['creditLimit'] } },
      { what: 'sensitive.opened', subject: 'contact', record: other, actor: { id: members.manager }, data: { fields: ['creditLimit'] } },
    ]);
    // Beside another record, it is one of many.
    await manager.get(`/api/v1/sales/contacts/${empty.id}?include=company`);
    await manager.patch(`/api/v1/sales/contacts/${other}`, { companyId: companies[0]! });
    await manager.get(`/api/v1/sales/contacts/${other}?include=company&fields=lastName`);
    expect((await told())[0]).toMatchObject({ what: 'sensitive.listed', subject: 'company', record: null, data: { fields: ['annualRevenue'] } });
  });
});
