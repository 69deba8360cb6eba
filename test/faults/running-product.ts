import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { testEnvironment } from '#test/edge/api.js';
import { RedisServer, freePort } from '#test/ops/redis-server.js';
import { RunningProcess } from '#test/ops/running-process.js';
import { Sink } from '#test/webhooks/sink.js';
import { TwoTenants, type Tenant } from '#test/worlds/two-tenants.js';
import { ClientLog } from './client-log.js';
import { Sabotage } from './sabotage.js';

const SUBSCRIPTIONS = '/api/v1/integration/webhook-subscriptions';
const LIMITS = 'organization=1000000,actor=1000000,address=1000000';
const [STARTING_MS, RETRY_MS, PATIENCE_MS, BULK] = [90_000, 100, 5_000, 200];

/** The product as operators run it: two APIs and two workers, real processes that may be killed; clients that retry, and a target that remembers. */
export class RunningProduct extends Sabotage {
  readonly log = new ClientLog();
  /** Processes that ended though nobody told them to. */
  fallen = 0;
  private readonly running = new Map<string, RunningProcess>();
  private writing = false;
  private clients: Promise<void>[] = [];

  private constructor(
    world: TwoTenants,
    readonly redis: RedisServer,
    readonly sink: Sink,
    private readonly ports: readonly number[],
  ) {
    super(world);
  }

  static async start(long: boolean): Promise<RunningProduct> {
    const [redis, sink, ...ports] = await Promise.all([RedisServer.start(), Sink.open(), freePort(), freePort()]);
    const world = await TwoTenants.create({ REDIS_URL: redis.url, OUTBOUND_HOSTS: sink.host });
    const product = new RunningProduct(world, redis, sink, ports);
    await product.commitInEarnest();
    await product.subscribe('A', '/ledger');
    if (long) await product.tickRegularly();
    await product.run('api 0', 'api 1', 'worker 0', 'worker 1');
    return product;
  }

