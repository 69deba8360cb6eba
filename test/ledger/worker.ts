import { Global, type INestApplicationContext, Injectable, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { factStatement } from '#kernel/pipeline/facts.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Health } from '#platform/health/health.js';
import { JobsModule } from '#platform/jobs/jobs.module.js';
import { QUEUES } from '#platform/jobs/queues.js';
import type { Entry } from '#platform/ledger/entry.js';
import { type Follower, Follows } from '#platform/ledger/follower.js';
import { LedgerModule, WakeModule } from '#platform/ledger/ledger.module.js';
import { Work, type Plan } from '#platform/work/work.js';
import { WorkModule } from '#platform/work/work.module.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { stand } from '#test/worlds/organizations.js';
import { MACHINERY } from '#test/worlds/rows.js';

/** Writes down all that it is told. */
@Injectable()
@Follows()
export class Scribe implements Follower {
  readonly name = 'scribe';
  readonly outside = true;
  readonly told: Entry[] = [];

  async follow(entries: readonly Entry[]): Promise<void> {
    this.told.push(...entries);
  }
}

/** Workers over a database and a Redis of their own. */
export class Workshop {
  private readonly workers: INestApplicationContext[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly redis: RedisServer,
    readonly tenancy: Tenancy,
    readonly platform: PlatformDatabase,
  ) {}

  static async open(organizations = 2): Promise<Workshop> {
    const [database, redis] = await Promise.all([TestDatabase.create(), RedisServer.start()]);
    const workshop = new Workshop(database, redis, database.tenancy({ max: 12 }), database.platform());
    for (let n = 1; n <= organizations; n += 1) await stand(database, n, 'active');
    return workshop;
  }

  async worker(...providers: Provider[]): Promise<INestApplicationContext> {
    const { database, redis } = this;
    const ground: Provider[] = [Health, { provide: PlatformDatabase, useValue: database.platform() }, { provide: Tenancy, useValue: database.tenancy({ max: 12 }) }];

    @Global()
    @Module({ providers: ground, exports: ground })
    class GroundModule {}

    const root = { module: class Root {}, imports: [GroundModule, JobsModule.forRoot({ redisUrl: redis.url, workOn: QUEUES, drainMs: 1_000 }), WorkModule, WakeModule, LedgerModule], providers };
    const app = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
    this.workers.push(app);
    return app;
  }

  inside<T>(organization: number, work: () => Promise<T>): Promise<T> {
    return inOrganization(organizationId(organization), MACHINERY, work);
  }

  tell(organization: number, fact: string): Promise<unknown> {
    return this.inside(organization, () => this.tenancy.write(factStatement(fact, 'thing', null, {})));
  }

  plan(organization: number, ...plans: Plan[]): Promise<string[]> {
    return this.inside(organization, () => new Work(this.tenancy).plan(plans));
  }

  async row(organization: number, id: string): Promise<{ state: string; attempts: number; outcome: string | null }> {
    const text = 'SELECT state, attempts, outcome FROM work WHERE organization_id = $1 AND id = $2';
    const [row] = await this.inside(organization, () => this.tenancy.read<{ state: string; attempts: number; outcome: string | null }>({ text, values: [organizationId(organization), id] }));
    return row!;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.redis.end();
    await this.database.drop();
  }
}

export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 25_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
