import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Redis } from 'ioredis';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { AccessTokens } from '#platform/identity/access-tokens.js';
import { Identity } from '#platform/identity/identity.js';
import { StillWelcome } from '#platform/identity/sessions/still-welcome.js';
import { TwoTenants, type Person } from '#test/worlds/two-tenants.js';
import { ask, freshPlace, givePasswords, PASSWORD, read, signedIn, signIn } from './people.js';

const WITHIN_MS = 5_000;
const CONTACTS = '/api/v1/sales/contacts';
let world: TwoTenants;
let other: NestFastifyApplication;

beforeAll(async () => {
  world = await TwoTenants.create();
  other = await world.anotherProcess();
  await givePasswords(world, 'A', ['owner', 'admin', 'manager', 'rep', 'otherRep', 'support', 'marketing', 'viewer']);
});
afterAll(async () => {
  await other.close();
  await world.close();
});

interface Told {
  headers: Readonly<Record<string, string>>;
}

async function statusAt(process: NestFastifyApplication, { headers }: Told, url = CONTACTS): Promise<number> {
  return (await process.inject({ url, headers })).statusCode;
}

/** How long both processes still let somebody in. */
async function lastsAfter(caller: Told, change: () => Promise<unknown>, url = CONTACTS): Promise<number> {
  for (const process of [world.app, other]) expect(await statusAt(process, caller, url)).toBe(200);
  await change();
  const began = Date.now();
  while (Date.now() - began < WITHIN_MS + 1_000) {
    const now = await Promise.all([world.app, other].map((process) => statusAt(process, caller, url)));
    if (now.every((status) => status >= 400)) break;
    await sleep(100);
  }
  return Date.now() - began;
}

function sidOf(token: string | null): string {
  return (JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString()) as { sid: string }).sid;
}

const email = (person: Person): string => `${person.toLowerCase()}@tenant-a.test`;

