import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createLog } from '#platform/observability/log.js';
import { Pace } from '#platform/webhooks/pace.js';
import { testConfig } from '#test/edge/api.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { TwoTenants, type ActorName, type Tenant } from '#test/worlds/two-tenants.js';
import { WorkerModule } from '../../apps/worker/worker.module.js';
import { Sink } from './sink.js';

const SUBSCRIPTIONS = '/api/v1/integration/webhook-subscriptions';

export interface Subscribed {
  id: string;
  secret: string;
}

interface Tried {
  status: number | null;
  say: string;
}

export interface Logged {
  id: string;
  type: string;
  state: string;
  attempts: number;
  recordId: string | null;
  nextAt: string | null;
  tries: Tried[];
}

/** Two tenants, a worker that delivers, and a target that listens. */
export class WebhookWorld {
  private constructor(
    readonly tenants: TwoTenants,
    readonly sink: Sink,
    private readonly redis: RedisServer,
    private readonly worker: INestApplicationContext,
    readonly pace: Pace,
  ) {}

  static async open(): Promise<WebhookWorld> {
    const [sink, redis] = await Promise.all([Sink.open(), RedisServer.start()]);
    const environment = { REDIS_URL: redis.url, OUTBOUND_HOSTS: sink.host, QUEUES: 'webhooks' };
    const tenants = await TwoTenants.create(environment);
    const config = testConfig({ ...tenants.database.environment, ...environment });
    const worker = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, createLog({ service: 'worker', level: 'silent', pretty: false })), { logger: false, abortOnError: false });
    const pace = Object.assign(worker.get(Pace, { strict: false }), { waitsMs: [200, 400, 30_000], timeoutMs: 1_000, firstRestMs: 1_500, orderMs: 50 });
    return new WebhookWorld(tenants, sink, redis, worker, pace);
  }

  as(actor: ActorName, tenant: Tenant = 'A') {
    return this.tenants.as(tenant, actor);
  }

  async subscribe(path: string, events: string[], actor: ActorName = 'admin', tenant: Tenant = 'A'): Promise<Subscribed> {
    const id = made<{ id: string }>(await this.as(actor, tenant).post(SUBSCRIPTIONS, { url: path.startsWith('http') ? path : this.sink.url(path), events }), 201).id;
    return { id, secret: (await this.draw(id, actor, tenant)).secret };
  }

  async draw(id: string, actor: ActorName = 'admin', tenant: Tenant = 'A', overlapHours = 0): Promise<{ secret: string; formerUntil: string | null }> {
    return made(await this.as(actor, tenant).post(`${SUBSCRIPTIONS}/${id}/secret`, { overlapHours }), 201);
  }

  async subscription(id: string): Promise<{ active: boolean; pausedBecause: string | null; ownerId: string; version: number }> {
    return made(await this.as('owner').get(`${SUBSCRIPTIONS}/${id}`), 200);
  }

  async log(id: string): Promise<Logged[]> {
    return made<{ data: Logged[] }>(await this.as('owner').get(`${SUBSCRIPTIONS}/${id}/deliveries`), 200).data;
  }

  change(id: string, body: object, actor: ActorName = 'admin') {
    return this.as(actor).patch(`${SUBSCRIPTIONS}/${id}`, body);
  }

  act(id: string, verb: string, body: object = {}, actor: ActorName = 'admin') {
    return this.as(actor).post(`${SUBSCRIPTIONS}/${id}/${verb}`, body);
  }

  async contact(values: object = {}, actor: ActorName = 'owner', tenant: Tenant = 'A'): Promise<string> {
    return made<{ id: string }>(await this.as(actor, tenant).post('/api/v1/sales/contacts', { lastName: 'Lovelace', ...values }), 201).id;
  }

  async rename(id: string, lastName: string, tenant: Tenant = 'A'): Promise<void> {
    made(await this.as('owner', tenant).patch(`/api/v1/sales/contacts/${id}`, { lastName }), 200);
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.tenants.close();
    await this.redis.end();
    await this.sink.close();
  }
}

function made<T>({ statusCode, body }: { statusCode: number; body: string }, status: number): T {
  if (statusCode !== status) throw new Error(`${statusCode} instead of ${status}: ${body}`);
  return JSON.parse(body) as T;
}
