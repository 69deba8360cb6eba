import * as client from 'openid-client';
import { BACK, begin, letIn, OauthWorld, type Application } from './oauth-world.js';

let world: OauthWorld;
let app: Application;
let config: client.Configuration;

beforeAll(async () => {
  world = await OauthWorld.create();
  app = await world.application('A');
  config = await world.discover(app);
});
afterAll(() => world.close());

const contacts = async (token: string) => (await world.tenants.withToken(token).get('/api/v1/sales/contacts')).statusCode;

describe('An application that members let in', () => {
  it('completes the whole flow of a strict client, and acts as the member within the scopes', async () => {
    const browser = world.browser('A', 'rep');
    const { url, verifier, state } = await begin(config, { nonce: 'n-0123456789' });
    const page = await browser.open(url.href);
    expect([page.status, page.html]).toEqual([200, expect.stringContaining('Reports asks to be let in')]);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://app.example.com");
    const back = await browser.agree(page);
    expect(back.url).toMatch(/^https:\/\/app\.example\.com\/callback\?.*iss=/);
    const tokens = await client.authorizationCodeGrant(config, new URL(back.url), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: 'n-0123456789', idTokenExpected: true });
    const { id, members } = world.tenants.organizations.A;
    expect(tokens.claims()?.sub).toBe(`${id}.${members.rep}`);
    const listed = await world.tenants.withToken(tokens.access_token).get('/api/v1/sales/contacts');
    expect([listed.statusCode, (JSON.parse(listed.body) as { data: unknown[] }).data.length]).toEqual([200, 1]);
    const info = await client.fetchUserInfo(config, tokens.access_token, `${id}.${members.rep}`);
    expect(info.name).toBe('CanaryA rep');

    const remembered = await browser.open((await begin(config)).url.href);
    expect(remembered.url).toMatch(/^https:\/\/app\.example\.com\/callback\?code=/);
    const wider = await browser.open((await begin(config, { scope: 'openid' })).url.href);
    expect(wider.url).toMatch(/code=/);
  });

  it('asks who somebody is in the browser itself, and again when it wants more than was agreed to', async () => {
    const email = await world.setPassword('A', 'manager', 'correct horse battery staple');
    const browser = world.browser();
    browser.language = 'ar';
    const asking = await browser.open((await begin(config, { scope: 'openid read' })).url.href);
    expect(asking.html).toMatch(/<html lang="ar" dir="rtl">.*http-equiv="refresh"/s);
    browser.language = 'de-AT, en;q=0.5';
    const form = await browser.open(`${asking.url}?again=1`);
    expect(form.html).toContain('E-Mail-Adresse');
    const refused = await browser.send(form.url, { step: 'sign-in', email, password: 'wrong' });
    expect([refused.status, refused.html]).toEqual([401, expect.stringContaining('role="alert"')]);
    const foreign = await browser.send(form.url, { step: 'sign-in', email, password: 'correct horse battery staple' }, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    const consent = await browser.send(form.url, { step: 'sign-in', email, password: 'correct horse battery staple' });
    expect(consent.html).toContain('CanaryA manager');
    expect((await browser.agree(consent)).url).toMatch(/code=/);
    expect((await browser.open((await begin(config, { scope: 'openid read' })).url.href)).url).toMatch(/code=/);
    const more = await browser.open((await begin(config, { scope: 'openid read write' })).url.href);
    expect(more.html).toContain('Reports bittet um Zugang');
    const no = await browser.send(more.url, { step: 'refuse' });
    expect(no.url).toMatch(/error=access_denied.*state=.*iss=/);
  });

  it('lets nobody in on behalf of another organisation, and knows no application of one that is not there', async () => {
    const page = await world.browser('B', 'owner').open((await begin(config)).url.href);
    expect([page.status, page.html]).toEqual([403, expect.stringContaining('not a member')]);
    expect((await world.tenants.as('B', 'owner').get(`/api/v1/identity/oauth-clients/${app.id}`)).statusCode).toBe(404);
    expect((await world.tenants.as('A', 'rep').post('/api/v1/identity/oauth-clients', { name: 'Mine', kind: 'public', redirectUris: [BACK] })).statusCode).toBe(403);
  });

  it('is cut by its scopes, and stays for people what is for people', async () => {
    const browser = world.browser('A', 'manager');
    const reading = await letIn(browser, config, { scope: 'openid read' });
    expect(await contacts(reading.access_token)).toBe(200);
    const by = world.tenants.withToken(reading.access_token);
    expect((await by.post('/api/v1/sales/contacts', { lastName: 'New' })).statusCode).toBe(403);
    expect((await by.get('/api/v1/sales/contacts/export')).statusCode).toBe(403);
    expect((await by.get('/api/v1/auth/grants')).statusCode).toBe(403);
    const writing = await letIn(browser, config, { scope: 'read write' });
    const made = await world.tenants.withToken(writing.access_token).post('/api/v1/sales/contacts', { lastName: 'New' });
    expect(made.statusCode).toBe(201);
    const [entry] = await world.tenants.inside('A', (tenancy) => tenancy.read<{ actor: string; reason: string }>({ text: "SELECT actor_id AS actor, reason FROM ledger_entry WHERE organization_id = current_org() AND record_id = $1 AND what = 'insert'", values: [(JSON.parse(made.body) as { id: string }).id] }));
    expect(entry).toEqual({ actor: world.tenants.organizations.A.members.manager, reason: 'application: Reports' });
    await expect(client.refreshTokenGrant(config, reading.refresh_token!, { scope: 'read write' })).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('acts as itself with a role, within what its owner may, and only when it can keep a secret', async () => {
    const roles = JSON.parse((await world.tenants.as('A', 'owner').get('/api/v1/identity/roles?limit=100')).body) as { data: { id: string; key: string }[] };
    const roleId = roles.data.find(({ key }) => key === 'sales-manager')!.id;
    const robot = await world.application('A', { name: 'Robot', roleId, redirectUris: [], scopes: ['read', 'contact:write'] });
    const its = await world.discover(robot);
    const { access_token: token } = await client.clientCredentialsGrant(its, { scope: 'read contact:write' });
    const made = await world.tenants.withToken(token).post('/api/v1/sales/contacts', { lastName: 'By a robot' });
    expect([made.statusCode, JSON.parse(made.body)]).toEqual([201, expect.objectContaining({ createdBy: robot.id })]);
    expect((await world.tenants.withToken(token).post('/api/v1/sales/companies', { name: 'No' })).statusCode).toBe(403);
    await expect(client.clientCredentialsGrant(config)).rejects.toMatchObject({ error_description: 'requested grant type is not allowed for this client' });
    const publicly = await world.discover(await world.application('A', { name: 'Open', kind: 'public', roleId }));
    await expect(client.clientCredentialsGrant(publicly)).rejects.toMatchObject({ status: 400 });
    expect(await contacts((await letIn(world.browser('A', 'rep'), publicly)).access_token)).toBe(200);
  });

  it('S17 ends at once when it is revoked, shut out, disabled, or its member suspended', async () => {
    const browser = world.browser('A', 'otherRep');
    const other = world.tenants.as('A', 'otherRep');
    const revoked = await letIn(browser, config);
    expect((await client.tokenIntrospection(config, revoked.access_token)).active).toBe(true);
    await client.tokenRevocation(config, revoked.refresh_token!);
    expect((await client.tokenIntrospection(config, revoked.access_token)).active).toBe(false);
    expect(await contacts(revoked.access_token)).toBe(401);

    const shutOut = await letIn(browser, config);
    const listed = JSON.parse((await other.get('/api/v1/auth/grants')).body) as { data: { id: string; name: string }[] };
    expect(listed.data.map(({ name }) => name)).toEqual(['Reports']);
    expect((await world.tenants.as('A', 'rep').delete(`/api/v1/auth/grants/${listed.data[0]!.id}`)).statusCode).toBe(404);
    expect((await other.delete(`/api/v1/auth/grants/${listed.data[0]!.id}`)).statusCode).toBe(204);
    expect(await contacts(shutOut.access_token)).toBe(401);
    await expect(client.refreshTokenGrant(config, shutOut.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });

    const second = await world.application('A', { name: 'Second' });
    const its = await world.discover(second);
    const disabled = await letIn(browser, its);
    expect(await contacts(disabled.access_token)).toBe(200);
    const owner = world.tenants.as('A', 'owner');
    const { headers } = await owner.get(`/api/v1/identity/oauth-clients/${second.id}`);
    expect((await owner.patch(`/api/v1/identity/oauth-clients/${second.id}`, { enabled: false }, { headers: { 'if-match': headers.etag as string } })).statusCode).toBe(200);
    expect(await contacts(disabled.access_token)).toBe(401);
    await expect(client.refreshTokenGrant(its, disabled.refresh_token!)).rejects.toMatchObject({ status: 401 });

    const suspended = await letIn(browser, config);
    await world.tenants.inside('A', (tenancy) => tenancy.write({ text: "UPDATE member SET status = 'suspended' WHERE organization_id = current_org() AND id = $1", values: [world.tenants.organizations.A.members.otherRep] }));
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    expect(await contacts(suspended.access_token)).toBe(403);
    await expect(client.refreshTokenGrant(config, suspended.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('is how the documentation signs in, in the organisation that its reader chooses', async () => {
    const script = await world.browser().open(`${world.url}/api/docs/start.js`);
    expect(script.html).toContain("clientId: 'tessera-docs'");
    expect((await world.browser().open(`${world.url}/api/docs/oauth2-redirect.html`)).status).toBe(200);
    const docs = await world.discover({ id: '', clientId: 'tessera-docs', clientSecret: null });
    const tokens = await letIn(world.browser('A', 'viewer'), docs, { redirect_uri: `${world.url}/api/docs/oauth2-redirect.html`, scope: 'read' });
    expect(await contacts(tokens.access_token)).toBe(200);
  });
});
