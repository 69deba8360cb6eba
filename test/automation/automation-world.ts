import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import { createLog } from '#platform/observability/log.js';
import { testConfig } from '#test/edge/api.js';
import { until } from '#test/ledger/worker.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { TwoTenants, type ActorName, type Caller, type Tenant } from '#test/worlds/two-tenants.js';
import { WorkerModule } from '../../apps/worker/worker.module.js';

export interface ShownRun {
  id: string;
  state: string;
  reason: string | null;
  recordId: string | null;
  waitsFor: string | null;
  chain: { name: string }[];
  steps: { no: number; step: string; outcome: string; note: Record<string, unknown>; error: string | null }[];
}

type Graph = { trigger: object; steps?: object[]; edges?: { from: string; to: string; on?: string }[] };

/** Two tenants, an API, and workers that do what follows. */
export class AutomationWorld {
  private readonly workers: INestApplicationContext[] = [];

  private constructor(
    readonly tenants: TwoTenants,
    readonly redis: RedisServer,
    private readonly environment: Record<string, string>,
  ) {}

  static async create(environment: Record<string, string> = {}): Promise<AutomationWorld> {
    const redis = await RedisServer.start();
    const own = { REDIS_URL: redis.url, ...environment };
    return new AutomationWorld(await TwoTenants.create(own), redis, own);
  }

  async work(): Promise<INestApplicationContext> {
    const config = testConfig({ ...this.tenants.database.environment, DATABASE_POOL: '12', QUEUES: 'automation,notifications,webhooks', ...this.environment });
    const worker = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, createLog({ service: 'worker', level: (process.env.TEST_LOG ?? 'fatal') as 'fatal', pretty: false })), { logger: process.env.TEST_LOG ? undefined : false, abortOnError: false });
    this.workers.push(worker);
    return worker;
  }

  async rest(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.close()));
  }

  as(actor: ActorName, tenant: Tenant = 'A'): Caller {
    return this.tenants.as(tenant, actor);
  }

  /** Published by the owner, unless somebody else is named. */
  async workflow(name: string, graph: Graph, by: ActorName = 'owner', tenant: Tenant = 'A'): Promise<string> {
    const id = await this.made(this.as(by, tenant), '/automation/workflows', { name, graph: { steps: [], edges: chained(graph.steps ?? []), ...graph } });
    const published = await this.as(by, tenant).post(`/api/v1/automation/workflows/${id}/publish`);
    if (published.statusCode !== 200) throw new Error(published.body);
    return id;
  }

  async made(caller: Caller, path: string, values: object): Promise<string> {
    const answer = await caller.post(`/api/v1${path}`, values);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json<{ id: string }>().id;
  }

  contact(values: object, by: ActorName = 'owner', tenant: Tenant = 'A'): Promise<string> {
    return this.made(this.as(by, tenant), '/sales/contacts', { lastName: 'Someone', ...values });
  }

  async get<T>(path: string, by: ActorName = 'owner'): Promise<T> {
    const answer = await this.as(by).get(`/api/v1${path}`);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json<T>();
  }

  async runs(workflowId: string): Promise<ShownRun[]> {
    const { data } = await this.get<{ data: ShownRun[] }>(`/automation/history/${workflowId}/runs?limit=200`);
    return data;
  }

  /** The only run of the workflow about this record, once it stands so. */
  async run(workflowId: string, state: string, recordId?: string): Promise<ShownRun> {
    let found: ShownRun[] = [];
    await until(async () => {
      found = (await this.runs(workflowId)).filter((run) => recordId === undefined || run.recordId === recordId);
      return found.length > 0 && found.every((run) => run.state === state);
    }).catch(() => {
      throw new Error(`Not ${state}: ${JSON.stringify(found)}`);
    });
    expect(found).toHaveLength(1);
    return this.get<ShownRun>(`/automation/runs/${found[0]!.id}`);
  }

  sql<R>(text: string, ...values: unknown[]): Promise<R[]> {
    return this.tenants.inside('A', (tenancy) => tenancy.write<R>({ text, values: [this.tenants.organizations.A.id, ...values] }));
  }

  /** All that was planned up to now has been done. */
  async settled(): Promise<void> {
    const open = () => this.sql<object>(`SELECT queue, kind, about, attempts, next_at FROM work WHERE organization_id = $1 AND ended_at IS NULL AND next_at < now() + interval '1 minute'`);
    await until(async () => {
      const [still] = await this.sql<{ open: boolean }>(`
        SELECT EXISTS (SELECT 1 FROM work WHERE organization_id = $1 AND ended_at IS NULL AND next_at < now() + interval '1 minute')
          OR EXISTS (SELECT 1 FROM ledger_entry e WHERE e.organization_id = $1 AND (e.transaction, e.id) > (SELECT c.transaction, c.entry_id FROM ledger_cursor c WHERE c.organization_id = $1 AND c.follower = 'work')) AS open`);
      return !still!.open;
    }).catch(async () => {
      throw new Error(`Still to be done: ${JSON.stringify(await open())}`);
    });
  }

  async forgetJobs(): Promise<void> {
    const connection = new Redis(this.redis.url);
    await connection.flushall();
    connection.disconnect();
  }

  async close(): Promise<void> {
    await this.rest();
    await this.tenants.close();
    await this.redis.end();
  }
}

function chained(steps: object[]): { from: string; to: string }[] {
  const keys = ['start', ...(steps as { key: string }[]).map(({ key }) => key)];
  return keys.slice(1).map((to, n) => ({ from: keys[n]!, to }));
}