describe('S17 Revocation', () => {
  it.each<[string, Person, (caller: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>]>([
    ['signing out', 'rep', async (caller) => read(await caller.post('/api/v1/auth/sign-out'), 204)],
    ['ending the session from elsewhere', 'manager', async () => read(await (await signedIn(world, email('manager'))).delete('/api/v1/auth/sessions'), 204)],
    ['an administrator who signs a member out', 'support', async () => read(await world.as('A', 'admin').delete(`/api/v1/identity/members/${world.organizations.A.members.support}/sessions`), 204)],
    ['a changed password', 'marketing', async () => read(await (await signedIn(world, email('marketing'))).post('/api/v1/auth/password', { present: PASSWORD, password: 'another long password' }), 204)],
    ['a suspended account', 'viewer', () => ask(world, `UPDATE account SET status = 'suspended' WHERE id = $1`, [world.organizations.A.accounts.viewer])],
    ['a suspended member', 'otherRep', async () => read(await world.as('A', 'owner').patch(`/api/v1/identity/members/${world.organizations.A.members.otherRep}`, { status: 'suspended' }))],
  ])('by %s reaches every process within 5 s', async (_how, person, change) => {
    const caller = await signedIn(world, email(person));
    expect(await lastsAfter(caller, () => change(caller))).toBeLessThan(WITHIN_MS);
  }, 20_000);

  it('by a role that is changed through one process reaches every other within 5 s, and so does what it gives back', async () => {
    const caller = await signedIn(world, email('support'));
    const [role] = (await world.as('A', 'owner').get('/api/v1/identity/roles?filter[key]=support-agent')).json<{ data: { id: string; rights: object[] }[] }>().data;
    const change = async (rights: object[]) => read(await world.as('A', 'owner').patch(`/api/v1/identity/roles/${role!.id}`, { rights }));
    const url = `${CONTACTS}/${world.organizations.A.contacts[0]}`;
    expect(await lastsAfter(caller, () => change([]), url)).toBeLessThan(WITHIN_MS);
    expect(await Promise.all([world.app, other].map((process) => statusAt(process, caller, url)))).toEqual([404, 404]);
    await change(role!.rights);
    const began = Date.now();
    while ((await statusAt(other, caller, url)) !== 200 && Date.now() - began < WITHIN_MS) await sleep(100);
    expect(Date.now() - began).toBeLessThan(WITHIN_MS);
  }, 20_000);

  it('takes its time to Postgres alone: a session that ends without a word through Redis is over all the same', async () => {
    const caller = await signedIn(world, email('admin'));
    const { accounts } = world.organizations.A;
    expect(await lastsAfter(caller, () => ask(world, `UPDATE session SET ended_at = now(), ended_because = 'signed-out' WHERE account_id = $1`, [accounts.admin]), '/api/v1/me')).toBeLessThan(WITHIN_MS);
  }, 20_000);

  it('is neither undone nor brought about by an emptied Redis', async () => {
    const [stays, goes] = [await signedIn(world, email('rep')), await signedIn(world, email('rep'))];
    read(await goes.post('/api/v1/auth/sign-out'), 204);
    const redis = new Redis(process.env.TEST_REDIS_URL!);
    await redis.flushall();
    await redis.quit();
    await sleep(2_200);
    for (const process of [world.app, other]) expect([await statusAt(process, stays), await statusAt(process, goes)]).toEqual([200, 401]);
  });

  it('of one organisation leaves the sessions elsewhere, which may not come in any more', async () => {
    const { accounts, id, members } = world.organizations.A;
    const guest = '0193c0de-0000-7000-8000-0000000000aa';
    await ask(world, 'INSERT INTO membership (organization_id, account_id, member_id) VALUES ($1, $2, $3)', [world.organizations.B.id, accounts.manager, guest]);
    await world.inside('B', (tenancy) => tenancy.write({ text: `INSERT INTO member (organization_id, id, name, email, status, created_at, updated_at) VALUES ($1, $2, 'Guest', 'guest@b.test', 'active', now(), now())`, values: [world.organizations.B.id, guest] }));
    const there = await signedIn(world, email('manager'), { organization: 'tenant-b' });
    read(await world.as('A', 'owner').delete(`/api/v1/identity/members/${members.manager}/sessions`), 204);
    expect((await there.get('/api/v1/auth/sessions')).statusCode).toBe(200);
    expect((await there.post('/api/v1/auth/switch', { organization: 'tenant-a' })).statusCode).toBe(401);
    const forged = world.get(AccessTokens).issue({ sub: accounts.manager, sid: sidOf(there.answer.accessToken), org: id, mem: members.manager }).token;
    expect((await world.withToken(forged).get(CONTACTS)).statusCode).toBe(403);
    const again = await signedIn(world, email('manager'), { organization: 'tenant-a' });
    expect((await again.get(CONTACTS)).statusCode).toBe(200);
  });

  it('is for those who may change members: nobody else sees or ends their sessions, and nobody those of another organisation', async () => {
    const url = `/api/v1/identity/members/${world.organizations.A.members.rep}/sessions`;
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await world.as('A', 'rep').call(method, url)).statusCode).toBe(403);
      expect((await world.as('B', 'owner').call(method, url)).statusCode).toBe(404);
    }
    expect(read<{ data: object[] }>(await world.as('A', 'owner').get(url)).data.length).toBeGreaterThan(0);
  });

  it('stops an export that is under way', async () => {
    await manyContacts(80_000);
    const caller = await signedIn(world, email('owner'));
    await world.app.listen(0, '127.0.0.1');
    const { port } = world.app.getHttpServer().address() as AddressInfo;
    const [answer] = (await once(get({ port, host: '127.0.0.1', path: `${CONTACTS}/export`, headers: { ...caller.headers } }), 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    answer.pause();
    await sleep(300);
    read(await (await signedIn(world, email('owner'))).delete('/api/v1/auth/sessions'), 204);
    await sleep(WITHIN_MS);
    let lines = 0;
    answer.on('data', (chunk: Buffer) => (lines += chunk.toString('latin1').split('\n').length - 1));
    const outcome = await new Promise((resolve) => {
      answer.once('end', () => resolve('whole'));
      answer.once('error', () => resolve('broken off'));
      answer.resume();
    });
    expect(outcome).toBe('broken off');
    expect(lines).toBeLessThan(80_000);
  }, 60_000);

  it('is answered to whoever lasts and asks', async () => {
    const { id: org, members, accounts } = world.organizations.A;
    const caller = await signedIn(world, email('rep'));
    const sessionId = sidOf(caller.answer.accessToken);
    const identity = new Identity({ sub: accounts.rep, sid: sessionId, org, mem: members.rep, exp: Date.now() / 1_000 + 60 });
    const check = () => runInScope({ ...anonymousScope('socket'), actor: identity.actor, organizationId: org, identity } as never, () => world.get(StillWelcome).check());
    await check();
    read(await caller.post('/api/v1/auth/sign-out'), 204);
    await expect(check()).rejects.toMatchObject({ status: 401 });
  });
});

