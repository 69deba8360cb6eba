import { Global, type INestApplicationContext, Injectable, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import { anonymousScope, currentScope, runInScope, type Scope } from '#kernel/tenancy/scope.js';
import { Health } from '#platform/health/health.js';
import { NestLog } from '#platform/observability/nest-log.js';
import { scrape } from '#platform/observability/metrics.js';
import { sendSpansTo, type Span, SpanKind, startSpan, withSpan } from '#platform/observability/span.js';
import { CapturedLog } from '#test/ops/captured-log.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { stand } from '#test/worlds/organizations.js';
import { defineJob, Handles, type JobContext, type JobHandler, type JobPayload } from './job-kind.js';
import { JobsModule } from './jobs.module.js';
import { Jobs } from './jobs.js';
import { QUEUES } from './queues.js';
import { Ticks } from './ticks.js';

const greet = defineJob({ queue: 'housekeeping', name: 'greet', attempts: 3, backoffMs: 50 });
const seen: { scope: Scope; payload: JobPayload; context: JobContext }[] = [];
let behave: (context: JobContext) => Promise<void>;

@Injectable()
@Handles(greet)
class Greet implements JobHandler<JobPayload> {
  async run(payload: JobPayload, context: JobContext): Promise<void> {
    seen.push({ scope: currentScope(), payload, context });
    await behave(context);
  }
}

@Global()
@Module({ providers: [Health, { provide: PlatformDatabase, useFactory: () => database.platform() }], exports: [Health, PlatformDatabase] })
class Watched {}

const apps: INestApplicationContext[] = [];
const captured = new CapturedLog();
let redis: RedisServer;
let database: TestDatabase;

beforeAll(async () => {
  [redis, database] = await Promise.all([RedisServer.start(), TestDatabase.create()]);
  for (const n of [1, 2, 3]) await stand(database, n, 'active');
});

beforeEach(async () => {
  seen.length = 0;
  captured.lines.length = 0;
  behave = async () => undefined;
  const connection = new Redis(redis.url);
  await connection.flushall();
  connection.disconnect();
});

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

afterAll(async () => {
  await redis.end();
  await database.drop();
});

describe('Jobs', () => {
  it('run inside their organisation, with the request and the trace that asked for them', async () => {
    const spans: Span[] = [];
    sendSpansTo({ accept: (span) => void spans.push(span), flush: async () => undefined });
    const jobs = await worker();
    const asking = startSpan('asking', SpanKind.server);
    await withSpan(asking, () => runInScope(anonymousScope('request-9'), () => jobs.enqueue(greet, job(1, 'hello'))));
    await until(() => spans.length === 1);
    sendSpansTo(null);
    expect(seen[0]?.scope).toMatchObject({ requestId: 'request-9', organizationId: organizationId(1), actor: { kind: 'system', reason: 'job: greet' } });
    expect(spans[0]).toMatchObject({ name: 'job greet', traceId: asking?.traceId, parentId: asking?.spanId });
  });

  it('leave nothing in Redis but ids, and nothing at all when they are done', async () => {
    const jobs = await producer();
    await jobs.enqueue(greet, job(1, 'kept'));
    const connection = new Redis(redis.url);
    const [id] = await connection.lrange('{tessera}:housekeeping:wait', 0, -1);
    expect(JSON.parse((await connection.hget(`{tessera}:housekeeping:${id}`, 'data')) ?? '')).toEqual({ payload: job(1, 'kept') });
    await worker();
    await until(() => seen.length === 1);
    await untilAsync(async () => (await connection.keys('*greet*')).length === 0);
    connection.disconnect();
  });

  it('are asked for once while the same effect waits, and again when it is done', async () => {
    const jobs = await producer();
    await Promise.all(Array.from({ length: 5 }, () => jobs.enqueue(greet, job(1, 'same'))));
    await worker();
    await until(() => seen.length === 1);
    await pause(100);
    expect(seen).toHaveLength(1);
    await jobs.enqueue(greet, job(1, 'same'));
    await until(() => seen.length === 2);
  });

  it('are tried again, later each time, and then fail for good with their reason', async () => {
    behave = () => Promise.reject(new Error('The sink is away'));
    const jobs = await worker();
    await jobs.enqueue(greet, job(2, 'doomed'));
    await until(() => captured.entries.some(({ msg }) => msg === 'Job failed for good'));
    expect(seen.map(({ context }) => context.attempt)).toEqual([1, 2, 3]);
    expect(captured.said('Job failed for good')).toMatchObject({ level: 'error', queue: 'housekeeping', job: 'greet', organizationId: organizationId(2), effect: 'doomed', error: { message: 'The sink is away' } });
    const text = await scrape();
    expect(text).toContain('tessera_job_duration_seconds_count{queue="housekeeping",job="greet",outcome="failed"} 1');
    expect(text).toMatch(/tessera_queue_jobs\{queue="housekeeping",state="waiting"\} 0/);
  });

  it('refuse work that names no organisation', async () => {
    const jobs = await producer();
    await expect(jobs.enqueue(greet, { organizationId: "1'; drop", effectKey: 'x' })).rejects.toThrow('needs the id of its organisation');
  });

  it('are handed back when their worker stops before they end, and another runs them at once', async () => {
    let stopped = false;
    behave = ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => ((stopped = true), setTimeout(resolve, 3_000))));
    const jobs = await worker({ drainMs: 200 });
    await jobs.enqueue(greet, job(3, 'long'));
    await until(() => seen.length === 1);
    const began = performance.now();
    await apps.pop()?.close();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(stopped).toBe(true);
    expect(captured.said('Handed back: it did not end in time')).toMatchObject({ effect: 'long' });
    behave = async () => undefined;
    await worker();
    await until(() => seen.length === 2);
    expect(seen[1]?.context.attempt).toBe(1);
  });

  it('are waited for when they end in time', async () => {
    let done = false;
    behave = async () => (await pause(400), void (done = true));
    const jobs = await worker({ drainMs: 5_000 });
    await jobs.enqueue(greet, job(3, 'short'));
    await until(() => seen.length === 1);
    await apps.pop()?.close();
    expect(done).toBe(true);
  });
});

