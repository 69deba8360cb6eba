import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { asSystem } from '#kernel/tenancy/tenancy.js';
import { MailSweeper } from '#platform/mail/mail-sweeper.js';
import { createLog } from '#platform/observability/log.js';
import { NestLog } from '#platform/observability/nest-log.js';
import { testConfig } from '#test/edge/api.js';
import { RedisServer } from '#test/ops/redis-server.js';
import type { TestDatabase } from '#test/worlds/database.js';
import { WorkerModule } from '../../apps/worker/worker.module.js';
import { SmtpSink, type Received } from './smtp-sink.js';

export const PUBLIC_URL = 'https://crm.example.com';

/** A mail server, a Redis and a worker that sends: whatever mail the product writes arrives here. */
export class PostOffice {
  readonly lines: string[] = [];
  private worker: INestApplicationContext | null = null;

  private constructor(
    readonly sink: SmtpSink,
    private readonly redis: RedisServer,
  ) {}

  static async open(): Promise<PostOffice> {
    const [sink, redis] = await Promise.all([SmtpSink.open(), RedisServer.start()]);
    return new PostOffice(sink, redis);
  }

  /** For the API and the worker alike. */
  get environment(): Record<string, string> {
    return { REDIS_URL: this.redis.url, MAIL_URL: this.sink.url, PUBLIC_URL, QUEUES: 'mail' };
  }

  async work(database: TestDatabase, environment: Record<string, string> = {}): Promise<INestApplicationContext> {
    const config = testConfig({ ...database.environment, ...this.environment, ...environment });
    const log = createLog({ service: 'worker', level: 'debug', pretty: false }, { write: (line: string) => void this.lines.push(line) });
    this.worker = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, log), { logger: new NestLog(log), abortOnError: false });
    return this.worker;
  }

  async rest(): Promise<void> {
    await this.worker?.close();
    this.worker = null;
  }

  /** Everything that waits is due, as if a long time had passed since. */
  async sweep(): Promise<void> {
    await runInScope(anonymousScope('sweep'), () => asSystem('test', () => this.worker!.get(MailSweeper, { strict: false }).sweep(new Date(Date.now() + 86_400_000))));
  }

  async forgetJobs(): Promise<void> {
    const connection = new Redis(this.redis.url);
    await connection.flushall();
    connection.disconnect();
  }

  /** The nth mail to somebody, as soon as it has come. */
  async letter(address: string, n = 0): Promise<Received & { tokens: string[] }> {
    const found = await until(() => this.sink.to(address)[n]);
    return { ...found, tokens: [...found.text.matchAll(/#([\w-]+)/g)].map(([, token]) => token!) };
  }

  async close(): Promise<void> {
    await this.rest();
    await this.sink.close();
    await this.redis.end();
  }
}

export async function until<T>(find: () => T | undefined | false | null | Promise<T | undefined | false | null>, ms = 15_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
