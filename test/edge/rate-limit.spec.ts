import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { LightMyRequestResponse } from 'fastify';
import { TestDatabase } from '#test/worlds/database.js';
import { OTHER_ORGANIZATION, ORGANIZATION, startApi, type TestApi } from './api.js';

let database: TestDatabase;
let port: number;
let server: ChildProcess;
let redis: Redis;

beforeAll(async () => {
  database = await TestDatabase.create();
  port = await freePort();
  server = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], { stdio: 'ignore' });
  redis = new Redis(port, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await redis.ping();
});
afterAll(async () => {
  redis.disconnect();
  server.kill('SIGKILL');
  await database.drop();
});
beforeEach(() => redis.flushall());

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

async function limited(limits: string, work: (api: TestApi) => Promise<void>, environment: Record<string, string> = {}): Promise<void> {
  const api = await startApi(database, { REDIS_URL: `redis://127.0.0.1:${port}`, RATE_LIMITS: limits, ...environment });
  try {
    await wait(50);
    await work(api);
  } finally {
    await api.app.close();
  }
}

const HIGH = 'organization=100000,actor=100000,address=100000';

async function statuses(times: number, ask: (n: number) => Promise<LightMyRequestResponse>): Promise<Record<number, number>> {
  const count: Record<number, number> = {};
  for (let n = 0; n < times; n += 1) {
    const { statusCode } = await ask(n);
    count[statusCode] = (count[statusCode] ?? 0) + 1;
  }
  return count;
}

describe('S32 Rate limits', () => {
  it('stop an address, whatever it varies', async () => {
    await limited('organization=1000,actor=1000,address=4', async (api) => {
      const tricks = [
        { url: '/api/v1/probe/open' },
        { url: '/api/v1/probe/%6fpen' },
        { url: '/api/v1/probe/open/' },
        { url: '/api/v1/nothing' },
        { url: '/api/docs' },
        { method: 'HEAD' as const, url: '/api/v1/probe/open' },
        { method: 'POST' as const, url: '/api/v1/probe/echo', payload: { email: 'a@b.c' } },
        { url: '/api/v1/probe/open', headers: { 'x-forwarded-for': '9.9.9.9', forwarded: 'for=9.9.9.9', 'x-real-ip': '9.9.9.9' } },
        { url: '/api/v1/probe/me', headers: { authorization: 'Bearer a.b.c' } },
      ];
      await statuses(4, (n) => api.inject(tricks[n]!));
      for (const trick of tricks) {
        const answer = await api.inject(trick);
        expect(answer.statusCode).toBe(429);
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(answer.headers).toMatchObject({ 'ratelimit-limit': '4', 'ratelimit-remaining': '0', 'content-type': 'application/problem+json; charset=utf-8' });
      }
    });
  });

  it('count a whole /64 of IPv6 as one, behind a trusted proxy too', async () => {
    const environment = { TRUSTED_PROXIES: '127.0.0.1' };
    await limited('organization=1000,actor=1000,address=4', async (api) => {
      const from = (address: string): Promise<LightMyRequestResponse> => api.inject({ url: '/api/v1/probe/open', headers: { 'x-forwarded-for': address } });
      expect(await statuses(15, (n) => from(`2001:db8:1:2::${n}`))).toEqual({ 200: 4, 429: 11 });
      expect((await from('2001:db8:1:3::1')).statusCode).toBe(200);
    }, environment);
  });

  it('stop a person wherever they sit, without touching their colleagues', async () => {
    await limited('organization=1000,actor=4,address=1000', async (api) => {
      const headers = api.member();
      expect(await statuses(15, (n) => api.inject({ url: '/api/v1/probe/member', headers, remoteAddress: `10.0.0.${n}` }))).toEqual({ 200: 4, 429: 11 });
      expect((await api.inject({ url: '/api/v1/probe/member', headers: api.member() })).statusCode).toBe(200);
    });
  });

  it('stop an organisation, without touching another', async () => {
    await limited('organization=4,actor=1000,address=1000', async (api) => {
      expect(await statuses(15, () => api.inject({ url: '/api/v1/probe/member', headers: api.member() }))).toEqual({ 200: 4, 429: 11 });
      expect((await api.inject({ url: '/api/v1/probe/member', headers: api.member(OTHER_ORGANIZATION) })).statusCode).toBe(200);
      const keys = await redis.keys('*');
      expect(keys.filter((key) => !key.startsWith(ORGANIZATION) && !key.startsWith(OTHER_ORGANIZATION) && !key.startsWith('rate:address:'))).toEqual([]);
      for (const key of keys) expect(await redis.pttl(key)).not.toBe(-1);
    });
  });

  it('show the budget on every answer', async () => {
    await limited(HIGH, async (api) => {
      for (const url of ['/api/v1/probe/open', '/api/v1/probe/me', '/api/v1/nothing', '/api/v1/probe/fails/secret', '/', '/api/docs', '/api/openapi.json']) {
        const { headers } = await api.inject({ url });
        expect([url, Number(headers['ratelimit-limit']), Number(headers['ratelimit-remaining']) > 0, Number(headers['ratelimit-reset']) >= 0]).toEqual([url, 100_000, true, true]);
      }
    });
  });

  it('hold across processes', async () => {
    await limited('organization=1000,actor=100,address=1000', async (first) => {
      await limited('organization=1000,actor=100,address=1000', async (second) => {
        const headers = first.member();
        await first.settle();
        const started = performance.now();
        const answers = await statuses(200, (n) => (n % 2 ? first : second).inject({ url: '/api/v1/probe/member', headers }));
        expect(answers[200]).toBeGreaterThan(85);
        const refilled = (performance.now() - started) / 600;
        expect(answers[200]).toBeLessThanOrEqual(102 + refilled);
      });
    });
  });
});

describe('Rate limits without Redis', () => {
  const limits = 'organization=1000,actor=4,address=1000';

  it('hold in each process while Redis is frozen, without keeping callers waiting', async () => {
    await limited(limits, async (api) => {
      server.kill('SIGSTOP');
      try {
        const headers = api.member();
        const started = performance.now();
        expect(await statuses(15, () => api.inject({ url: '/api/v1/probe/member', headers }))).toEqual({ 200: 4, 429: 11 });
        expect(performance.now() - started).toBeLessThan(1_000);
      } finally {
        server.kill('SIGCONT');
      }
    });
  });

  it('hold in each process while Redis is gone, and are shared again when it is back', async () => {
    await limited(limits, async (api) => {
      server.kill('SIGKILL');
      await wait(100);
      const headers = api.member();
      expect(await statuses(15, () => api.inject({ url: '/api/v1/probe/member', headers }))).toEqual({ 200: 4, 429: 11 });
      server = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], { stdio: 'ignore' });
      await redis.ping();
      await wait(4_500);
      expect((await api.inject({ url: '/api/v1/probe/member', headers: api.member() })).statusCode).toBe(200);
      expect((await redis.keys('*')).length).toBeGreaterThan(0);
    });
  });
});
