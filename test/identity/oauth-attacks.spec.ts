import { vi } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { Redis } from 'ioredis';
import pg from 'pg';
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
afterEach(() => vi.restoreAllMocks());

const contacts = async (token: string) => (await world.tenants.withToken(token).get('/api/v1/sales/contacts')).statusCode;
const refresh = (token: string) => client.refreshTokenGrant(config, token);

async function code(more: Record<string, string> = {}): Promise<{ code: string; verifier: string }> {
  const { url, verifier } = await begin(config, more);
  const browser = world.browser('A', 'rep');
  const page = await browser.open(url.href);
  const back = page.html === '' ? page : await browser.agree(page);
  return { code: new URL(back.url).searchParams.get('code')!, verifier };
}

const basic = ({ clientId, clientSecret }: Application) => `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;

/** As somebody who is not bound to any library. */
async function token(fields: Record<string, string>, as = app): Promise<{ status: number; body: { error?: string; access_token?: string } }> {
  const answer = await fetch(`${world.url}/oauth/token`, { method: 'POST', headers: { authorization: basic(as), 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields) });
  return { status: answer.status, body: (await answer.json()) as { error?: string; access_token?: string } };
}

const redeem = (given: { code: string; verifier: string }, more: Record<string, string> = {}, as = app) =>
  token({ grant_type: 'authorization_code', redirect_uri: BACK, code: given.code, code_verifier: given.verifier, ...more }, as);

describe('S27 Tokens of applications', () => {
  it('are taken for nothing else than they are', async () => {
    const tokens = await letIn(world.browser('A', 'rep'), config);
    const { access_token: access, refresh_token: refreshToken, id_token: idToken } = tokens;
    expect(await contacts(access)).toBe(200);
    const [header = '', payload = ''] = idToken!.split('.');
    const forged = [idToken!, refreshToken!, `${header}.${payload}.`, `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`, access.slice(0, -1), `${access}A`, `${access.slice(0, -1)}${access.endsWith('A') ? 'B' : 'A'}`, access.toLowerCase(), 'A'.repeat(43)];
    for (const each of forged) expect([each, await contacts(each)]).toEqual([each, 401]);
    // Nor does what signs people in open anything at the server.
    await expect(client.tokenIntrospection(config, world.tenants.token('A', 'rep'))).rejects.toMatchObject({ status: 400 });
    const other = await world.discover(await world.application('A', { name: 'Other' }));
    expect((await client.tokenIntrospection(other, access)).active).toBe(false);
    const rows = await world.tenants.platform((platform) => platform.query<{ text: string }>({ text: `SELECT encode(payload, 'escape') || encode(hash, 'escape') AS text FROM oauth_artifact` }));
    for (const secret of [access, refreshToken!, app.clientSecret!]) expect(rows.some(({ text }) => text.includes(secret))).toBe(false);
  });
});

describe('S28 Refresh tokens of applications', () => {
  it('serve once; when one comes again, all that came of it ends, and the ledger tells', async () => {
    const first = await letIn(world.browser('A', 'rep'), config);
    const second = await refresh(first.refresh_token!);
    expect(await contacts(second.access_token)).toBe(200);
    await expect(refresh(first.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(refresh(second.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect([await contacts(first.access_token), await contacts(second.access_token)]).toEqual([401, 401]);
    const told = await world.tenants.inside('A', (tenancy) => tenancy.read({ text: "SELECT 1 FROM ledger_entry WHERE organization_id = current_org() AND what = 'oauthClient.token-reused'" }));
    expect(told.length).toBeGreaterThan(0);
  });

  it('leave at most one chain alive when fifty come at once, and stay used up for a process that has just started, after Redis was emptied', async () => {
    const { refresh_token: one } = await letIn(world.browser('A', 'rep'), config);
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => refresh(one!)));
    const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(given.length).toBe(1);
    const { refresh_token: rotated } = await letIn(world.browser('A', 'rep'), config);
    const next = await refresh(rotated!);
    const redis = new Redis(process.env.TEST_REDIS_URL!);
    await redis.flushall();
    redis.disconnect();
    const restarted = await world.tenants.anotherProcess();
    const again = await (restarted.getHttpAdapter().getInstance() as unknown as FastifyInstance).inject({ method: 'POST', url: '/oauth/token', headers: { authorization: basic(app), 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: rotated! }).toString() });
    await restarted.close();
    expect([again.statusCode, JSON.parse(again.body)]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
    await expect(refresh(next.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('are not used up by what fails', async () => {
    const { refresh_token: kept } = await letIn(world.browser('A', 'rep'), config);
    const administrator = new pg.Client({ connectionString: world.tenants.database.administratorUrl });
    await administrator.connect();
    await administrator.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; CREATE TRIGGER fails BEFORE INSERT ON oauth_artifact FOR EACH ROW EXECUTE FUNCTION fail()`);
    await expect(refresh(kept!)).rejects.toThrow();
    await administrator.query('DROP TRIGGER fails ON oauth_artifact');
    await administrator.end();
    expect((await refresh(kept!)).refresh_token).toBeDefined();
  });
});

