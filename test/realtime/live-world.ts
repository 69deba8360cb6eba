import type { AddressInfo } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { io, type Socket } from 'socket.io-client';
import { createLog } from '#platform/observability/log.js';
import { testConfig } from '#test/edge/api.js';
import { until } from '#test/mail/post-office.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { TwoTenants, type Person, type Tenant } from '#test/worlds/two-tenants.js';
import { WorkerModule } from '../../apps/worker/worker.module.js';

export interface Answer {
  ok: boolean;
  problem?: { status: number; detail: string; errors?: { at: string; say: string }[] };
  cursor?: string;
  reload?: boolean;
  record?: { [field: string]: unknown };
  here?: { memberId: string; editing: boolean }[];
}

export interface Frame {
  event: string;
  said: { type?: string; id?: string; noun?: string; version?: number; changed?: string[]; cursor?: string; record?: { [field: string]: unknown }; here?: Answer['here']; why?: string };
}

/** One client, with all that it was ever sent. */
export class Client {
  readonly frames: Frame[] = [];
  refusal: { status: number } | null = null;

  constructor(readonly socket: Socket) {
    socket.onAny((event: string, said: Frame['said']) => this.frames.push({ event, said }));
    socket.on('connect_error', (error: Error & { data?: { status: number } }) => (this.refusal = error.data ?? { status: 0 }));
  }

  ask(event: string, body: unknown = {}): Promise<Answer> {
    return this.socket.timeout(5_000).emitWithAck(event, body) as Promise<Answer>;
  }

  changes(): Frame['said'][] {
    return this.frames.filter(({ event }) => event === 'change').map(({ said }) => said);
  }

  last(event: string): Frame['said'] | undefined {
    return this.frames.findLast((frame) => frame.event === event)?.said;
  }

  async connected(): Promise<this> {
    await until(() => this.frames.some(({ event }) => event === 'welcome'));
    return this;
  }
}

/** Two tenants, two API processes that listen, and a worker that reads the ledger. */
export class LiveWorld {
  private readonly clients: Client[] = [];

  private constructor(
    readonly tenants: TwoTenants,
    private readonly redis: RedisServer,
    private readonly worker: INestApplicationContext,
    private readonly processes: readonly NestFastifyApplication[],
  ) {}

  static async open(): Promise<LiveWorld> {
    const redis = await RedisServer.start();
    const environment = { REDIS_URL: redis.url, QUEUES: 'webhooks' };
    const tenants = await TwoTenants.create(environment);
    const worker = await NestFactory.createApplicationContext(WorkerModule.forRoot(testConfig({ ...tenants.database.environment, ...environment }), createLog({ service: 'worker', level: 'silent', pretty: false })), { logger: false, abortOnError: false });
    const processes = [tenants.app, await tenants.anotherProcess()];
    for (const process of processes) await process.listen(0, '127.0.0.1');
    return new LiveWorld(tenants, redis, worker, processes);
  }

  url(process = 0): string {
    return `http://127.0.0.1:${(this.processes[process]!.getHttpServer().address() as AddressInfo).port}`;
  }

  /** With no token at all, unless one is given. */
  dial(token: string | null, process = 0, extraHeaders: Record<string, string> = {}): Client {
    const client = new Client(io(this.url(process), { path: '/api/v1/live', transports: ['websocket'], forceNew: true, reconnection: false, auth: token === null ? {} : { token }, extraHeaders }));
    this.clients.push(client);
    return client;
  }

  async connect(person: Person, tenant: Tenant = 'A', process = 0): Promise<Client> {
    return this.dial(this.tenants.token(tenant, person), process).connected();
  }

  async close(): Promise<void> {
    for (const { socket } of this.clients) socket.disconnect();
    await this.worker.close();
    await this.processes[1]!.close();
    await this.tenants.close();
    await this.redis.end();
  }
}
