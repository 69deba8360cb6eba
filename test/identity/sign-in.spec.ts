import type { LightMyRequestResponse } from 'fastify';
import type { SignedIn } from '#platform/identity/sign-in.js';
import { Passwords } from '#platform/identity/passwords.js';
import { OrganizationSetup } from '#platform/identity/organization-setup.js';
import { TwoTenants, type Person, type Tenant } from '#test/worlds/two-tenants.js';

const PASSWORD = 'a long enough password';
let world: TwoTenants;
let hash: string;
let place = 0;

beforeAll(async () => {
  world = await TwoTenants.create();
  hash = await world.get(Passwords).hash(PASSWORD);
  await setPassword('owner', 'A');
  await setPassword('suspended', 'A');
  await setPassword('rep', 'A');
  // The rep of A is a member of B too, as a viewer.
  const { accounts } = world.organizations.A;
  await world.get(OrganizationSetup).join(world.organizations.B.id, { id: '0193c0de-0000-7000-8000-000000000001', accountId: accounts.rep, name: 'CanaryB guest', email: 'rep@tenant-a.test', role: 'viewer' });
});
afterAll(() => world.close());

async function setPassword(person: 'owner' | 'rep' | 'suspended', tenant: Tenant): Promise<void> {
  await world.platform((platform) => platform.query({ text: 'UPDATE account SET password_hash = $2 WHERE id = $1', values: [world.organizations[tenant].accounts[person], hash] }));
}

/** From a network where nobody has tried before, unless one is named. */
function signIn(email: string, password = PASSWORD, organization?: string, remoteAddress = freshPlace()): Promise<LightMyRequestResponse> {
  return world.as('A', 'anon').post('/api/v1/auth/sign-in', { email, password, organization }, { remoteAddress });
}

function freshPlace(): string {
  place += 1;
  return `10.1.${place >> 8}.${place & 255}`;
}

function answer(response: LightMyRequestResponse): SignedIn {
  expect([response.statusCode, response.statusCode === 200 ? '' : response.body]).toEqual([200, '']);
  return JSON.parse(response.body) as SignedIn;
}

function refusal({ statusCode, headers, body }: LightMyRequestResponse): unknown {
  const { requestId: _requestId, ...problem } = JSON.parse(body) as Record<string, unknown>;
  return { statusCode, type: headers['content-type'], names: Object.keys(headers).sort(), problem };
}

describe('Signing in', () => {
  it('gives a member of one organisation a token for it', async () => {
    const { id, slug, name, members } = world.organizations.A;
    const given = answer(await signIn('Owner@Tenant-A.test'));
    expect(given).toMatchObject({ tokenType: 'Bearer', expiresIn: 600, organization: { id, slug, name }, member: { id: members.owner }, organizations: [{ slug }] });
    const me = await world.withToken(given.accessToken).get('/api/v1/me');
    expect(JSON.parse(me.body)).toMatchObject({ account: { email: 'owner@tenant-a.test' }, organization: { slug, currency: 'EUR' }, roles: ['owner'], timeZone: 'Europe/Berlin', language: 'en' });
  });

  it('lets a member of two choose: at once, or with a token that only serves to choose', async () => {
    expect(answer(await signIn('rep@tenant-a.test', PASSWORD, 'tenant-b')).organization?.slug).toBe('tenant-b');
    const given = answer(await signIn('rep@tenant-a.test'));
    expect(given.organization).toBeNull();
    expect(given.organizations.map(({ slug }) => slug)).toEqual(['tenant-a', 'tenant-b']);
    const caller = world.withToken(given.accessToken);
    expect((await caller.get('/api/v1/sales/contacts')).statusCode).toBe(403);
    expect(JSON.parse((await caller.get('/api/v1/me')).body)).toMatchObject({ organization: null, member: null, roles: [] });
    const switched = answer(await caller.post('/api/v1/auth/switch', { organization: 'tenant-b' }));
    expect(switched.organization?.slug).toBe('tenant-b');
    const seen = await world.withToken(switched.accessToken).get('/api/v1/sales/contacts');
    expect(seen.body).toContain('CanaryB');
    expect(seen.body).not.toContain('CanaryA');
  });

  it('S28 lets nobody prolong a token by switching to and fro', async () => {
    const { accessToken } = answer(await signIn('rep@tenant-a.test'));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const switched = answer(await world.withToken(accessToken).post('/api/v1/auth/switch', { organization: 'tenant-a' }));
    expect(switched.expiresIn).toBeLessThan(600);
    const [first, second] = [accessToken, switched.accessToken].map((token) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp: number; sid: string });
    expect(second!.exp).toBe(first!.exp);
    expect(second!.sid).toBe(first!.sid);
  });

  it('S44 keeps no token for those who repeat a request', async () => {
    const { accessToken } = answer(await signIn('rep@tenant-a.test', PASSWORD, 'tenant-a'));
    const again = () => world.withToken(accessToken).post('/api/v1/auth/switch', { organization: 'tenant-b' }, { headers: { 'idempotency-key': 'once' } });
    answer(await again());
    expect((await again()).headers['idempotency-replayed']).toBeUndefined();
    for (const tenant of ['A', 'B'] as const) expect(await world.inside(tenant, (tenancy) => tenancy.read({ text: `SELECT 1 FROM idempotency_key WHERE body LIKE '%accessToken%'` }))).toEqual([]);
  });

  it('S11 switches into no organisation that one is not a member of', async () => {
    const { accessToken } = answer(await signIn('owner@tenant-a.test'));
    const answers = await Promise.all(['tenant-b', 'never-was'].map((organization) => world.withToken(accessToken).post('/api/v1/auth/switch', { organization })));
    expect(answers.map(refusal)).toEqual([refusal(answers[0]!), refusal(answers[0]!)]);
    expect(answers[0]!.statusCode).toBe(401);
  });

  it.each([
    [{}, ['email', 'password']],
    [{ email: { $ne: '' }, password: ['x'] }, ['email', 'password']],
    [{ email: 'a@b.test', password: 'x', organization: '../a' }, ['organization']],
    [{ email: 'a@b.test', password: 'x', accountId: 'x' }, ['accountId']],
    [{ email: 'a@b.test', password: 'x'.repeat(1_001) }, ['password']],
  ])('S03 says what is wrong with %j', async (body, at) => {
    const { statusCode, body: text } = await world.as('A', 'anon').post('/api/v1/auth/sign-in', body);
    expect(statusCode).toBe(400);
    expect([...new Set((JSON.parse(text) as { errors: { at: string }[] }).errors.map((error) => error.at))]).toEqual(at);
  });
});

