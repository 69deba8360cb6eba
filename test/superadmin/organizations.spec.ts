import { vi } from 'vitest';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { addAccount } from '#platform/identity/account.query.js';
import { OrganizationSetup } from '#platform/identity/organization-setup.js';
import type { OperatedOrganization } from '#platform/operators/operator.query.js';
import type { TwoTenants, Caller } from '#test/worlds/two-tenants.js';
import { session } from './operator.js';
import { Newcomers, PASSWORD } from '#test/onboarding/newcomers.js';

const BASE = '/api/v1/superadmin/organizations';
const CONTACTS = '/api/v1/sales/contacts';
let newcomers: Newcomers;
let world: TwoTenants;
let operator: Caller;
let operatorId: string;

beforeAll(async () => {
  newcomers = await Newcomers.create();
  world = newcomers.world;
  operatorId = uuidv7();
  await world.platform((platform) => platform.query(addAccount({ id: operatorId, email: 'root@tessera.test', name: 'Root', superAdmin: true }, null)));
  operator = await session(world, operatorId, true);
});
afterAll(() => newcomers.close());

const owner = () => world.as('A', 'owner');
const orgA = () => world.organizations.A.id;

async function within5s(done: () => Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await done())) {
    expect(Date.now() - began).toBeLessThan(5_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function facts(id: string): Promise<{ what: string; actor_id: string }[]> {
  const { rows } = await world.database.pool(world.database.administratorUrl).query<{ what: string; actor_id: string }>(`SELECT what, actor_id FROM ledger_entry WHERE organization_id = $1 AND subject = 'organization' ORDER BY id`, [id]);
  return rows;
}

describe('S16 S22 the addresses of those who run the deployment', () => {
  it('are not there for anybody else, whatever they send', async () => {
    const key = await anApiKey();
    const nobody = [world.as('A', 'anon'), world.as('A', 'expired'), owner(), world.as('A', 'viewer'), world.withToken(key), world.withToken('nonsense'), await session(world, world.organizations.A.accounts.owner, true)];
    const asked = [['GET', BASE], ['GET', `${BASE}/${orgA()}`], ['POST', BASE], ['POST', `${BASE}/${orgA()}/suspend`], ['POST', `${BASE}/${orgA()}/resume`], ['PUT', `${BASE}/${orgA()}/modules`]] as const;
    for (const caller of nobody)
      for (const [method, url] of asked) {
        const plain = (body: string) => body.replaceAll(/"requestId":"[^"]*"/g, '').replaceAll(`${url}/nothing`, url).replaceAll('superadmin/nothing', 'superadmin/organizations');
        const answer = await caller.call(method, url, { payload: method === 'GET' ? undefined : {} });
        const unknown = await caller.call(method, url.replace('organizations', 'nothing'), { payload: method === 'GET' ? undefined : {} });
        expect([method, url, answer.statusCode, plain(answer.body)]).toEqual([method, url, 404, plain(unknown.body)]);
      }
  });

  it('want a second factor in the session', async () => {
    const answer = await (await session(world, operatorId, false)).get(BASE);
    expect([answer.statusCode, answer.body]).toEqual([403, expect.stringMatching(/second factor/)]);
    expect((await operator.get(BASE)).statusCode).toBe(200);
  });
});

describe('An operator', () => {
  it('lists, finds and shows organisations, and enters none', async () => {
    const list = (await operator.get(`${BASE}?q=tenant`)).json<{ data: OperatedOrganization[] }>();
    expect(list.data.map(({ slug, status }) => [slug, status])).toEqual([['tenant-a', 'active'], ['tenant-b', 'active']]);
    expect((await operator.get(`${BASE}?status=suspended`)).json<{ data: object[] }>().data).toEqual([]);
    expect((await operator.get(`${BASE}/${orgA()}`)).json()).toMatchObject({ slug: 'tenant-a', modules: ['sales', 'marketing', 'support', 'projects'], members: 9 });
    expect((await operator.get(`${BASE}/${uuidv7()}`)).statusCode).toBe(404);
    expect((await operator.get(`${BASE}?more=1`)).statusCode).toBe(400);
    expect((await operator.get(CONTACTS)).statusCode).toBe(403);
  });

  it('creates an organisation, whose owner comes in by an invitation', async () => {
    const ownerEmail = newcomers.address();
    const wanted = { name: 'New Works', slug: 'new-works', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', language: 'en', modules: ['sales'], ownerEmail };
    const made = await operator.post(BASE, wanted);
    expect([made.statusCode, made.json()]).toMatchObject([201, { slug: 'new-works', status: 'active', modules: ['sales'], members: 0 }]);
    const { id } = made.json<{ id: string }>();
    expect(await facts(id)).toEqual([{ what: 'organization.created', actor_id: operatorId }]);
    const { tokens } = await newcomers.office.letter(ownerEmail, 0);
    expect((await newcomers.post('auth/invitation/accept', { token: tokens[0], name: 'First Owner', password: PASSWORD })).statusCode).toBe(200);
    const first = await newcomers.signIn(ownerEmail);
    expect((await first.get('/api/v1/me')).json()).toMatchObject({ organization: { id }, roles: ['owner'] });
    expect((await operator.get(`${BASE}/${id}`)).json()).toMatchObject({ members: 1 });
    expect((await operator.post(BASE, wanted)).statusCode).toBe(409);
    for (const wrong of [{ slug: 'No' }, { country: 'XX' }, { modules: ['nothing'] }, { ownerEmail: 'x' }, { ownerEmail: 'a@b' }, { id: orgA() }, { status: 'active' }]) expect([wrong, (await operator.post(BASE, { ...wanted, slug: 'x-y-z', ...wrong })).statusCode]).toEqual([wrong, 400]);
    expect((await operator.get(`${BASE}?q=x-y-z`)).json<{ data: object[] }>().data).toEqual([]);
    expect((await operator.post(`${BASE}/${id}/owner`, { ownerEmail })).statusCode).toBe(409);
  });

  it('finishes one whose making was broken off, and whose owner was never invited', async () => {
    const wanted = { name: 'Half Made', slug: 'half-made', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', language: 'en', modules: ['sales'], ownerEmail: newcomers.address() };
    const found = vi.spyOn(world.get(OrganizationSetup), 'found').mockRejectedValueOnce(new Error('The database went away.'));
    expect((await operator.post(BASE, wanted)).statusCode).toBe(500);
    found.mockRestore();
    expect((await operator.post(BASE, wanted)).json()).toMatchObject({ status: 409, detail: expect.stringMatching(/invite one again/) });
    const [{ id }] = (await operator.get(`${BASE}?q=half-made`)).json<{ data: [{ id: string }] }>().data;
    const ownerEmail = newcomers.address();
    expect((await operator.post(`${BASE}/${id}/owner`, { ownerEmail })).json()).toMatchObject({ id, members: 0 });
    const first = await newcomers.office.letter(ownerEmail, 0);
    // Asked for again, the one before opens nothing.
    expect((await operator.post(`${BASE}/${id}/owner`, { ownerEmail })).statusCode).toBe(200);
    const { tokens } = await newcomers.office.letter(ownerEmail, 1);
    const accept = async (token: string | undefined) => (await newcomers.post('auth/invitation/accept', { token, name: 'First Owner', password: PASSWORD })).statusCode;
    expect([await accept(first.tokens[0]), await accept(tokens[0])]).toEqual([400, 200]);
    expect((await (await newcomers.signIn(ownerEmail)).get('/api/v1/me')).json()).toMatchObject({ organization: { id }, roles: ['owner'] });
  });
});

describe('S17 a suspended organisation', () => {
  it('stands still within five seconds, in every process and for its keys, and goes on where it was once resumed', async () => {
    const other = await world.anotherProcess();
    const there = async (caller: Caller) => (await other.getHttpAdapter().getInstance().inject({ method: 'GET', url: CONTACTS, headers: caller.headers })).statusCode;
    try {
      const key = world.withToken(await anApiKey());
      const callers = [owner(), world.as('A', 'rep'), key];
      for (const caller of callers) expect([(await caller.get(CONTACTS)).statusCode, await there(caller)]).toEqual([200, 200]);
      expect((await operator.post(`${BASE}/${orgA()}/suspend`, {})).statusCode).toBe(400);
      expect((await operator.post(`${BASE}/${orgA()}/suspend`, { reason: 'Invoices are open' })).json()).toMatchObject({ status: 'suspended' });
      for (const caller of callers) {
        await within5s(async () => (await caller.get(CONTACTS)).statusCode === 403);
        await within5s(async () => (await there(caller)) === 403);
        expect((await caller.post(CONTACTS, { lastName: 'Late' })).statusCode).toBe(403);
      }
      expect((await world.as('B', 'owner').get(CONTACTS)).statusCode).toBe(200);
      expect((await operator.post(`${BASE}/${orgA()}/suspend`, { reason: 'Again' })).statusCode).toBe(409);
      expect((await operator.post(`${BASE}/${orgA()}/resume`, { reason: 'They have paid' })).json()).toMatchObject({ status: 'active' });
      for (const caller of callers) await within5s(async () => (await caller.get(CONTACTS)).statusCode === 200 && (await there(caller)) === 200);
      expect((await owner().get(`${CONTACTS}?q=Late`)).json<{ data: object[] }>().data).toEqual([]);
      expect(await facts(orgA())).toEqual(['organization.suspended', 'organization.resumed'].map((what) => ({ what, actor_id: operatorId })));
    } finally {
      await other.close();
    }
  });
});

describe('A product module that is switched off', () => {
  it('is not there: no routes, no menu, no search, nothing to point at; and its data are back with it', async () => {
    const shown = async () => (await owner().get(CONTACTS)).body;
    const nouns = async () => (await owner().get('/api/v1/meta')).json<{ resources: { name: string }[]; menu: { module: string }[] }>();
    const found = async () => (await owner().get(`/api/v1/search?q=${world.organizations.A.canary}`)).json<{ data: { resource: string }[] }>().data.map(({ resource }) => resource);
    const before = await shown();
    expect(await found()).toContain('contact');
    expect((await operator.call('PUT', `${BASE}/${orgA()}/modules`, { payload: { modules: ['support'] } })).json()).toMatchObject({ modules: ['support'] });
    await within5s(async () => (await owner().get(CONTACTS)).statusCode === 404);
    const [contact] = world.organizations.A.contacts;
    for (const [method, url] of [['GET', CONTACTS], ['POST', CONTACTS], ['GET', `${CONTACTS}/${contact}`], ['GET', `${CONTACTS}/export`], ['POST', `${CONTACTS}/bulk`], ['DELETE', `${CONTACTS}/${contact}`]] as const) {
      const answer = await owner().call(method, url, method === 'POST' ? { payload: {} } : {});
      expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([404, `There is no ${method} ${url} here.`]);
    }
    const { resources, menu } = await nouns();
    expect([resources.some(({ name }) => name === 'contact'), menu.some(({ module }) => module === 'sales'), resources.some(({ name }) => name === 'member')]).toEqual([false, false, true]);
    expect((await found()).filter((resource) => ['contact', 'company'].includes(resource))).toEqual([]);
    expect((await owner().get(`/api/v1/access/why?resource=contact&id=${contact}`)).json()).toMatchObject({ allowed: false });
    expect((await world.as('B', 'owner').get(CONTACTS)).statusCode).toBe(200);
    expect((await world.as('A', 'anon').get(CONTACTS)).statusCode).toBe(401);
    await operator.call('PUT', `${BASE}/${orgA()}/modules`, { payload: { modules: ['sales', 'support'] } });
    await within5s(async () => (await owner().get(CONTACTS)).statusCode === 200);
    expect(await shown()).toBe(before);
    expect((await facts(orgA())).map(({ what }) => what)).toContain('organization.modules-switched');
  });
});

async function anApiKey(): Promise<string> {
  const roles = (await owner().get('/api/v1/identity/roles?filter[key]=admin')).json<{ data: { id: string }[] }>().data;
  const { id } = (await owner().post('/api/v1/identity/api-keys', { name: 'Key', roleId: roles[0]!.id })).json<{ id: string }>();
  return (await owner().post(`/api/v1/access/keys/${id}/secret`, {})).json<{ key: string }>().key;
}