  /** Starts them, or starts them again. */
  async run(...names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.begin(name)));
  }

  signal(name: string, signal: NodeJS.Signals): void {
    this.running.get(name)!.signal(signal);
  }

  async stop(...names: string[]): Promise<void> {
    for (const name of names) this.signal(name, 'SIGTERM');
    await Promise.all(names.map((name) => this.running.get(name)!.exited));
    for (const name of names) this.running.delete(name);
  }

  async stopAndRun(...names: string[]): Promise<void> {
    await this.stop(...names);
    await this.run(...names);
  }

  async killAndRun(...names: string[]): Promise<void> {
    await this.kill(...names);
    await this.run(...names);
  }

  async runWhatFell(): Promise<number> {
    const fell = [...this.running].filter(([, each]) => each.isOver).map(([name]) => name);
    this.fallen += fell.length;
    await this.run(...fell);
    return fell.length;
  }

  /** All of it at once: processes, Redis and the database. */
  async cutPower(): Promise<void> {
    await Promise.all([this.kill('api 0', 'api 1', 'worker 0', 'worker 1'), this.redis.kill(), this.crashDatabase()]);
    await this.redis.start();
    await this.run('api 0', 'api 1', 'worker 0', 'worker 1');
  }

  /** Each client makes one record after the other, and asks again with the same key until it has an answer. */
  write(clients: number, restMs: number): void {
    this.writing = true;
    this.clients = Array.from({ length: clients }, (_, n) => this.client(n, restMs));
  }

  /** Until every client has had its last answer, and everything that follows from it is done. */
  async settle(milliseconds: number): Promise<void> {
    this.writing = false;
    await Promise.all(this.clients);
    await this.hurry();
    const deadline = Date.now() + milliseconds;
    while (Date.now() < deadline && !this.arrivedAll()) await sleep(RETRY_MS);
  }

  async bulk(tenant: Tenant, count: number): Promise<void> {
    for (let from = 0; from < count; from += BULK) {
      const create = Array.from({ length: Math.min(BULK, count - from) }, (_, n) => ({ lastName: `noise ${from + n}` }));
      const made = await this.world.as(tenant, 'owner').post('/api/v1/sales/contacts/bulk', { create });
      // Whoever is told that it took too long was noisy all the same.
      if (made.statusCode !== 200 && made.statusCode !== 503) throw new Error(made.body);
    }
  }

  /** A number is the status that a target answers with. */
  async deadTargets(tenant: Tenant, manners: readonly (number | (() => void))[]): Promise<void> {
    // The run has gone on for longer than a proof of who one is lasts.
    await this.world.platform((platform) => platform.query({ text: 'UPDATE session SET proved_at = now()', values: [] }));
    for (const [n, manner] of manners.entries()) {
      this.sink.behave(`/dead-${n}`, typeof manner === 'number' ? (_request, response) => void response.writeHead(manner, { 'retry-after': '60', location: '/' }).end() : manner);
      await this.subscribe(tenant, `/dead-${n}`);
    }
  }

  async close(): Promise<void> {
    this.writing = false;
    await Promise.all([...this.running.values()].map((each) => each.end()));
    await this.world.close();
    await this.redis.end();
    await this.sink.close();
  }

  private async begin(name: string): Promise<void> {
    const [program, n] = name.split(' ') as ['api' | 'worker', string];
    const { database } = this.world;
    const { ENCRYPTION_KEY = '', COOKIE_SECRET = '' } = testEnvironment();
    const poison: Record<string, string> = program === 'worker' ? { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'poison.js')}` } : {};
    const environment = { ...database.environment, ENCRYPTION_KEY, COOKIE_SECRET, REDIS_URL: this.redis.url, OUTBOUND_HOSTS: this.sink.host, RATE_LIMITS: LIMITS, METRICS_PORT: '0', PORT: String(this.ports[Number(n)] ?? 0), ...poison };
    const started = RunningProcess.start(`apps/${program}/main.js`, environment);
    this.running.set(name, started);
    await started.said(program === 'api' ? 'The API is up' : 'Working', STARTING_MS);
  }

  private async kill(...names: string[]): Promise<void> {
    for (const name of names) this.signal(name, 'SIGKILL');
    await Promise.all(names.map((name) => this.running.get(name)!.exited));
  }

  private arrivedAll(): boolean {
    const arrived = new Set(this.sink.at('/ledger').map(({ said }) => said.data.id));
    return this.log.answered.every(({ id }) => arrived.has(id));
  }

  private async client(n: number, restMs: number): Promise<void> {
    for (let count = 0; this.writing; count += 1) {
      const key = `client-${n}-${count}`;
      await this.create(key, this.ports[(n + count) % this.ports.length]!);
      await sleep(restMs);
    }
  }

  private async create(key: string, port: number): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const body = JSON.stringify({ lastName: key });
      const headers = { authorization: `Bearer ${this.world.token('A', 'rep')}`, 'content-type': 'application/json', 'idempotency-key': key };
      const at = this.ports[(this.ports.indexOf(port) + attempt) % this.ports.length];
      const answer = await fetch(`http://127.0.0.1:${at}/api/v1/sales/contacts`, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE_MS) }).then(async (response) => ({ status: response.status, text: await response.text() }), () => null);
      if (answer?.status === 201) return this.log.answer(key, answer.text);
      this.log.refusal(answer?.status ?? null);
      await sleep(RETRY_MS);
    }
  }

  private async subscribe(tenant: Tenant, path: string): Promise<void> {
    const admin = this.world.as(tenant, 'admin');
    const made = await admin.post(SUBSCRIPTIONS, { url: this.sink.url(path), events: ['contact.created'] });
    if (made.statusCode !== 201) throw new Error(made.body);
    const { id } = made.json<{ id: string }>();
    await admin.post(`${SUBSCRIPTIONS}/${id}/secret`, { overlapHours: 0 });
  }
}