/** Past the doors and their triggers: they are only there to be many. */
async function manyContacts(count: number): Promise<void> {
  const administrator = world.database.pool(world.database.administratorUrl, { max: 1 });
  await administrator.query(`SET session_replication_role = replica`);
  await administrator.query(
    `INSERT INTO contact (organization_id, id, created_at, updated_at, last_name, job_title, stage, owner_id)
     SELECT $1, uuidv7(), now(), now(), 'Contact ' || n, repeat('x', 120), 'prospect', $2 FROM generate_series(1, $3::int) n`, [world.organizations.A.id, world.organizations.A.members.owner, count]);
}

describe('A changed password', () => {
  it('needs the present one, is no common one, and is told by mail', async () => {
    const marketing = await signedIn(world, email('marketing'), { password: 'another long password' });
    const change = async (present: string, password: string) => (await marketing.post('/api/v1/auth/password', { present, password }, { headers: { 'accept-language': 'de-AT,en;q=0.5' } })).statusCode;
    expect([await change('wrong', 'yet another password'), await change('another long password', 'password1'), await change('another long password', 'another long password')]).toEqual([400, 400, 400]);
    const mails = () => ask<{ language: string }>(world, `SELECT language FROM account_mail WHERE letter = 'password-changed' AND recipient = $1 ORDER BY id`, [email('marketing')]);
    const before = (await mails()).length;
    expect(await change('another long password', 'yet another password')).toBe(204);
    expect((await mails()).slice(before)).toEqual([{ language: 'de' }]);
    expect((await signIn(world, email('marketing'), { password: 'another long password' })).statusCode).toBe(401);
    expect((await signIn(world, email('marketing'), { password: 'yet another password' })).statusCode).toBe(200);
  });
});

describe('My sessions', () => {
  it('are listed with what they come from, and ended one by one', async () => {
    const here = await world.as('A', 'anon').post('/api/v1/auth/sign-in', { email: email('otherRep'), password: PASSWORD }, { remoteAddress: freshPlace() });
    expect(here.statusCode).toBe(401);
    const [one, two] = [await signedIn(world, email('rep')), await signedIn(world, email('rep'))];
    const { data } = read<{ data: { id: string; current: boolean; methods: string[]; device: string; place: string }[] }>(await one.get('/api/v1/auth/sessions'));
    expect(data.filter(({ current }) => current)).toMatchObject([{ methods: ['password'], device: 'lightMyRequest', place: expect.stringMatching(/^10\./) }]);
    const twoId = sidOf(two.answer.accessToken);
    expect((await world.as('B', 'owner').delete(`/api/v1/auth/sessions/${twoId}`)).statusCode).toBe(404);
    read(await one.delete(`/api/v1/auth/sessions/${twoId}`), 204);
    expect((await one.delete(`/api/v1/auth/sessions/${twoId}`)).statusCode).toBe(404);
    expect((await one.delete('/api/v1/auth/sessions/not-an-id')).statusCode).toBe(400);
    expect((await two.get('/api/v1/me')).statusCode).toBe(401);
    expect((await one.get('/api/v1/me')).statusCode).toBe(200);
  });

  it('leave their traces with the person and in the ledger of the organisation', async () => {
    const rep = await signedIn(world, email('rep'));
    await world.as('A', 'anon').post('/api/v1/auth/sign-in', { email: email('rep'), password: 'wrong' }, { remoteAddress: freshPlace() });
    const { data } = read<{ data: { what: string }[] }>(await rep.get('/api/v1/auth/events'));
    expect(data.slice(0, 2).map(({ what }) => what)).toEqual(['sign-in-failed', 'signed-in']);
    await sleep(200);
    const facts = await world.inside('A', (tenancy) => tenancy.read<{ what: string; actor: string | null }>({
      text: `SELECT what, actor_id AS actor FROM ledger_entry WHERE organization_id = $1 AND kind = 'fact' AND subject = 'member' AND record_id = $2 ORDER BY id DESC LIMIT 30`, values: [world.organizations.A.id, world.organizations.A.members.rep],
    }));
    expect(facts).toEqual(expect.arrayContaining([{ what: 'member.signed-in', actor: world.organizations.A.members.rep }, { what: 'member.sign-in-failed', actor: null }, { what: 'member.session-ended', actor: world.organizations.A.members.rep }]));
    expect(JSON.stringify(data)).not.toContain(PASSWORD);
    expect(await ask(world, `SELECT 1 FROM account_event WHERE what = 'sign-in-failed' AND account_id IS NULL`)).toEqual([]);
  });
});
