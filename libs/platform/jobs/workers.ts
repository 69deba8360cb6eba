import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { within } from '#platform/clock/within.js';
import { JOBS_OPTIONS, type JobsOptions } from './jobs-options.js';
import { CONCURRENCY, QUEUES, type QueueName } from './queues.js';
import { RedisConnections } from './redis-connections.js';

const EVERY_MS = 5_000;
const GONE_AFTER_MS = 15_000;
const PATIENCE_MS = 1_000;

/** Which workers there are: each says so every few seconds. */
@Injectable()
export class Workers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly name = randomUUID();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(JOBS_OPTIONS) private readonly options: JobsOptions,
    private readonly connections: RedisConnections,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.options.workOn.length === 0) return;
    this.timer = setInterval(() => void this.say(), EVERY_MS);
    await this.say();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.options.workOn.map((queue) => within(PATIENCE_MS, this.connections.commands.zrem(keyOf(queue), this.name)))).catch(() => undefined);
  }

  /** How many jobs of each queue can be done at once. */
  async places(): Promise<Map<QueueName, number>> {
    const since = Date.now() - GONE_AFTER_MS;
    const counts = QUEUES.map(async (queue) => [queue, CONCURRENCY[queue] * (await this.connections.commands.zcount(keyOf(queue), since, '+inf'))] as const);
    return new Map(await within(PATIENCE_MS, Promise.all(counts)));
  }

  private async say(): Promise<void> {
    const now = Date.now();
    const saying = this.options.workOn.map(async (queue) => {
      await this.connections.commands.zadd(keyOf(queue), now, this.name);
      await this.connections.commands.zremrangebyscore(keyOf(queue), 0, now - GONE_AFTER_MS);
    });
    await within(PATIENCE_MS, Promise.all(saying)).catch(() => undefined);
  }
}

function keyOf(queue: QueueName): string {
  return `{tessera}:workers:${queue}`;
}