describe('S31 Enumeration', () => {
  it('answers an unknown address, a wrong password, a suspended member and a foreign organisation in the same way', async () => {
    const answers = await Promise.all([
      signIn('nobody@tenant-a.test'),
      signIn('owner@tenant-a.test', 'wrong'),
      signIn('suspended@tenant-a.test'),
      signIn('owner@tenant-a.test', PASSWORD, 'tenant-b'),
      signIn('owner@tenant-a.test', PASSWORD, 'never-was'),
      signIn('viewer@tenant-a.test', 'has no password'),
    ]);
    const [unknown, ...others] = answers.map(refusal);
    expect(unknown).toMatchObject({ statusCode: 401, problem: { type: 'urn:tessera:problem:unauthenticated' } });
    for (const other of others) expect(other).toEqual(unknown);
  });

  it('takes as long for an unknown address as for a wrong password', async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      known.push(await duration(() => signIn(`owner@tenant-a.test`, 'wrong')));
      unknown.push(await duration(() => signIn(`nobody${n}@tenant-a.test`, 'wrong')));
    }
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  }, 90_000);

  async function duration(work: () => Promise<unknown>): Promise<number> {
    const started = performance.now();
    await work();
    return performance.now() - started;
  }

  function median(values: number[]): number {
    return values.sort((a, b) => a - b)[values.length >> 1]!;
  }
});

describe('S17 Suspension', () => {
  it.each<[string, Person, Tenant, [number, number], () => Promise<unknown>]>([
    ['the member', 'otherRep', 'A', [403, 403], () => world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE member SET status = 'suspended' WHERE organization_id = $1 AND id = $2`, values: idsOf('A', 'otherRep') }))],
    ['the account', 'marketing', 'A', [401, 401], () => change(`UPDATE account SET status = 'suspended' WHERE id = $1`, [world.organizations.A.accounts.marketing])],
    ['the end of the membership', 'support', 'A', [403, 403], () => change('DELETE FROM membership WHERE organization_id = $1 AND member_id = $2', idsOf('A', 'support'))],
    ['the organisation', 'owner', 'B', [403, 403], () => change(`UPDATE organization SET status = 'suspended' WHERE id = $1`, [world.organizations.B.id])],
  ])('of %s takes effect within 5 s for tokens that are still valid', async (_what, person, tenant, expected, suspend) => {
    const caller = world.as(tenant, person);
    const status = async (url: string) => (await caller.get(url)).statusCode;
    expect(await status('/api/v1/sales/contacts')).toBe(200);
    await suspend();
    const until = Date.now() + 5_000;
    while ((await status('/api/v1/sales/contacts')) === 200 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
    expect([await status('/api/v1/sales/contacts'), await status('/api/v1/me')]).toEqual(expected);
    expect((await world.as('A', 'viewer').get('/api/v1/sales/contacts')).statusCode).toBe(200);
  });

  function idsOf(tenant: Tenant, person: Person): string[] {
    return [world.organizations[tenant].id, world.organizations[tenant].members[person]];
  }

  function change(text: string, values: string[]): Promise<unknown> {
    return world.platform((platform) => platform.query({ text, values }));
  }

  it('keeps a suspended account from entering and from switching', async () => {
    const { accessToken } = answer(await signIn('rep@tenant-a.test'));
    const set = (status: string) => world.platform((platform) => platform.query({ text: 'UPDATE account SET status = $2 WHERE id = $1', values: [world.organizations.A.accounts.rep, status] }));
    await set('suspended');
    expect((await signIn('rep@tenant-a.test')).statusCode).toBe(401);
    expect((await world.withToken(accessToken).post('/api/v1/auth/switch', { organization: 'tenant-a' })).statusCode).toBe(401);
    await set('active');
    expect((await signIn('rep@tenant-a.test')).statusCode).toBe(200);
  });
});
