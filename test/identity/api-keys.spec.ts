import { Gate } from '#kernel/gate/gate.js';
import { isWithin } from '#platform/identity/keys/key-fields.js';
import { newPrefix, newSecret, readKeyToken, tokenOf } from '#platform/identity/keys/key-token.js';
import { TwoTenants, type ActorName, type Person, type Tenant } from '#test/worlds/two-tenants.js';

const KEYS = '/api/v1/identity/api-keys';
const CONTACTS = '/api/v1/sales/contacts';
let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

const as = (actor: ActorName) => world.as('A', actor);
const member = (person: Person) => world.organizations.A.members[person];
const with_ = (key: string) => world.withToken(key);
const statusOf = async (key: string, url = CONTACTS) => (await with_(key).get(url)).statusCode;

async function roleId(key: string, tenant: Tenant = 'A'): Promise<string> {
  return (await world.as(tenant, 'owner').get(`/api/v1/identity/roles?filter[key]=${key}`)).json<{ data: { id: string }[] }>().data[0]!.id;
}

async function key(role: string, more: object = {}, actor: ActorName = 'owner', tenant: Tenant = 'A'): Promise<{ id: string; key: string; prefix: string }> {
  const caller = world.as(tenant, actor);
  const made = await caller.post(KEYS, { name: `Key of ${actor}`, roleId: await roleId(role, tenant), ...more });
  expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
  const drawn = await caller.post(`/api/v1/access/keys/${made.json<{ id: string }>().id}/secret`, {});
  expect([drawn.statusCode, drawn.body]).toEqual([201, expect.any(String)]);
  return drawn.json();
}

