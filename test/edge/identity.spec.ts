import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { TOKEN_AUDIENCE } from '#platform/identity/access-tokens.js';
import { TestDatabase } from '#test/worlds/database.js';
import { SigningKeys, type SigningKey } from '#platform/identity/sessions/signing-keys.js';
import { ORGANIZATION, OTHER_ORGANIZATION, settlePeople, startApi, type TestApi } from './api.js';

let database: TestDatabase;
let api: TestApi;
let key: SigningKey;
const seat = { account: uuidv7(), session: uuidv7(), organization: ORGANIZATION, member: uuidv7() };
const alone = { account: uuidv7(), session: uuidv7() };

beforeAll(async () => {
  database = await TestDatabase.create();
  api = await startApi(database);
  key = api.app.get(SigningKeys).current;
  await settlePeople(database, [seat, alone]);
});
afterAll(async () => {
  await api.app.close();
  await database.drop();
});

const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1_000);

function claims(changes: object = {}): object {
  return { iss: api.tokens.issuer, aud: TOKEN_AUDIENCE, sub: seat.account, sid: seat.session, org: ORGANIZATION, mem: seat.member, iat: now(), nbf: now(), exp: now() + 600, ...changes };
}

function header(changes: object = {}): object {
  return { alg: 'ES256', typ: 'at+jwt', kid: key.id, ...changes };
}

