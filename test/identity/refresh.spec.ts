import type { LightMyRequestResponse } from 'fastify';
import { Redis } from 'ioredis';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import type { TokensAnswer } from '#platform/identity/sign-in.dto.js';
import { Sessions, type SessionTokens } from '#platform/identity/sessions/sessions.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';

let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

function open(): Promise<SessionTokens> {
  const { id, accounts, members } = world.organizations.A;
  const opening = { methods: ['password' as const], seat: { organizationId: id, memberId: members.rep }, place: '10.0.0.1', device: 'Test' };
  return runInScope(anonymousScope('test'), () => world.get(Sessions).open(accounts.rep, opening));
}

function refresh(refreshToken: unknown): Promise<LightMyRequestResponse> {
  return world.as('A', 'anon').post('/api/v1/auth/refresh', { refreshToken });
}

async function refreshed(refreshToken: unknown): Promise<TokensAnswer> {
  const { statusCode, body } = await refresh(refreshToken);
  expect([statusCode, statusCode === 200 ? '' : body]).toEqual([200, '']);
  return JSON.parse(body) as TokensAnswer;
}

async function ask<R>(text: string, values: unknown[] = []): Promise<R[]> {
  return world.platform((platform) => platform.query<R>({ text, values }));
}

/** As if so much time had passed since the tokens of the session were used. */
function later(sessionId: string, seconds: number): Promise<unknown> {
  return ask(`UPDATE refresh_token SET used_at = used_at - make_interval(secs => $2), issued_at = issued_at - make_interval(secs => $2) WHERE session_id = $1`, [sessionId, seconds]);
}

async function isOver(sessionId: string): Promise<string | null> {
  return (await ask<{ because: string | null }>('SELECT ended_because AS because FROM session WHERE id = $1', [sessionId]))[0]!.because;
}

describe('S28 Refresh rotation', () => {
  it('gives a new pair for each token, and takes it once', async () => {
    const { sessionId, refreshToken } = await open();
    const first = await refreshed(refreshToken);
    expect(first.expiresIn).toBe(600);
    const second = await refreshed(first.refreshToken);
    expect(new Set([refreshToken, first.refreshToken, second.refreshToken]).size).toBe(3);
    expect((await world.withToken(second.accessToken).get('/api/v1/sales/contacts')).statusCode).toBe(200);
    expect(await isOver(sessionId)).toBeNull();
  });

  it('leaves one chain alive when fifty come at once', async () => {
    const { sessionId, refreshToken } = await open();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)));
    const given = answers.filter(({ statusCode }) => statusCode === 200).map(({ body }) => (JSON.parse(body) as TokensAnswer).refreshToken);
    expect(given.length).toBeGreaterThan(0);
    expect(new Set(given).size).toBe(1);
    expect(await ask('SELECT 1 FROM refresh_token WHERE session_id = $1 AND used_at IS NULL', [sessionId])).toHaveLength(1);
    expect(await isOver(sessionId)).toBeNull();
  });

  it('gives whoever lost the answer the same successor, for ten seconds and until it is used', async () => {
    const { sessionId, refreshToken } = await open();
    const first = await refreshed(refreshToken);
    expect((await refreshed(refreshToken)).refreshToken).toBe(first.refreshToken);
    await refreshed(first.refreshToken);
    expect((await refresh(refreshToken)).statusCode).toBe(401);
    expect(await isOver(sessionId)).toBe('token-reused');
  });

  it('ends the whole session when a used token comes back, also for whoever holds the newest one', async () => {
    const { sessionId, refreshToken } = await open();
    const { refreshToken: newest, accessToken } = await refreshed(refreshToken);
    const letters = () => ask(`SELECT letter FROM account_mail WHERE recipient = 'rep@tenant-a.test' ORDER BY id`);
    const before = await letters();
    await later(sessionId, 11);
    expect((await refresh(refreshToken)).statusCode).toBe(401);
    expect(await isOver(sessionId)).toBe('token-reused');
    expect((await refresh(newest)).statusCode).toBe(401);
    expect((await letters()).slice(before.length)).toEqual([{ letter: 'session-copied' }]);
    expect(accessToken).toBeTruthy();
  });

  it('remembers what was used across a restart and an emptied Redis', async () => {
    const { sessionId, refreshToken } = await open();
    const { refreshToken: newest } = await refreshed(refreshToken);
    await later(sessionId, 11);
    const redis = new Redis(process.env.TEST_REDIS_URL!);
    await redis.flushall();
    await redis.quit();
    const restarted = await world.anotherProcess();
    try {
      const post = (held: unknown) => restarted.inject({ method: 'POST', url: '/api/v1/auth/refresh', payload: { refreshToken: held } });
      const { refreshToken: next } = JSON.parse((await post(newest)).body) as TokensAnswer;
      expect(next).toMatch(/^trt_/);
      expect((await post(refreshToken)).statusCode).toBe(401);
      expect((await post(next)).statusCode).toBe(401);
    } finally {
      await restarted.close();
    }
  });

  it('uses nothing up when the transaction fails', async () => {
    const { sessionId, refreshToken } = await open();
    const administrator = world.database.pool(world.database.administratorUrl, { max: 1 });
    await administrator.query('ALTER TABLE session ADD CONSTRAINT stop CHECK (seen_at = opened_at) NOT VALID');
    expect((await refresh(refreshToken)).statusCode).toBe(500);
    await administrator.query('ALTER TABLE session DROP CONSTRAINT stop');
    expect(await ask('SELECT 1 FROM refresh_token WHERE session_id = $1 AND used_at IS NOT NULL', [sessionId])).toEqual([]);
    await refreshed(refreshToken);
  });

  it('is over after its idle and after its longest time, and for a suspended account', async () => {
    for (const change of [`UPDATE session SET idle_until = now() WHERE id = $1`, `UPDATE session SET ends_at = now() WHERE id = $1`]) {
      const { sessionId, refreshToken } = await open();
      await ask(change, [sessionId]);
      expect((await refresh(refreshToken)).statusCode).toBe(401);
    }
    const { refreshToken } = await open();
    const suspend = (status: string) => ask('UPDATE account SET status = $2 WHERE id = $1', [world.organizations.A.accounts.rep, status]);
    await suspend('suspended');
    expect((await refresh(refreshToken)).statusCode).toBe(401);
    await suspend('active');
    await refreshed(refreshToken);
  });

  it.each<[string, unknown, number]>([
    ['nothing', undefined, 401], ['a number', 7, 400], ['a list', ['x'], 400], ['an object', { $ne: '' }, 400], ['a megabyte', 'x'.repeat(500_000), 400],
    ['a stranger', `trt_${'A'.repeat(43)}`, 401], ['another kind', 'x', 401], ['SQL', "trt_' OR 1=1 --", 401],
  ])('answers %s in one neutral sentence', async (_what, token, expected) => {
    const { statusCode, body } = await refresh(token);
    expect(statusCode).toBe(expected);
    if (expected === 401) expect(JSON.parse(body)).toMatchObject({ detail: 'The session is over. Sign in again.' });
  });
});