async function within5s(done: () => Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await done())) {
    expect(Date.now() - began).toBeLessThan(5_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe('An API key', () => {
  it('is shown once, kept as a hash, and acts under its own name for the member who drew it', async () => {
    const drawn = await key('admin');
    expect(drawn.key).toMatch(/^tsk_[0-9A-Za-z]{32}_[0-9A-Za-z]{43}$/);
    const secret = drawn.key.split('_')[2]!;
    const shown = (await as('owner').get(`${KEYS}/${drawn.id}`)).json();
    expect(shown).toMatchObject({ prefix: drawn.prefix, ownerId: member('owner'), digest: { set: true }, formerDigest: null });
    const contact = (await with_(drawn.key).post(CONTACTS, { lastName: 'By a key' })).json<{ id: string }>();
    expect(contact).toMatchObject({ createdBy: drawn.id, updatedBy: drawn.id, ownerId: member('owner') });
    const rows = await world.inside('A', (tenancy) => tenancy.read<{ actor_id: string }>({ text: `SELECT actor_id FROM ledger_entry WHERE organization_id = $1 AND record_id = $2`, values: [world.organizations.A.id, contact.id] }));
    expect(rows).toEqual([{ actor_id: drawn.id }]);
    const told = await world.inside('A', (tenancy) => tenancy.read<{ what: string; text: string }>({ text: `SELECT what, to_jsonb(e)::text AS text FROM ledger_entry e WHERE organization_id = $1 AND record_id = $2 ORDER BY id`, values: [world.organizations.A.id, drawn.id] }));
    expect(told.map(({ what }) => what).slice(0, 3)).toEqual(['insert', 'update', 'apiKey.issued']);
    expect(JSON.stringify([shown, told])).not.toContain(secret);
    expect(told.some(({ text }) => text.includes('"digest"'))).toBe(false);
  });

  it('S16 is given by nobody who lacks what it may do, and never does more than they may', async () => {
    for (const role of ['owner', 'sales-manager'] as const) expect([role, (await as('admin').post(KEYS, { name: 'More', roleId: await roleId(role) })).statusCode]).toEqual([role, role === 'owner' ? 403 : 201]);
    expect((await as('rep').post(KEYS, { name: 'More', roleId: await roleId('sales-rep') })).statusCode).toBe(403);
    // Somebody who may make keys, and little else.
    const { id } = (await as('owner').post('/api/v1/identity/roles', { name: 'Key maker', rights: ['read', 'create', 'update', 'delete'].map((action) => ({ resource: 'apiKey', action, reach: 'all' })).concat([{ resource: 'role', action: 'read', reach: 'all' }]) })).json<{ id: string }>();
    const seat = (await as('owner').post('/api/v1/identity/member-roles', { memberId: member('rep'), roleId: id })).json<{ id: string }>();
    expect((await as('rep').post(KEYS, { name: 'More', roleId: await roleId('sales-manager') })).statusCode).toBe(403);
    const reps = await key('sales-rep', {}, 'rep');
    const count = async (token: string) => (await with_(token).get(`${CONTACTS}/count`)).json<{ count: number }>().count;
    expect(await count(reps.key)).toBe((await as('rep').get(`${CONTACTS}/count`)).json<{ count: number }>().count);
    // A foreign key does not become one's own by editing it, and its former maker's rights do not come along.
    const owners = await key('admin');
    expect((await as('rep').post(`/api/v1/access/keys/${owners.id}/secret`, {})).statusCode).toBe(403);
    expect((await as('rep').patch(`${KEYS}/${reps.id}`, { roleId: await roleId('admin') })).statusCode).toBe(403);
    // What its member loses, it loses.
    expect((await as('owner').delete(`/api/v1/identity/member-roles/${seat.id}`)).statusCode).toBe(204);
    expect((await as('owner').patch(`${KEYS}/${reps.id}`, { roleId: await roleId('admin') })).statusCode).toBe(200);
    expect(await count(reps.key)).toBe((await as('rep').get(`${CONTACTS}/count`)).json<{ count: number }>().count);
    expect(await statusOf(reps.key, `/api/v1/identity/roles`)).toBe(200);
    expect((await with_(reps.key).get('/api/v1/identity/roles')).json<{ data: object[] }>().data).toEqual([]);
  });

  it('S43 is cut by its scopes, and exports nothing unless they say so', async () => {
    const reads = await key('admin', { scopes: ['contact:read'] });
    expect([await statusOf(reads.key), (await with_(reads.key).post(CONTACTS, { lastName: 'X' })).statusCode, (await with_(reads.key).get('/api/v1/sales/companies')).json<{ data: object[] }>().data]).toEqual([200, 403, []]);
    const all = await key('admin');
    expect([await statusOf(all.key, `${CONTACTS}/export`), await statusOf((await key('admin', { scopes: ['*:*', 'contact:export'] })).key, `${CONTACTS}/export`)]).toEqual([403, 200]);
    const odd = await as('owner').post(KEYS, { name: 'Odd', roleId: await roleId('admin'), scopes: ['contcat:read'] });
    expect([odd.statusCode, odd.body]).toEqual([400, expect.stringMatching(/Did you mean \\"contact\\"/)]);
  });

  it('S14 S16 S21 is neither made for somebody else nor by another key, and does nothing that needs a person', async () => {
    const body = { name: 'For another', roleId: await roleId('sales-rep') };
    for (const name of ['ownerId', 'userId', 'memberId', 'createdBy', 'prefix', 'digest', 'lastUsedAt']) expect([name, (await as('owner').post(KEYS, { ...body, [name]: member('admin') })).statusCode]).toEqual([name, 400]);
    const { key: token, id } = await key('admin');
    const caller = with_(token);
    const seat = { memberId: member('rep'), roleId: await roleId('viewer') };
    for (const [url, payload] of [[KEYS, body], [`/api/v1/access/keys/${id}/secret`, {}], ['/api/v1/identity/roles', { name: 'X', rights: [] }], ['/api/v1/identity/member-roles', seat], ['/api/v1/identity/teams', { name: 'X' }]] as const) expect([url, (await caller.post(url, payload)).statusCode]).toEqual([url, 403]);
    expect((await caller.get('/api/v1/me')).statusCode).toBe(403);
    expect((await caller.post('/api/v1/auth/switch', { organization: 'tenant-b' })).statusCode).toBe(403);
  });

  it('S11 S21 opens its own organisation alone, and whatever resembles a key opens nothing', async () => {
    const { key: token, prefix } = await key('admin');
    const foreign = world.organizations.B;
    expect(await statusOf(token, `${CONTACTS}/${foreign.contacts[0]}`)).toBe(404);
    expect((await with_(token).get(CONTACTS, { headers: { 'x-organization-id': foreign.id } })).body).not.toContain(foreign.canary);
    const secret = token.split('_')[2]!;
    const wrong = [tokenOf(newPrefix(foreign.id), secret), tokenOf(newPrefix(foreign.id).slice(0, 22) + prefix.slice(22), secret), tokenOf(prefix, newSecret()), tokenOf('z'.repeat(32), secret), `tsk_${prefix}`, 'tsk_', `tsk_${prefix}_`, `${token}x`, `${token} `, token.toUpperCase(), `tsk_${"'".repeat(32)}_${secret}`];
    const answers = await Promise.all(wrong.map(async (each) => (await with_(each).get(CONTACTS)).json<{ status: number; detail: string }>()));
    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 401));
    expect((await with_('').get(CONTACTS)).statusCode).toBe(401);
    expect(readKeyToken(token)?.organizationId).toBe(world.organizations.A.id);
  });

  it('is used only from where it may be', async () => {
    const { key: token, id } = await key('admin', { allowedAddresses: ['192.0.2.0/24', '2001:db8::/32'] });
    const from = async (remoteAddress: string) => (await with_(token).get(CONTACTS, { remoteAddress })).statusCode;
    expect([await from('192.0.2.7'), await from('::ffff:192.0.2.7'), await from('2001:db8:1::7'), await from('192.0.3.7'), await from('2001:db9::7')]).toEqual([200, 200, 200, 401, 401]);
    expect((await with_(token).get(CONTACTS, { remoteAddress: '198.51.100.9', headers: { 'x-forwarded-for': '192.0.2.7' } })).statusCode).toBe(401);
    const refused = await world.inside('A', (tenancy) => tenancy.read({ text: `SELECT what FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 AND what = 'apiKey.refused'`, values: [world.organizations.A.id, id] }));
    expect(refused).toHaveLength(1);
    expect([isWithin(['10.0.0.1'], '10.0.0.1'), isWithin(['10.0.0.1'], '10.0.0.2'), isWithin(['::/0'], '10.0.0.1'), isWithin(['0.0.0.0/0'], '::1')]).toEqual([true, false, false, false]);
    for (const wrong of [['10.0.0.0/33'], ['10.0.0'], ['0177.0.0.1'], ['::1/129'], ['fe80::1%eth0'], ['example.com'], '10.0.0.1']) expect([wrong, (await as('owner').post(KEYS, { name: 'Odd', roleId: await roleId('viewer'), allowedAddresses: wrong })).statusCode]).toEqual([wrong, 400]);
  });

  it('says when it was last used without a write for each use', async () => {
    const { key: token, id } = await key('viewer');
    for (let n = 0; n < 5; n += 1) await statusOf(token);
    const version = async () => (await as('owner').get(`${KEYS}/${id}`)).json<{ lastUsedAt: string | null }>().lastUsedAt;
    await within5s(async () => (await version()) !== null);
    const uses = await world.inside('A', (tenancy) => tenancy.read({ text: `SELECT 1 FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 AND 'last_used_at' = ANY (changed)`, values: [world.organizations.A.id, id] }));
    expect(uses).toHaveLength(1);
  });
});