function es256(head: object, payload: object, privateKey: KeyObject = key.privateKey): string {
  const signed = `${encode(head)}.${encode(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

function hs256(head: object, payload: object, secret: string | Buffer): string {
  const signed = `${encode(head)}.${encode(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

async function status(token: string, url = '/api/v1/probe/me'): Promise<number> {
  return (await api.inject({ url, headers: { authorization: `Bearer ${token}` } })).statusCode;
}

describe('S27 JWT confusion', () => {
  it('takes a token of ours, also the second time', async () => {
    const token = es256(header(), claims());
    expect(await status(token)).toBe(200);
    expect(await status(token)).toBe(200);
    expect(await status(es256(header(), claims({ sub: alone.account, sid: alone.session, org: undefined, mem: undefined })))).toBe(200);
  });

  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicPem = (): string => key.publicKey;
  const publicDer = (): Buffer => createPublicKey(publicPem()).export({ type: 'spki', format: 'der' });

  it.each<[string, () => string]>([
    ['no algorithm', () => `${encode(header({ alg: 'none' }))}.${encode(claims())}.`],
    ['no algorithm, with a signature', () => es256(header({ alg: 'None' }), claims())],
    ['HS256 signed with the public key as PEM', () => hs256(header({ alg: 'HS256' }), claims(), publicPem())],
    ['HS256 signed with the public key as DER', () => hs256(header({ alg: 'HS256' }), claims(), publicDer())],
    ['HS256 that calls itself ES256', () => hs256(header(), claims(), publicPem())],
    ['an empty signature', () => `${encode(header())}.${encode(claims())}.`],
    ['a signature of zeros', () => `${encode(header())}.${encode(claims())}.${Buffer.alloc(64).toString('base64url')}`],
    ['the key of somebody else', () => es256(header(), claims(), stranger.privateKey)],
    ['another key id', () => es256(header({ kid: 'another' }), claims())],
    ['no key id', () => es256(header({ kid: undefined }), claims())],
    ['a key id that is a path', () => es256(header({ kid: '../../../../dev/null' }), claims())],
    ['a key id that is SQL', () => es256(header({ kid: "x' UNION SELECT 'key" }), claims())],
    ['a jku header', () => es256(header({ jku: 'https://evil.example/keys' }), claims(), stranger.privateKey)],
    ['an x5u header', () => es256(header({ x5u: 'https://evil.example/cert' }), claims(), stranger.privateKey)],
    ['an x5c header', () => es256(header({ x5c: ['MIIB'] }), claims(), stranger.privateKey)],
    ['a jwk header', () => es256(header({ jwk: stranger.publicKey.export({ format: 'jwk' }) }), claims(), stranger.privateKey)],
    ['a jwk header on a token of ours', () => es256(header({ jwk: {} }), claims())],
    ['a crit header', () => es256(header({ crit: ['b64'], b64: false }), claims())],
    ['an ID token', () => es256(header({ typ: 'JWT' }), claims())],
    ['a refresh token', () => es256(header({ typ: 'rt+jwt' }), claims())],
    ['another audience', () => es256(header(), claims({ aud: 'another' }))],
    ['no audience', () => es256(header(), claims({ aud: undefined }))],
    ['another issuer', () => es256(header(), claims({ iss: 'https://evil.example' }))],
    ['no issuer', () => es256(header(), claims({ iss: undefined }))],
    ['an expired token', () => es256(header(), claims({ iat: now() - 700, nbf: now() - 700, exp: now() - 1 }))],
    ['a token that does not expire', () => es256(header(), claims({ exp: undefined }))],
    ['a token that lives too long', () => es256(header(), claims({ exp: now() + 3_600 }))],
    ['a token from the future', () => es256(header(), claims({ nbf: now() + 300 }))],
    ['a session that never was', () => es256(header(), claims({ sid: uuidv7() }))],
    ['the session of somebody else', () => es256(header(), claims({ sid: alone.session }))],
    ['a session that is no id', () => es256(header(), claims({ sid: 'session' }))],
    ['no subject', () => es256(header(), claims({ sub: undefined }))],
    ['a subject that is no id', () => es256(header(), claims({ sub: 'admin' }))],
    ['a member without an organisation', () => es256(header(), claims({ org: undefined }))],
    ['an organisation without a member', () => es256(header(), claims({ mem: undefined }))],
    ['an organisation that is no id', () => es256(header(), claims({ org: "' OR 1=1" }))],
    ['a token of one megabyte', () => es256(header(), claims({ filler: 'x'.repeat(1_000_000) }))],
    ['changed claims', () => es256(header(), claims()).replace(/\.[^.]+\./, `.${encode(claims({ org: OTHER_ORGANIZATION }))}.`)],
    ['four parts', () => `${es256(header(), claims())}.x`],
    ['no token at all', () => 'x'],
  ])('refuses %s', async (_what, token) => {
    const forged = token();
    expect(await status(forged)).toBe(401);
    expect(await status(forged)).toBe(401);
    expect(await status(forged, '/api/v1/probe/member')).toBe(401);
  });

  it('forgets a token when it expires, and tells how to sign in', async () => {
    const token = es256(header(), claims({ exp: now() + 2 }));
    expect(await status(token)).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const answer = await api.inject({ url: '/api/v1/probe/me', headers: { authorization: `Bearer ${token}` } });
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it('lets a stale token reach an open route, as nobody', async () => {
    const answer = await api.inject({ url: '/api/v1/probe/open', headers: { authorization: `Bearer ${es256(header(), claims({ exp: now() - 1 }))}` } });
    expect(answer.json()).toEqual({ actor: 'anonymous' });
  });
});

describe('Route marks', () => {
  it('admit whom they name', async () => {
    const reach = async (url: string, headers = {}): Promise<number> => (await api.inject({ url, headers })).statusCode;
    expect(await reach('/api/v1/probe/open')).toBe(200);
    expect(await reach('/api/v1/probe/me')).toBe(401);
    expect(await reach('/api/v1/probe/me', api.account())).toBe(200);
    expect(await reach('/api/v1/probe/member')).toBe(401);
    expect(await reach('/api/v1/probe/member', api.account())).toBe(403);
    expect(await reach('/api/v1/probe/member', api.member())).toBe(200);
  });
});

describe('S34 Trusted proxy headers', () => {
  const spoofed = {
    'x-user-id': uuidv7(),
    'x-organization-id': OTHER_ORGANIZATION,
    'x-remote-user': 'root',
    'x-forwarded-user': 'root',
    'x-real-ip': '127.0.0.1',
    'x-forwarded-for': '127.0.0.1',
    'x-request-id': 'chosen-by-client',
    'x-http-method-override': 'DELETE',
    remote_user: 'root',
  };

  it('have no effect on who acts, where, or under which request id', async () => {
    expect((await api.inject({ url: '/api/v1/probe/me', headers: spoofed })).statusCode).toBe(401);
    const member = await api.inject({ url: '/api/v1/probe/me', headers: { ...api.member(), ...spoofed } });
    expect(member.json()).toMatchObject({ actor: { kind: 'member' }, organization: ORGANIZATION });
    expect(member.body).not.toContain('chosen-by-client');
    const url = `/api/v1/probe/member?organizationId=${OTHER_ORGANIZATION}&organization_id=${OTHER_ORGANIZATION}`;
    expect((await api.inject({ url, headers: { ...api.member(), ...spoofed } })).json()).toEqual({ organization: ORGANIZATION });
  });

  it('a trusted proxy names the request, when the name is well-formed', async () => {
    const behind = await startApi(database, { TRUSTED_PROXIES: '127.0.0.0/8,::1' });
    const named = async (id: string, remoteAddress = '127.0.0.1'): Promise<unknown> =>
      (await behind.inject({ url: '/api/v1/probe/open', headers: { 'x-request-id': id }, remoteAddress })).headers['x-request-id'];
    expect(await named('proxy-request-1')).toBe('proxy-request-1');
    expect(await named('proxy-request-1', '10.0.0.9')).not.toBe('proxy-request-1');
    expect(await named("x'; DROP TABLE a")).not.toContain('DROP');
    await behind.app.close();
  });
});
