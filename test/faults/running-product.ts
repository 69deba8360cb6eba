import { setTimeout as sleep } from 'node:timers/promises';
import { testEnvironment } from '#test/edge/api.js';
import { RedisServer, freePort } from '#test/ops/redis-server.js';
import { RunningProcess } from '#test/ops/running-process.js';
import { Sink } from '#test/webhooks/sink.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { ClientLog } from './client-log.js';

const SUBSCRIPTIONS = '/api/v1/integration/webhook-subscriptions';
const LIMITS = 'organization=1000000,actor=1000000,address=1000000';
const [STARTING_MS, RETRY_MS, PATIENCE_MS] = [90_000, 100, 5_000];

/** The product as operators run it: two APIs and two workers, real processes that may be killed; clients that retry, and a target that remembers. */
export class RunningProduct {
  readonly log = new ClientLog();
  private readonly running = new Map<string, RunningProcess>();
  private writing = false;
  private clients: Promise<void>[] = [];

  private constructor(
    readonly world: TwoTenants,
    readonly redis: RedisServer,
    readonly sink: Sink,
    private readonly ports: readonly number[],
  ) {}

  static async start(): Promise<RunningProduct> {
    const [redis, sink, ...ports] = await Promise.all([RedisServer.start(), Sink.open(), freePort(), freePort()]);
    const world = await TwoTenants.create({ REDIS_URL: redis.url, OUTBOUND_HOSTS: sink.host });
    const product = new RunningProduct(world, redis, sink, ports);
    await product.subscribe();
    await Promise.all(['api 0', 'api 1', 'worker 0', 'worker 1'].map((name) => product.run(name)));
    return product;
  }

  /** Starts it, or starts it again. */
  async run(name: string): Promise<void> {
    const [program, n] = name.split(' ') as ['api' | 'worker', string];
    const { database } = this.world;
    const { ENCRYPTION_KEY = '', COOKIE_SECRET = '' } = testEnvironment();
    const environment = { ...database.environment, ENCRYPTION_KEY, COOKIE_SECRET, REDIS_URL: this.redis.url, OUTBOUND_HOSTS: this.sink.host, RATE_LIMITS: LIMITS, METRICS_PORT: '0', PORT: String(this.ports[Number(n)]) };
    const started = RunningProcess.start(`apps/${program}/main.js`, environment);
    this.running.set(name, started);
    await started.said(program === 'api' ? 'The API is up' : 'Working', STARTING_MS);
  }

  signal(name: string, signal: NodeJS.Signals): void {
    this.running.get(name)!.signal(signal);
  }

  async killAndRun(name: string): Promise<void> {
    this.signal(name, 'SIGKILL');
    await this.running.get(name)!.exited;
    await this.run(name);
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
    const deadline = Date.now() + milliseconds;
    while (Date.now() < deadline && !this.arrivedAll()) await sleep(RETRY_MS);
  }

  async close(): Promise<void> {
    this.writing = false;
    await Promise.all([...this.running.values()].map((each) => each.end()));
    await this.world.close();
    await this.redis.end();
    await this.sink.close();
  }

  private arrivedAll(): boolean {
    const arrived = new Set(this.sink.arrived.map(({ said }) => said.data.id));
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

  private async subscribe(): Promise<void> {
    const admin = this.world.as('A', 'admin');
    const made = await admin.post(SUBSCRIPTIONS, { url: this.sink.url('/ledger'), events: ['contact.created'] });
    if (made.statusCode !== 201) throw new Error(made.body);
    const { id } = made.json<{ id: string }>();
    await admin.post(`${SUBSCRIPTIONS}/${id}/secret`, { overlapHours: 0 });
  }
}
