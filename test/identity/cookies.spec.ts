import type { LightMyRequestResponse } from 'fastify';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { ask, freshPlace, givePasswords, kindOf, PASSWORD, read } from './people.js';

const ORIGIN = 'https://crm.example.com';
const OURS = { 'x-tessera-request': '1', origin: ORIGIN };
let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create({ PUBLIC_URL: ORIGIN });
  await givePasswords(world, 'A', ['owner']);
});
afterAll(() => world.close());

const anon = () => world.as('A', 'anon');

function enter(headers: Record<string, string> = OURS): Promise<LightMyRequestResponse> {
  return anon().post('/api/v1/auth/sign-in', { email: 'owner@tenant-a.test', password: PASSWORD, session: 'cookie' }, { headers, remoteAddress: freshPlace() });
}

function cookiesOf({ headers }: LightMyRequestResponse): string[] {
  return [headers['set-cookie'] ?? []].flat();
}

function jar(response: LightMyRequestResponse): string {
  return cookiesOf(response).map((cookie) => cookie.split(';')[0]).join('; ');
}

describe('A browser', () => {
  it('gets its tokens in cookies that no script and no other host can touch, and none in the answer', async () => {
    const response = await enter();
    expect(read(response)).toMatchObject({ status: 'signed_in', accessToken: null, refreshToken: null, tokenType: 'Cookie' });
    expect(cookiesOf(response)).toEqual([
      expect.stringMatching(/^__Host-tessera-access=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      expect.stringMatching(/^__Host-tessera-refresh=trt_[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    ]);
    const cookie = jar(response);
    expect((await anon().get('/api/v1/me', { headers: { cookie } })).statusCode).toBe(200);
    expect((await anon().get('/api/v1/me', { headers: { cookie: `a=b; x__Host-tessera-access=evil; ${cookie}` } })).statusCode).toBe(200);
  });

  it('changes nothing without the header that only our pages send, whatever else it sends', async () => {
    const cookie = jar(await enter());
    const company = (headers: Record<string, string>) => anon().post('/api/v1/sales/companies', { name: 'From a page' }, { headers: { cookie, ...headers } });
    expect((await company(OURS)).statusCode).toBe(201);
    expect((await company({ 'x-tessera-request': '1', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
    const before = await count();
    for (const headers of [
      {}, { origin: ORIGIN }, { 'x-tessera-request': '1', origin: 'https://evil.example' }, { 'x-tessera-request': '1', origin: 'null' }, { 'x-tessera-request': '1', origin: 'https://crm.example.com.evil.example' },
      { 'x-tessera-request': '1', 'sec-fetch-site': 'cross-site' }, { 'x-tessera-request': '1', 'sec-fetch-site': 'same-site' }, { 'x-tessera-request': '1', origin: 'http://crm.example.com', host: 'crm.example.com' }, { 'x-tessera-request': '1', origin: 'https://evil.example', host: 'evil.example' },
    ] as Record<string, string>[]) expect([headers, kindOf(await company(headers))]).toEqual([headers, '403 cross-site']);
    expect(await count()).toBe(before);
    expect(kindOf(await anon().delete('/api/v1/auth/sessions', { headers: { cookie } }))).toBe('403 cross-site');
  });

  it('cannot be signed in by another page', async () => {
    expect(kindOf(await enter({ origin: 'https://evil.example', 'x-tessera-request': '1' }))).toBe('403 cross-site');
    expect(kindOf(await enter({}))).toBe('403 cross-site');
  });

  it('goes on with the refresh cookie, from our pages alone, and loses both when it is over', async () => {
    const first = await enter();
    const refresh = (cookie: string, headers: Record<string, string> = OURS) => anon().post('/api/v1/auth/refresh', {}, { headers: { cookie, ...headers } });
    expect(kindOf(await refresh(jar(first), { origin: 'https://evil.example' }))).toBe('403 cross-site');
    const second = await refresh(jar(first));
    expect(read(second)).toEqual({ accessToken: null, refreshToken: null, tokenType: 'Cookie', expiresIn: 600 });
    expect((await anon().get('/api/v1/me', { headers: { cookie: jar(second) } })).statusCode).toBe(200);
    read(await anon().post('/api/v1/auth/sign-out', undefined, { headers: { cookie: jar(second), ...OURS } }), 204);
    const over = await refresh(jar(second));
    expect(over.statusCode).toBe(401);
    expect(cookiesOf(over).map((cookie) => cookie.split('; ').slice(0, 2))).toEqual([['__Host-tessera-access=', 'Max-Age=0'], ['__Host-tessera-refresh=', 'Max-Age=0']]);
    expect((await anon().get('/api/v1/me', { headers: { cookie: jar(second) } })).statusCode).toBe(401);
  });

  it('is nobody with cookies that are not ours, and its cookie does not help a wrong bearer', async () => {
    const cookie = jar(await enter());
    const me = async (headers: Record<string, string>) => (await anon().get('/api/v1/me', { headers })).statusCode;
    for (const value of ['x', '', `${'x'.repeat(9_000)}`, 'a.b.c', '"quoted"', '%00']) expect([value, await me({ cookie: `__Host-tessera-access=${value}` })]).toEqual([value, 401]);
    expect(await me({ cookie: cookie.replace('__Host-', '') })).toBe(401);
    expect(await me({ cookie, authorization: 'Bearer x' })).toBe(401);
    const refreshOnly = cookie.split('; ').find((each) => each.includes('refresh'))!;
    expect(await me({ cookie: refreshOnly.replace('refresh', 'access') })).toBe(401);
  });
});

describe('In development', () => {
  it('http://localhost gets cookies that a browser keeps there', async () => {
    const local = await TwoTenants.create({ PUBLIC_URL: 'http://localhost:3000' });
    try {
      await givePasswords(local, 'A', ['owner']);
      const post = (origin: string, host: string) => local.as('A', 'anon').post('/api/v1/auth/sign-in', { email: 'owner@tenant-a.test', password: PASSWORD, session: 'cookie' }, { headers: { origin, host, 'x-tessera-request': '1' }, remoteAddress: freshPlace() });
      const response = await post('http://localhost:3000', 'localhost:3000');
      expect(cookiesOf(response)[0]).toMatch(/^tessera-access=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
      // Another port of the same page, such as that of the tests or of the tool that serves it.
      expect((await post('http://127.0.0.1:4000', '127.0.0.1:4000')).statusCode).toBe(200);
      expect((await post('http://127.0.0.1:4000', 'localhost:3000')).statusCode).toBe(403);
    } finally {
      await local.close();
    }
  });
});

async function count(): Promise<number> {
  return (await world.inside('A', (tenancy) => tenancy.read({ text: 'SELECT id FROM company WHERE organization_id = $1', values: [world.organizations.A.id] }))).length;
}

it('S44 no session token stands anywhere in the database as it was given', async () => {
  const tokens = cookiesOf(await enter()).map((cookie) => cookie.split(';')[0]!.split('=')[1]!);
  const rows = await ask<{ text: string }>(world, `SELECT row_to_json(s)::text AS text FROM session s UNION ALL SELECT row_to_json(t)::text FROM refresh_token t UNION ALL SELECT row_to_json(e)::text FROM account_event e UNION ALL SELECT row_to_json(c)::text FROM challenge c`);
  for (const token of tokens) expect(rows.some(({ text }) => text.includes(token) || text.includes(Buffer.from(token).toString('hex')))).toBe(false);
});
