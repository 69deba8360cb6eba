import { anonymousScope, runInScope, type Scope } from '#kernel/tenancy/scope.js';
import { Proofs } from '#platform/identity/factors/proofs.js';
import { base32, stepOf, totpCode } from '#platform/identity/factors/totp.js';
import { Identity } from '#platform/identity/identity.js';
import type { Asked } from '#platform/identity/factors/second-factor.js';
import { ask, codeOf, givePasswords, kindOf, PASSWORD, read, signedIn, signIn, withTotp } from './people.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
  await givePasswords(world, 'A', ['owner', 'admin', 'manager', 'rep', 'otherRep', 'support', 'viewer']);
});
afterAll(() => world.close());

const SECOND = '/api/v1/auth/sign-in/second-factor';
const anon = (): Caller => world.as('A', 'anon');
const asked = async (email: string): Promise<Asked & { status: string }> => read(await signIn(world, email));

describe('Authenticator codes', () => {
  it('are those of RFC 6238', () => {
    const secret = base32(Buffer.from('12345678901234567890'));
    for (const [seconds, code] of [[59, '287082'], [1_111_111_109, '081804'], [1_234_567_890, '005924'], [2_000_000_000, '279037']] as const)
      expect(totpCode(secret, Math.floor(seconds / 30))).toBe(code);
    const now = new Date(1_111_111_109_000);
    expect([stepOf('081804', secret, now), stepOf('081805', secret, now), stepOf('', secret, now)]).toEqual([37_037_036, null, null]);
  });
});

