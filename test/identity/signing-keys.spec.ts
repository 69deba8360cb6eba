import { createPublicKey, randomBytes, verify, type JsonWebKey } from 'node:crypto';
import { configureSecretBox } from '#kernel/field/secret-box.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { AccessTokens } from '#platform/identity/access-tokens.js';
import { KEY_NOTICE_MS, KEY_SIGNS_FOR_MS, SigningKeys } from '#platform/identity/sessions/signing-keys.js';
import { Config } from '#platform/config/config.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { ask, read } from './people.js';

let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

const DAY = 86_400_000;
const keys = (): SigningKeys => world.get(SigningKeys);
const published = async (): Promise<(JsonWebKey & { kid: string })[]> => read<{ keys: (JsonWebKey & { kid: string })[] }>(await world.as('A', 'anon').get('/.well-known/jwks.json')).keys;
const kidOf = (token: string): string => (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
const works = async (token: string): Promise<boolean> => (await world.withToken(token).get('/api/v1/me')).statusCode === 200;

describe('Signing keys', () => {
  it('are shown so that anybody can check a token, and nothing private is', async () => {
    const token = world.token('A', 'owner');
    const [key] = await published();
    expect(Object.keys(key!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(key).toMatchObject({ kid: kidOf(token), alg: 'ES256', crv: 'P-256', use: 'sig' });
    const [head, body, signature] = token.split('.');
    expect(verify('sha256', Buffer.from(`${head}.${body}`), { key: createPublicKey({ key: key!, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'))).toBe(true);
  });

  it('stand encrypted in the database, each sealed to its own row', async () => {
    const [row] = await ask<{ private_key: Buffer }>(world, 'SELECT private_key FROM signing_key');
    expect(row!.private_key.toString('latin1')).not.toContain('PRIVATE KEY');
  });

  it('follow one another: shown an hour before it signs, kept a day after it has been followed', async () => {
    const old = world.token('A', 'owner');
    const first = kidOf(old);
    const due = Date.now() + KEY_SIGNS_FOR_MS - KEY_NOTICE_MS;
    await keys().read(new Date(due));
    expect([(await published()).length, keys().current.id]).toEqual([2, first]);
    await keys().read(new Date(due + KEY_NOTICE_MS + 1_000));
    expect(keys().current.id).not.toBe(first);
    const fresh = world.token('A', 'owner');
    expect(kidOf(fresh)).toBe(keys().current.id);
    expect([await works(old), await works(fresh)]).toEqual([true, true]);
    // Two periods later, the first has been followed for more than a day.
    await keys().read(new Date(due + KEY_SIGNS_FOR_MS));
    await keys().read(new Date(due + KEY_SIGNS_FOR_MS + KEY_NOTICE_MS + DAY));
    expect((await published()).map(({ kid }) => kid)).not.toContain(first);
  });

  it('are made once, however many processes need one at the same time', async () => {
    await ask(world, 'DELETE FROM signing_key');
    const made = Array.from({ length: 8 }, () => new SigningKeys(world.get(PlatformDatabase)));
    await Promise.all(made.map((each) => each.read()));
    expect(new Set(made.map(({ current }) => current.id)).size).toBe(1);
  });

  it('that are new elsewhere are found when their first token comes', async () => {
    const elsewhere = new SigningKeys(world.get(PlatformDatabase));
    await ask(world, 'DELETE FROM signing_key');
    await elsewhere.read();
    const { id: org, accounts, members, sessions } = world.organizations.A;
    const { token } = new AccessTokens(world.get(Config), elsewhere).issue({ sub: accounts.owner, sid: sessions.owner, org, mem: members.owner });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(await works(token)).toBe(true);
  });

  it('that cannot be opened any more are followed by a new one at once, and still check what they have signed', async () => {
    await keys().read();
    const old = world.token('A', 'rep');
    try {
      configureSecretBox(randomBytes(32));
      const changed = new SigningKeys(world.get(PlatformDatabase));
      await changed.read();
      expect(changed.current.id).not.toBe(kidOf(old));
      expect(await works(old)).toBe(true);
    } finally {
      configureSecretBox(world.get(Config).encryptionKey);
    }
  });
});
