import { generateKeyPairSync } from 'node:crypto';
import { RecheckDomains } from '#platform/housekeeping/recheck-domains.js';
import { DOCS_CLIENT } from '#platform/identity/oauth/docs-client.js';
import { newInvitationToken, readInvitationToken } from '#platform/onboarding/invitation/invitation-token.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { Names } from '#platform/outbound/names.js';
import { ForgedProvider } from './forged-provider.js';
import type { Person } from './foreign-provider.js';
import type { Browser } from './oauth-world.js';
import { givePasswords, kindOf, read, signedIn } from './people.js';
import { freePort, reasonOf, SsoWorld } from './sso-world.js';

let world: SsoWorld;
let forged: ForgedProvider;
let closed: ForgedProvider;

beforeAll(async () => {
  const port = await freePort();
  world = await SsoWorld.create([`127.0.0.1:${port}`]);
  forged = await ForgedProvider.create(port);
  // As much there as the other, but on no list.
  closed = await ForgedProvider.create(await freePort());
  await givePasswords(world.tenants, 'A', ['owner', 'rep']);
  await world.setUp('A');
  await world.setUp('B');
});
afterAll(async () => {
  await world.close();
  await Promise.all([forged.close(), closed.close()]);
});

const MALLORY: Person = { sub: 'mallory', email: 'mallory@tenant-a.test', email_verified: true };

async function wayBack(browser: Browser, person: Person = MALLORY): Promise<URL> {
  return new URL(await world.wayBack('A', browser, person, await world.goUrl(browser, person.email!)));
}