describe('A second factor', () => {
  it('is asked for between the password and the session, and each code is good once', async () => {
    const rep = await signedIn(world, 'rep@tenant-a.test');
    const { secret, recoveryCodes } = await withTotp(rep);
    expect(recoveryCodes).toHaveLength(10);
    const first = await asked('rep@tenant-a.test');
    expect(first).toMatchObject({ status: 'mfa_required', methods: ['totp', 'recovery-code'], passkey: null });
    expect(JSON.stringify(first)).not.toContain('accessToken');
    const code = codeOf(secret);
    const { accessToken } = read<{ accessToken: string }>(await anon().post(SECOND, { token: first.token, code }));
    expect(read(await world.withToken(accessToken).get('/api/v1/auth/sessions'))).toMatchObject({ data: expect.arrayContaining([expect.objectContaining({ current: true, methods: ['password', 'totp'] })]) });
    // The same code again, and the same token again.
    expect((await anon().post(SECOND, { token: first.token, code: codeOf(secret, 1) })).statusCode).toBe(401);
    const second = await asked('rep@tenant-a.test');
    expect((await anon().post(SECOND, { token: second.token, code })).statusCode).toBe(401);
    expect((await anon().post(SECOND, { token: second.token, code: codeOf(secret, 1) })).statusCode).toBe(200);
  });

  it('may be replaced by a recovery code, once', async () => {
    const manager = await signedIn(world, 'manager@tenant-a.test');
    const { recoveryCodes } = await withTotp(manager);
    const enter = async (recoveryCode: string) => (await anon().post(SECOND, { token: (await asked('manager@tenant-a.test')).token, recoveryCode })).statusCode;
    expect(await enter(recoveryCodes[0]!.toLowerCase().replaceAll('-', ' '))).toBe(200);
    expect(await enter(recoveryCodes[0]!)).toBe(401);
    expect(await enter('AAAA-AAAA-AAAA-AAAA')).toBe(401);
    expect(read(await manager.get('/api/v1/auth/factors'))).toMatchObject({ factors: [{ kind: 'totp', name: 'Telephone' }], recoveryCodesLeft: 9 });
    const { recoveryCodes: fresh } = read<{ recoveryCodes: string[] }>(await manager.post('/api/v1/auth/factors/recovery-codes'));
    expect(await enter(recoveryCodes[1]!)).toBe(401);
    expect(await enter(fresh[0]!)).toBe(200);
    const stored = JSON.stringify(await ask(world, 'SELECT encode(hash, $1) AS hash FROM recovery_code', ['escape']));
    for (const each of [...recoveryCodes, ...fresh]) expect(stored).not.toContain(each);
  });

  it('is not guessed: five tries for one sign-in, ten in ten minutes, however they come', async () => {
    const support = await signedIn(world, 'support@tenant-a.test');
    await withTotp(support);
    const { token } = await asked('support@tenant-a.test');
    const at = await Promise.all(Array.from({ length: 20 }, (_, n) => anon().post(SECOND, { token, code: `00000${n % 10}` })));
    expect(new Set(at.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
    expect((await ask(world, `SELECT failures FROM challenge WHERE account_id = $1 AND failures > 5`, [world.organizations.A.accounts.support]))).toEqual([]);
    // Tries come back one by one while the minutes go by, so a slow host is granted a few more.
    let last = at[0]!;
    for (let n = 0; n < 14 && last.statusCode !== 429; n += 1) last = await anon().post(SECOND, { token: (await asked('support@tenant-a.test')).token, code: '000000' });
    expect([last.statusCode, Number(last.headers['retry-after']) > 0]).toEqual([429, true]);
  });

  it('in the middle of which a token is good for nothing else, and not for somebody else\'s step', async () => {
    const { token } = await asked('rep@tenant-a.test');
    expect((await world.withToken(token).get('/api/v1/me')).statusCode).toBe(401);
    expect((await anon().post('/api/v1/auth/refresh', { refreshToken: token })).statusCode).toBe(401);
    expect((await anon().post('/api/v1/auth/passkey/sign-in', { token, response: {} })).statusCode).toBe(401);
    expect((await world.as('A', 'viewer').post('/api/v1/auth/step-up', { token, password: PASSWORD })).statusCode).toBe(401);
    await ask(world, `UPDATE challenge SET expires_at = now() WHERE account_id = $1`, [world.organizations.A.accounts.rep]);
    expect((await anon().post(SECOND, { token, code: '123456' })).statusCode).toBe(401);
  });

  it.each<[string, object, number]>([
    ['no token', { code: '123456' }, 400], ['a list for a token', { token: ['x'], code: '123456' }, 400], ['letters for a code', { token: 'x', code: 'abcdef' }, 400], ['an object for a code', { token: 'x', code: { $ne: '' } }, 400],
    ['an invented token', { token: `tch_${'A'.repeat(43)}`, code: '123456' }, 401], ['SQL', { token: "tch_' OR 1=1--", code: '123456' }, 401], ['nothing proved', { token: `tch_${'A'.repeat(43)}` }, 401],
    ['a passkey that is none', { token: `tch_${'A'.repeat(43)}`, passkey: { id: 'x' } }, 401], ['more than is asked', { token: 'x', code: '123456', accountId: 'x' }, 400],
  ])('refuses %s', async (_what, body, status) => {
    expect((await anon().post(SECOND, body)).statusCode).toBe(status);
  });

  it('stands encrypted in the row of its own', async () => {
    const [row] = await ask<{ secret: Buffer }>(world, `SELECT secret FROM factor WHERE account_id = $1`, [world.organizations.A.accounts.rep]);
    const session = await signedIn(world, 'otherRep@tenant-a.test');
    const { secret } = await withTotp(session);
    expect(row!.secret.includes(Buffer.from(secret))).toBe(false);
  });
});

describe('Step-up', () => {
  it('with the second factor comes before an export, once there is one', async () => {
    const owner = await signedIn(world, 'owner@tenant-a.test');
    const exported = () => owner.get('/api/v1/sales/contacts/export');
    expect((await exported()).statusCode).toBe(200);
    const { secret } = await withTotp(owner);
    expect((await exported()).statusCode).toBe(200);
    await ask(world, `UPDATE session SET factor_at = now() - interval '11 minutes', proved_at = now() - interval '11 minutes' WHERE account_id = $1`, [world.organizations.A.accounts.owner]);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    expect(kindOf(await exported())).toBe('403 step-up-required');
    const { token, methods } = read<Asked>(await owner.post('/api/v1/auth/step-up/options'));
    expect(methods).toEqual(['totp', 'recovery-code']);
    expect(kindOf(await owner.post('/api/v1/auth/step-up', { token, password: PASSWORD }))).toBe('409 conflict');
    expect((await world.as('A', 'admin').post('/api/v1/auth/step-up', { token, code: codeOf(secret) })).statusCode).toBe(401);
    read(await owner.post('/api/v1/auth/step-up', { token, code: codeOf(secret) }), 204);
    expect((await exported()).statusCode).toBe(200);
  }, 20_000);

  it('is answered to services, for what only a session with a factor may do', async () => {
    const { accounts, sessions } = world.organizations.A;
    const as = <T>(person: 'marketing' | 'owner', sid: string, work: () => Promise<T>) => runInScope({ ...anonymousScope('test'), identity: new Identity({ sub: accounts[person], sid, exp: Date.now() / 1_000 + 60 }) } as Scope, work);
    const [stepped] = await ask<{ id: string }>(world, 'SELECT id FROM session WHERE account_id = $1 AND factor_at IS NOT NULL LIMIT 1', [accounts.owner]);
    const proofs = world.get(Proofs);
    expect([await as('owner', stepped!.id, () => proofs.hasFactor()), await as('marketing', sessions.marketing, () => proofs.hasFactor())]).toEqual([true, false]);
    await as('marketing', sessions.marketing, () => proofs.demand());
    await ask(world, `UPDATE session SET proved_at = now() - interval '11 minutes' WHERE id = $1`, [sessions.marketing]);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    await expect(as('marketing', sessions.marketing, () => proofs.demand())).rejects.toMatchObject({ kind: 'step-up-required' });
    await as('marketing', sessions.marketing, () => proofs.demand('with-factor'));
    await expect(runInScope(anonymousScope('test'), () => proofs.demand())).rejects.toMatchObject({ kind: 'step-up-required' });
  }, 20_000);

  it('with the password comes before a factor is set up, where there is none', async () => {
    const viewer = await signedIn(world, 'viewer@tenant-a.test');
    await ask(world, `UPDATE session SET proved_at = now() - interval '11 minutes' WHERE account_id = $1`, [world.organizations.A.accounts.viewer]);
    expect(kindOf(await viewer.post('/api/v1/auth/factors/totp', { name: 'x' }))).toBe('403 step-up-required');
    const { token, methods } = read<Asked>(await viewer.post('/api/v1/auth/step-up/options'));
    expect(methods).toEqual(['password']);
    expect((await viewer.post('/api/v1/auth/step-up', { token, password: 'wrong' })).statusCode).toBe(401);
    read(await viewer.post('/api/v1/auth/step-up', { token, password: PASSWORD }), 204);
    expect((await viewer.post('/api/v1/auth/factors/totp', { name: 'x' })).statusCode).toBe(200);
  });

  it('lets other sessions go when a factor is removed, and recovery codes with the last, and each step is told by mail', async () => {
    const [one, two] = [await signedIn(world, 'admin@tenant-a.test'), await signedIn(world, 'admin@tenant-a.test')];
    const { id } = await withTotp(one);
    expect(read(await one.call('PATCH', `/api/v1/auth/factors/${id}`, { payload: { name: 'Old telephone' } }))).toMatchObject({ name: 'Old telephone' });
    for (const stranger of [world.as('A', 'manager'), world.as('B', 'owner')]) expect([403, 404]).toContain((await stranger.call('PATCH', `/api/v1/auth/factors/${id}`, { payload: { name: 'Mine' } })).statusCode);
    read(await one.post('/api/v1/auth/factors/recovery-codes'));
    read(await one.delete(`/api/v1/auth/factors/${id}`, { headers: { 'accept-language': 'ar' } }), 204);
    expect(await ask(world, `SELECT letter, language FROM account_mail WHERE recipient = 'admin@tenant-a.test' ORDER BY id`)).toEqual([{ letter: 'factor-added', language: 'en' }, { letter: 'recovery-codes-made', language: 'en' }, { letter: 'factor-removed', language: 'ar' }]);
    expect((await two.get('/api/v1/auth/sessions')).statusCode).toBe(401);
    expect(read(await one.get('/api/v1/auth/factors'))).toMatchObject({ factors: [], recoveryCodesLeft: 0 });
  });
});

describe('The policy of an organisation', () => {
  it('demands a factor of a role once its time has come, and leaves the way to set one up open', async () => {
    const owner = world.as('B', 'owner');
    await givePasswords(world, 'B', ['rep', 'viewer']);
    const [rep, viewer] = [await signedIn(world, 'rep@tenant-b.test'), await signedIn(world, 'viewer@tenant-b.test')];
    const { id } = read<{ id: string }>(await owner.post('/api/v1/identity/factor-policies', { role: 'sales-rep', demandedFrom: new Date(Date.now() + 3_600_000).toISOString() }), 201);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    expect((await rep.get('/api/v1/sales/contacts')).statusCode).toBe(200);
    expect(read<{ demandedFrom: string | null }>(await rep.get('/api/v1/auth/factors')).demandedFrom).toBeTruthy();
    read(await owner.patch(`/api/v1/identity/factor-policies/${id}`, { demandedFrom: new Date().toISOString() }));
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    expect(kindOf(await rep.get('/api/v1/sales/contacts'))).toBe('403 factor-required');
    expect((await viewer.get('/api/v1/sales/contacts')).statusCode).toBe(200);
    await withTotp(rep);
    expect((await rep.get('/api/v1/sales/contacts')).statusCode).toBe(200);
    expect((await world.as('B', 'rep').post('/api/v1/identity/factor-policies', { role: 'owner', demandedFrom: '2000-01-01T00:00:00Z' })).statusCode).toBe(403);
  }, 25_000);
});