describe('While Redis is away', () => {
  it('F16 asking fails at once, and work goes on by itself when it is back', async () => {
    const jobs = await worker();
    await redis.kill();
    await pause(100);
    const began = performance.now();
    await expect(jobs.enqueue(greet, job(1, 'lost'))).rejects.toMatchObject({ status: 503, message: expect.stringContaining('queues are away') });
    expect(performance.now() - began).toBeLessThan(300);
    await redis.start();
    await untilAsync(() => jobs.enqueue(greet, job(1, 'back')).then(() => true, () => false));
    await until(() => seen.length === 1, 12_000);
  });

  it('F18 asking a frozen Redis fails soon and holds little back', async () => {
    const jobs = await producer();
    await jobs.enqueue(greet, job(1, 'before'));
    redis.freeze();
    const began = performance.now();
    const asked = await Promise.allSettled(Array.from({ length: 2_000 }, (_, n) => jobs.enqueue(greet, job(1, `frozen-${n}`))));
    redis.thaw();
    expect(asked.every(({ status }) => status === 'rejected')).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('a process that starts without it boots, and stops cleanly', async () => {
    await redis.kill();
    const jobs = await worker();
    await expect(jobs.enqueue(greet, job(1, 'x'))).rejects.toMatchObject({ status: 503 });
    const began = performance.now();
    await apps.pop()?.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    await redis.start();
  });
});

describe('A tick of a schedule', () => {
  const tick = { name: 'nightly', everyMs: 60_000, jitterMs: 20 };

  it('F33 is done by one of many workers, as the system', async () => {
    const done: Scope[] = [];
    await Promise.all([worker(), worker(), worker()]);
    const all = apps.map((app) => app.get(Ticks));
    await untilAsync(() => all[0]!.once({ ...tick, name: 'warm-up' }, async () => undefined).then(() => true));
    await Promise.all(all.map((ticks) => ticks.once(tick, async () => void done.push(currentScope()))));
    expect(done).toHaveLength(1);
    expect(done[0]).toMatchObject({ actor: { kind: 'system', reason: 'schedule: nightly' }, organizationId: null });
  });

  it('that fails is logged, and nothing else happens', async () => {
    await worker();
    await apps[0]!.get(Ticks).once({ ...tick, name: 'broken' }, () => Promise.reject(new Error('no')));
    expect(captured.said('A scheduled task failed; it is due again at its next tick')).toMatchObject({ level: 'warn', error: { message: 'no' } });
  });
});

async function worker({ drainMs = 2_000 } = {}): Promise<Jobs> {
  return boot({ workOn: QUEUES, drainMs });
}

async function producer(): Promise<Jobs> {
  return boot({ workOn: [], drainMs: 0 });
}

async function boot(options: { workOn: typeof QUEUES | []; drainMs: number }): Promise<Jobs> {
  const root = { module: class Root {}, imports: [Watched, JobsModule.forRoot({ redisUrl: redis.url, ...options })], providers: [Greet] };
  const app = await NestFactory.createApplicationContext(root, { logger: new NestLog(captured.log), abortOnError: false });
  Logger.overrideLogger(new NestLog(captured.log));
  apps.push(app);
  const jobs = app.get(Jobs);
  await pause(150);
  return jobs;
}

function job(organization: number, effectKey: string): JobPayload {
  return { organizationId: organizationId(organization), effectKey };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function until(holds: () => boolean, milliseconds = 8_000): Promise<void> {
  return untilAsync(async () => holds(), milliseconds);
}

async function untilAsync(holds: () => Promise<boolean>, milliseconds = 8_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come about. Log:\n${captured.text}`);
    await pause(25);
  }
}