describe('S29 PKCE and codes', () => {
  it('no code without an S256 challenge', async () => {
    const WRONG: Record<string, string>[] = [{ code_challenge: '' }, { code_challenge_method: 'plain' }, { code_challenge_method: '' }, { code_challenge: 'short' }];
    for (const wrong of WRONG) {
      const { url } = await begin(config, wrong);
      for (const [name, value] of Object.entries(wrong)) if (value === '') url.searchParams.delete(name);
      const back = await world.browser('A', 'rep').open(url.href);
      expect([wrong, back.url]).toEqual([wrong, expect.stringMatching(/^https:\/\/app\.example\.com\/callback\?error=invalid_request/)]);
    }
  });

  it('no tokens without the verifier that fits', async () => {
    for (const verifier of [undefined, '', 'A'.repeat(43), 'short']) {
      const given = await code();
      const answer = await token({ grant_type: 'authorization_code', redirect_uri: BACK, code: given.code, ...(verifier !== undefined && { code_verifier: verifier }) });
      expect([verifier, answer.status, ['invalid_grant', 'invalid_request'].includes(answer.body.error!)]).toEqual([verifier, 400, true]);
    }
  });

  it('a code serves once, and whoever brings it again ends what came of it', async () => {
    const given = await code();
    const first = await redeem(given);
    expect([first.status, await contacts(first.body.access_token!)]).toEqual([200, 200]);
    expect((await redeem(given)).body.error).toBe('invalid_grant');
    expect(await contacts(first.body.access_token!)).toBe(401);
  });

  it('a code is for the application that asked for it, and for ten minutes at most', async () => {
    const other = await world.application('A', { name: 'Other' });
    expect((await redeem(await code(), {}, other)).body.error).toBe('invalid_grant');
    const given = await code();
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + 10 * 60_000 + 1_000);
    expect((await redeem(given)).body.error).toBe('invalid_grant');
  });

  it('of fifty who bring it at once one is served', async () => {
    const given = await code();
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(given)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe('S30 Redirect addresses', () => {
  const NEAR = [
    `${BACK}/more`, `${BACK}x`, 'https://app.example.com/', 'https://app.example.com/callbac', 'https://app.example.com.evil.example/callback', 'https://evil.example/?https://app.example.com/callback',
    'https://app.example.com@evil.example/callback', 'https://user@app.example.com/callback', 'https://app.example.com\\@evil.example/callback', `${BACK}#fragment`, `${BACK}?x=1`, 'https://app.example.com:8443/callback', 'https://app.example.com:443/callback',
    'https://APP.example.com/callback', 'https://app.example.com/Callback', 'https://app.example.com/x/../callback', 'https://app.example.com/%63allback', 'http://app.example.com/callback', 'javascript:alert(1)', 'data:text/html,x', '//app.example.com/callback', ` ${BACK}`, `${BACK}%0d%0aset-cookie:x`,
  ];

  it('must be the one that was said, letter for letter; else there is an error page and no way on', async () => {
    for (const uri of NEAR) {
      const page = await world.browser('A', 'rep').open((await begin(config, { redirect_uri: uri })).url.href);
      expect([uri, page.status, page.url.startsWith(world.url), page.html.includes('invalid_redirect_uri')]).toEqual([uri, 400, true, true]);
    }
    const { url } = await begin(config);
    const twice = await world.browser('A', 'rep').open(`${url.href}&redirect_uri=${encodeURIComponent('https://evil.example/')}`);
    expect([twice.status, twice.url.startsWith(world.url)]).toEqual([400, true]);
  });

  it('must be the same at the token, and state and issuer come back', async () => {
    expect((await redeem(await code(), { redirect_uri: `${BACK}/` })).body.error).toBe('invalid_grant');
    const { url, state } = await begin(config);
    const back = new URL((await world.browser('A', 'rep').open(url.href)).url);
    expect([back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual([state, `${world.url}/oauth`]);
    const refused = new URL((await world.browser('A', 'rep').open((await begin(config, { scope: 'openid team:write', state })).url.href)).url);
    expect([refused.searchParams.get('error'), refused.searchParams.get('state'), refused.searchParams.get('iss')]).toEqual(['invalid_scope', state, `${world.url}/oauth`]);
  });

  it('can only be said in a form that nobody reads in two ways', async () => {
    const owner = world.tenants.as('A', 'owner');
    for (const uri of [...NEAR.filter((each) => /[@\\#A-Z ]|\.\.|^http:|^javascript|^data|^\/\//.test(each.replace('Callback', ''))), 'http://127.0.0.1/callback', 'https://*.example.com/callback', 'app:/callback'])
      expect([uri, (await owner.post('/api/v1/identity/oauth-clients', { name: 'Near', kind: 'confidential', redirectUris: [uri] })).statusCode]).toEqual([uri, 400]);
    const native = await world.application('A', { name: 'Native', kind: 'native', redirectUris: ['http://127.0.0.1/callback'] });
    const its = await world.discover(native);
    const tokens = await letIn(world.browser('A', 'rep'), its, { redirect_uri: 'http://127.0.0.1:51004/callback' });
    expect(await contacts(tokens.access_token)).toBe(200);
  });
});

it('S33 the server names one address, whatever host a client claims', async () => {
  const answer = await world.tenants.as('A', 'anon').get('/oauth/.well-known/openid-configuration', { headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher', forwarded: 'host=evil.example' } });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).not.toContain('evil');
  expect(JSON.parse(answer.body)).toMatchObject({ issuer: `${world.url}/oauth`, code_challenge_methods_supported: ['S256'], response_types_supported: ['code'], authorization_response_iss_parameter_supported: true });
});
