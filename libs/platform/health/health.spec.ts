import { Logger } from '@nestjs/common';
import { fastify, type FastifyInstance } from 'fastify';
import { CapturedLog } from '#test/ops/captured-log.js';
import { NestLog } from '#platform/observability/nest-log.js';
import { serveHealth } from './health-routes.js';
import { Health } from './health.js';

let health: Health;
let server: FastifyInstance;
let captured: CapturedLog;
let asked: number;
let postgres: () => Promise<void>;
let redis: () => Promise<void>;

beforeEach(() => {
  captured = new CapturedLog();
  Logger.overrideLogger(new NestLog(captured.log));
  asked = 0;
  postgres = redis = async () => undefined;
  health = new Health();
  health.watch({ name: 'postgres', ping: () => ((asked += 1), postgres()), required: true });
  health.watch({ name: 'redis', ping: () => redis(), required: false });
  server = fastify();
  serveHealth(server, health);
});

afterEach(async () => {
  health.end();
  await server.close();
});

describe('Health', () => {
  it('has not started, and is not ready, before everything was asked once', async () => {
    expect(await probe('startup')).toMatchObject({ status: 503 });
    expect(await probe('ready')).toMatchObject({ status: 503, body: { title: 'Not ready', verdict: 'starting' }, retryAfter: '1' });
    await health.begin();
    expect(await probe('startup')).toMatchObject({ status: 200 });
    expect(await probe('ready')).toMatchObject({ status: 200, body: { status: 'ready', dependencies: { postgres: 'up', redis: 'up' } } });
    expect(await probe('live')).toMatchObject({ status: 200 });
  });

  it('S45 asks the database once a second at most, however often it is probed', async () => {
    await health.begin();
    await Promise.all(Array.from({ length: 500 }, () => probe('ready')));
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('is not ready while Postgres is away, and is again by itself within two seconds', async () => {
    await health.begin();
    postgres = () => Promise.reject(new Error('connect ECONNREFUSED'));
    await until(async () => (await probe('ready')).status === 503);
    expect(await probe('ready')).toMatchObject({ type: 'application/problem+json; charset=utf-8', body: { verdict: 'unready', dependencies: { postgres: 'down', redis: 'up' } } });
    expect(await probe('live')).toMatchObject({ status: 200 });
    postgres = async () => undefined;
    await until(async () => (await probe('ready')).status === 200);
    expect(captured.entries.filter(({ msg }) => String(msg).startsWith('postgres'))).toHaveLength(2);
  });

  it('serves on without Redis, and says that it is missing', async () => {
    redis = () => Promise.reject(new Error('away'));
    await health.begin();
    expect(await probe('ready')).toMatchObject({ status: 200, body: { status: 'degraded', dependencies: { postgres: 'up', redis: 'down' } } });
  });

  it('does not send a second ping after one that hangs', async () => {
    await health.begin();
    postgres = () => new Promise(() => undefined);
    await until(async () => (await probe('ready')).status === 503);
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(asked).toBe(before);
  });

  it('is not ready from the moment it stops, and gives its connections up', async () => {
    await health.begin();
    health.stop();
    expect(await probe('ready')).toMatchObject({ status: 503, connection: 'close', body: { verdict: 'stopping' } });
    expect(await probe('live')).toMatchObject({ status: 200 });
  });
});

async function probe(name: string): Promise<{ status: number; type: unknown; body: unknown; connection: unknown; retryAfter: unknown }> {
  const { statusCode, headers, payload } = await server.inject(`/health/${name}`);
  return { status: statusCode, type: headers['content-type'], body: JSON.parse(payload) as unknown, connection: headers.connection, retryAfter: headers['retry-after'] };
}

/** Within the two seconds that the product promises. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 2_200;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come about within two seconds.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