describe('S17 within five seconds, in every process,', () => {
  it('a key that was deleted, whose member was suspended, whose time is over or that was rotated opens nothing any more', async () => {
    const other = await world.anotherProcess();
    const there = async (token: string) => (await other.getHttpAdapter().getInstance().inject({ method: 'GET', url: CONTACTS, headers: { authorization: `Bearer ${token}` } })).statusCode;
    try {
      const [deleted, restored, rotated, kept] = [await key('viewer'), await key('viewer'), await key('viewer'), await key('viewer')];
      const late = await key('viewer', { expiresAt: new Date(Date.now() + 2_500).toISOString() });
      const members = await key('viewer', {}, 'admin');
      for (const each of [deleted, restored, rotated, kept, late, members]) expect([await statusOf(each.key), await there(each.key)]).toEqual([200, 200]);
      expect((await as('owner').delete(`${KEYS}/${deleted.id}`)).statusCode).toBe(204);
      expect((await as('owner').delete(`${KEYS}/${restored.id}`)).statusCode).toBe(204);
      expect((await as('owner').post(`${KEYS}/${restored.id}/restore`)).json()).toMatchObject({ prefix: null, digest: null });
      const fresh = (await as('owner').post(`/api/v1/access/keys/${rotated.id}/secret`, {})).json<{ key: string }>();
      const next = (await as('owner').post(`/api/v1/access/keys/${kept.id}/secret`, { overlapMinutes: 60 })).json<{ key: string; formerUntil: string }>();
      expect((await as('owner').patch(`/api/v1/identity/members/${member('admin')}`, { status: 'suspended' })).statusCode).toBe(200);
      for (const gone of [deleted, restored, rotated, late]) {
        await within5s(async () => (await there(gone.key)) === 401);
        await within5s(async () => (await statusOf(gone.key)) === 401);
      }
      await within5s(async () => (await there(members.key)) === 403);
      expect([await there(fresh.key), await there(kept.key), await there(next.key)]).toEqual([200, 200, 200]);
      await world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE api_key SET former_until = now() - interval '1 second' WHERE organization_id = $1 AND id = $2`, values: [world.organizations.A.id, kept.id] }));
      await within5s(async () => (await there(kept.key)) === 401);
      expect(await there(next.key)).toBe(200);
      // Whoever was removed and comes back does not find the old secret working.
      const owner = world.get(Gate);
      expect((await as('owner').delete(`/api/v1/identity/members/${member('admin')}`)).statusCode).toBe(204);
      expect((await as('owner').post(`/api/v1/identity/members/${member('admin')}/restore`)).statusCode).toBe(200);
      expect((await as('owner').patch(`/api/v1/identity/members/${member('admin')}`, { status: 'active' })).statusCode).toBe(200);
      owner.forget();
      await within5s(async () => (await there(members.key)) === 401);
    } finally {
      await other.close();
    }
  });
});

describe('S34 headers that a proxy might set', () => {
  it('say nothing about who is calling', async () => {
    const headers = { 'x-user-id': member('owner'), 'x-organization-id': world.organizations.B.id, 'x-remote-user': 'owner@tenant-a.test', 'x-real-ip': '127.0.0.1', 'x-forwarded-user': 'owner@tenant-a.test', 'x-api-key': (await key('admin')).key };
    expect((await as('anon').get(CONTACTS, { headers })).statusCode).toBe(401);
    expect((await as('rep').get(CONTACTS, { headers })).body).toBe((await as('rep').get(CONTACTS)).body);
    expect((await as('rep').get('/api/v1/me', { headers })).json<{ member: { id: string } }>().member.id).toBe(member('rep'));
  });
});