describe('S31 Beginning', () => {
  it('answers alike for every address, and only pages of ours may ask', async () => {
    const answers = await Promise.all(['rep@tenant-a.test', 'nobody@tenant-a.test', 'nobody@nowhere.example'].map((email) => world.start(world.browser(), email)));
    const shapes = answers.map(({ status, html, headers }) => JSON.stringify([status, html.replace(/tch_[\w-]{43}/, '…'), [...headers.keys()].sort(), headers.get('set-cookie')?.replace(/=[\w-]{43};/, '=…;')]));
    expect(new Set(shapes).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect((await world.start(world.browser(), 'rep@tenant-a.test', '/', { origin: 'https://evil.example' })).status).toBe(403);
    for (const returnTo of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) expect((await world.start(world.browser(), 'rep@tenant-a.test', returnTo)).status).toBe(400);
    const browser = world.browser();
    expect(reasonOf(await browser.open(await world.goUrl(browser, 'nobody@nowhere.example')))).toBe('502 unavailable');
  });
});

describe('An answer', () => {
  it('is taken once, from the browser that began, and by the organisation that it was meant for', async () => {
    const [mine, other] = [world.browser(), world.browser()];
    const back = await wayBack(mine);
    await world.start(other, MALLORY.email!);
    const before = (await world.sessions()).length;
    for (const stranger of [world.browser(), other]) expect(reasonOf(await stranger.open(back.href))).toBe('400 begun-elsewhere');
    const { A, B } = world.tenants.organizations;
    expect(reasonOf(await mine.open(back.href.replace(A.id, B.id)))).toBe('400 begun-elsewhere');
    expect((await world.sessions()).length).toBe(before);
    expect((await mine.open(back.href)).status).toBe(200);
    expect(reasonOf(await mine.open(back.href))).toBe('400 begun-elsewhere');
    expect((await world.sessions()).length).toBe(before + 1);
  });

  it('with a code, a state or an issuer of another sign-in is none', async () => {
    const [browser, another] = [world.browser(), world.browser()];
    const stolen = (await wayBack(another)).searchParams.get('code')!;
    const changed = async (change: (parameters: URLSearchParams) => void) => {
      const back = await wayBack(browser);
      change(back.searchParams);
      return reasonOf(await browser.open(back.href));
    };
    const before = (await world.sessions()).length;
    expect(await changed((parameters) => parameters.set('code', stolen))).toBe('403 answer-not-valid');
    expect(await changed((parameters) => parameters.set('iss', world.foreign.B.issuer))).toBe('403 answer-not-valid');
    expect(await changed((parameters) => parameters.delete('iss'))).toBe('403 answer-not-valid');
    expect(await changed((parameters) => parameters.set('state', `tch_${'x'.repeat(43)}`))).toBe('400 begun-elsewhere');
    expect(await changed((parameters) => parameters.delete('state'))).toBe('400 begun-elsewhere');
    expect(await changed((parameters) => (parameters.delete('code'), parameters.set('error', 'access_denied')))).toBe('403 refused-by-provider');
    // One that has been used by whoever stole it.
    const used = await wayBack(browser);
    const twice = await wayBack(browser);
    expect((await browser.open(used.href)).status).toBe(200);
    twice.searchParams.set('code', used.searchParams.get('code')!);
    expect(reasonOf(await browser.open(twice.href))).toBe('403 answer-not-valid');
    expect((await world.sessions()).length).toBe(before + 1);
  });

  it('speaks only for addresses that are verified, in a domain of the organisation', async () => {
    const from = async (person: Partial<Person>) => reasonOf(await world.comeIn('A', { sub: `sub ${JSON.stringify(person)}`, email_verified: true, ...person }));
    expect(await from({ email: 'mallory@tenant-a.test', email_verified: false })).toBe('403 email-not-verified');
    expect(await from({ email: undefined })).toBe('403 email-not-verified');
    const browser = world.browser();
    for (const email of ['owner@tenant-b.test', 'owner@tenant-a.test.evil.example', 'owner@gmail.com']) {
      const back = await world.wayBack('A', browser, { sub: email, email, email_verified: true }, await world.goUrl(browser, MALLORY.email!));
      expect(reasonOf(await browser.open(back))).toBe('403 foreign-domain');
    }
  });
});

describe('A provider that cannot be believed', () => {
  let provider: string;
  const EMAIL = 'someone@forged.example';
  const update = async (values: object) => read(await world.tenants.as('A', 'owner').patch(`/api/v1/identity/identity-providers/${provider}`, values));

  beforeAll(async () => {
    provider = await world.provider('A', { name: 'Forged', issuer: forged.issuer });
    await world.domain('A', provider, 'forged.example');
  });

  async function tried(change: (nonce: string) => void): Promise<string> {
    const browser = world.browser();
    const away = await browser.open(await world.goUrl(browser, EMAIL));
    if (away.html !== '') return reasonOf(away);
    const asked = new URL(away.url).searchParams;
    forged.claims = { nonce: asked.get('nonce'), email: EMAIL, email_verified: true };
    forged.header = {};
    change(asked.get('nonce')!);
    const arrived = await browser.open(`${asked.get('redirect_uri')}?state=${asked.get('state')}&code=any`);
    return arrived.status === 200 ? '200' : reasonOf(arrived);
  }

  it('is held to signature, audience, nonce, issuer and time', async () => {
    expect(await tried(() => undefined)).toBe('200');
    const honest = forged.signsWith;
    const faults: ((nonce: string) => void)[] = [
      () => (forged.signsWith = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
      () => ((forged.signsWith = null), (forged.header = { alg: 'none' })),
      () => (forged.header = { alg: 'HS256' }),
      () => (forged.claims.aud = 'somebody else'),
      () => (forged.claims.nonce = 'another'),
      () => delete forged.claims.nonce,
      () => (forged.claims.iss = world.foreign.A.issuer),
      () => (forged.claims.exp = 1),
      () => (forged.claims.sub = ''),
    ];
    for (const fault of faults) {
      expect([fault.toString(), await tried(fault)]).toEqual([fault.toString(), '403 answer-not-valid']);
      forged.signsWith = honest;
    }
  });

  it('S35 leads no request of ours to where it should not go', async () => {
    for (const [metadata, reason] of [
      [{ token_endpoint: `${closed.issuer}/token` }, '403 answer-not-valid'], [{ jwks_uri: `${closed.issuer}/jwks` }, '403 answer-not-valid'], [{ jwks_uri: 'file:///etc/passwd' }, '403 answer-not-valid'],
      [{ issuer: closed.issuer }, '502 unavailable'], [{ authorization_endpoint: 'javascript:alert(1)' }, '502 unavailable'],
    ] as const) {
      forged.metadata = metadata;
      await update({ name: `Forged ${JSON.stringify(metadata).slice(0, 60)}` });
      expect([metadata, await tried(() => undefined)]).toEqual([metadata, reason]);
    }
    forged.metadata = {};
    for (const issuer of [closed.issuer, 'http://localhost:5432', 'http://169.254.169.254', 'http://[::1]:80', 'http://2130706433']) {
      await update({ issuer });
      expect([issuer, await tried(() => undefined)]).toEqual([issuer, '502 unavailable']);
    }
    expect(closed.asked).toEqual([]);
  });

  it('S21 is not used without a secret of the organisation\'s own', async () => {
    await update({ issuer: forged.issuer, credential: null });
    expect(await tried(() => undefined)).toBe('502 unavailable');
    await update({ credential: 'again' });
    expect(await tried(() => undefined)).toBe('200');
    const { credential } = read<{ credential: object }>(await world.tenants.as('A', 'owner').get(`/api/v1/identity/identity-providers/${provider}`));
    expect(credential).toEqual({ set: true });
  });
});

describe('The word of a provider', () => {
  it('counts in its organisation alone, and gives nobody what a person has beyond it', async () => {
    const { A, B } = world.tenants.organizations;
    // The owner of B works for A, too, and runs the deployment.
    await world.ask(`UPDATE account SET email = 'both@tenant-a.test', super_admin = true WHERE id = $1`, [B.accounts.owner]);
    const { caller, me, browser } = await world.inside('A', { sub: 'both', email: 'both@tenant-a.test', email_verified: true });
    expect(me).toMatchObject({ account: { id: B.accounts.owner, superAdmin: false }, organization: { slug: A.slug }, organizations: [{ slug: A.slug }] });
    expect(kindOf(await caller.post('/api/v1/auth/switch', { organization: B.slug }))).toBe('403 forbidden');
    for (const [method, url] of [
      ['GET', '/auth/events'], ['GET', '/auth/factors'], ['POST', '/auth/factors/totp'], ['POST', '/auth/factors/recovery-codes'], ['POST', '/auth/password'], ['POST', '/me/email'], ['POST', '/auth/step-up'],
      ['POST', '/auth/step-up/options'], ['GET', '/auth/grants'], ['POST', '/organizations'],
    ] as const) expect([url, kindOf(await caller.call(method, `/api/v1${url}`, { payload: method === 'GET' ? undefined : {} }))]).toEqual([url, '403 forbidden']);
    expect((await caller.get('/api/v1/superadmin/organizations')).statusCode).toBe(404);
    const { data } = read<{ data: { id: string; current: boolean }[] }>(await caller.get('/api/v1/auth/sessions'));
    expect(data.map(({ current }) => current)).toEqual([true]);
    expect((await caller.delete(`/api/v1/auth/sessions/${B.sessions.owner}`)).statusCode).toBe(404);
    read(await caller.delete('/api/v1/auth/sessions'), 204);
    expect((await world.tenants.as('B', 'owner').get('/api/v1/me')).statusCode).toBe(200);

    // Applications may be let in to A, and are told of nothing else.
    const asked = new URLSearchParams({ client_id: DOCS_CLIENT, response_type: 'code', scope: 'openid read', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', redirect_uri: `${world.url}/api/docs/oauth2-redirect.html` });
    const consent = await browser.open(`${world.url}/oauth/authorize?${asked.toString()}`);
    expect([consent.html.includes(A.name), consent.html.includes(B.name)]).toEqual([true, false]);
    expect((await browser.send(consent.url, { step: 'allow', organization: B.id })).status).toBe(403);

    // Renewed it stays where it is, and the database itself moves it nowhere.
    const renewed = await browser.open(`${world.url}/api/v1/auth/refresh`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', 'x-tessera-request': '1', origin: world.url } });
    expect(renewed.status).toBe(200);
    const again = world.tenants.withToken(browser.cookies['tessera-access']!);
    expect(read<{ organization: { slug: string } }>(await again.get('/api/v1/me')).organization.slug).toBe(A.slug);
    await expect(world.ask('UPDATE session SET organization_id = $1, member_id = $2 WHERE confined_to = $3', [B.id, B.members.owner, A.id])).rejects.toThrow('session_stays_where_confined');
  });

  it('accepts no invitation elsewhere in the name of the person', async () => {
    const { caller } = await world.inside('A', MALLORY);
    read(await world.tenants.as('B', 'owner').post('/api/v1/identity/invitations', { email: MALLORY.email, roles: ['viewer'] }), 201);
    const [link] = await world.tenants.inside('B', (tenancy) => tenancy.read<{ id: string }>({ text: 'SELECT id FROM invitation_link WHERE organization_id = current_org()' }));
    const token = newInvitationToken(world.tenants.organizations.B.id);
    await world.tenants.inside('B', (tenancy) => tenancy.write({ text: 'UPDATE invitation_link SET hash = $2 WHERE organization_id = current_org() AND id = $1', values: [link!.id, readInvitationToken(token)!.hash] }));
    expect(kindOf(await caller.post('/api/v1/auth/invitation/accept', { token }))).toBe('401 sign-in-first');
  });
});

describe('A domain', () => {
  const owner = (tenant: 'A' | 'B') => world.tenants.as(tenant, 'owner');
  const providerOf = async (tenant: 'A' | 'B') => (await owner(tenant).get('/api/v1/identity/identity-providers')).json<{ data: { id: string }[] }>().data[0]!.id;

  it('S22 is entered by anybody and verified by whoever has it, once; public ones by nobody', async () => {
    const enter = async (tenant: 'A' | 'B', name: string) => owner(tenant).post('/api/v1/identity/sign-in-domains', { name, providerId: await providerOf(tenant) });
    const [taken, free] = [await enter('B', 'tenant-a.test'), await enter('B', 'free.example')];
    expect([taken.statusCode, Object.keys(taken.json())]).toEqual([201, Object.keys(free.json())]);
    const { id, proof } = taken.json<{ id: string; proof: string }>();
    const verify = () => owner('B').post(`/api/v1/auth/sso/domains/${id}/verify`);
    expect(kindOf(await verify())).toBe('422 unprocessable');
    world.dns.set('_tessera-sign-in.tenant-a.test', [...world.dns.get('_tessera-sign-in.tenant-a.test')!, proof]);
    expect(kindOf(await verify())).toBe('409 conflict');
    expect(read<{ verifiedAt: null }>(await owner('B').get(`/api/v1/identity/sign-in-domains/${id}`)).verifiedAt).toBeNull();
    expect(kindOf(await enter('A', 'gmail.com'))).toBe('400 invalid');
    expect(kindOf(await owner('A').post(`/api/v1/auth/sso/domains/${id}/verify`))).toBe('404 not-found');
    const signInDomainId = (await owner('A').get('/api/v1/identity/sign-in-domains?filter[name]=tenant-a.test')).json<{ data: { id: string }[] }>().data[0]!.id;
    const rep = await signedIn(world.tenants, 'rep@tenant-a.test');
    expect((await rep.post(`/api/v1/auth/sso/domains/${signInDomainId}/verify`)).statusCode).toBe(403);
    // A week without the text, and it is nobody's again.
    const recheck = (days: number) => world.tenants.inside('A', async (tenancy) => {
      await world.ask(`UPDATE verified_domain SET seen_at = now() - make_interval(days => $1)`, [days]);
      await new RecheckDomains(world.tenants.get(PlatformDatabase), tenancy, world.tenants.get(Names)).run({ organizationId: null, effectKey: 'x' }, { signal: new AbortController().signal, attempt: 1 });
      return world.ask<{ domain: string }>('SELECT domain FROM verified_domain WHERE organization_id = $1 ORDER BY 1', [world.tenants.organizations.A.id]);
    });
    world.dns.delete('_tessera-sign-in.forged.example');
    expect(await recheck(6)).toEqual([{ domain: 'forged.example' }, { domain: 'tenant-a.test' }]);
    expect(await recheck(8)).toEqual([{ domain: 'tenant-a.test' }]);
    expect(await world.facts('A', 'signInDomain.lost')).toEqual([{ domain: 'forged.example' }]);
    // Given up by one, it is there for the other.
    read(await owner('A').delete(`/api/v1/identity/sign-in-domains/${signInDomainId}`), 204);
    expect(reasonOf(await world.comeIn('A', MALLORY).catch(() => ({ status: 0, url: '', html: 'not led away', headers: new Headers() })))).toBe('0 not led away');
    read(await verify());
  });
});
