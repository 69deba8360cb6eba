import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { anonymousScope, currentOrganizationId, runInScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Health } from '#platform/health/health.js';
import { JobsModule } from '#platform/jobs/jobs.module.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { Housekeeping } from './housekeeping.js';
import { HousekeepingModule } from './housekeeping.module.js';

let database: TestDatabase;
let tenancy: Tenancy;
let redis: RedisServer;
let app: INestApplicationContext;

beforeAll(async () => {
  [database, redis] = await Promise.all([TestDatabase.create(), RedisServer.start()]);
  tenancy = database.tenancy();
  const databases = [{ provide: Tenancy, useValue: tenancy }, { provide: PlatformDatabase, useValue: database.platform() }];

  @Global()
  @Module({ providers: [Health, ...databases], exports: [Health, Tenancy, PlatformDatabase] })
  class GroundModule {}

  @Module({ imports: [GroundModule, JobsModule.forRoot({ redisUrl: redis.url, workOn: ['housekeeping'], drainMs: 2_000 }), HousekeepingModule] })
  class WorkerUnderTest {}

  app = await NestFactory.createApplicationContext(WorkerUnderTest, { logger: false, abortOnError: false });
});

afterAll(async () => {
  await app.close();
  await redis.end();
  await database.drop();
});

describe('Housekeeping', () => {
  it('deletes expired idempotency keys in each organisation, and no other', async () => {
    for (const n of [1, 2, 3]) await keepKeys(organizationId(n), { expired: n === 3 ? 0 : 1_200, live: 3 });
    await runInScope(anonymousScope(uuidv7()), () => asSystem('schedule: test', () => app.get(Housekeeping).begin('tick-1')));
    for (const n of [1, 2, 3]) await until(async () => (await keysOf(organizationId(n))) === 3);
  });

  it('deletes sessions a month after their end with their tokens, and what was begun in vain', async () => {
    const administrator = database.pool(database.administratorUrl, { max: 1 });
    await administrator.query(`
      INSERT INTO account (id, email, name) VALUES ('0193cccc-0000-7000-8000-000000000001', 'someone@example.test', 'Someone');
      INSERT INTO session (id, account_id, methods, opened_at, proved_at, seen_at, idle_until, ends_at, ended_at, ended_because, place)
        SELECT uuidv7(), '0193cccc-0000-7000-8000-000000000001', '{password}', now(), now(), now(), now(), now() + ends, CASE WHEN ended IS NOT NULL THEN now() + ended END, CASE WHEN ended IS NOT NULL THEN 'signed-out' END, 'test'
        FROM (VALUES (interval '1 day', NULL::interval), ('-1 day', NULL), ('-31 days', NULL), ('1 day', '-31 days'), ('1 day', '-1 day')) v(ends, ended);
      INSERT INTO refresh_token (hash, session_id, issued_at) SELECT id::text::bytea, id, now() FROM session;
      INSERT INTO challenge (purpose, hash, data, expires_at) SELECT 'step-up', n::text::bytea, '{}', now() + n * interval '1 minute' FROM generate_series(-700, 3) n WHERE n <> 0;
      INSERT INTO oauth_artifact (kind, hash, payload, created_at, expires_at) SELECT 'AccessToken', n::text::bytea, '', now(), now() + n * interval '1 minute' FROM generate_series(-700, 3) n WHERE n <> 0`);
    await runInScope(anonymousScope(uuidv7()), () => asSystem('schedule: test', () => app.get(Housekeeping).begin('tick-2')));
    const { rows } = await administrator.query<Record<string, number>>('SELECT (SELECT count(*)::int FROM session) AS sessions, (SELECT count(*)::int FROM refresh_token) AS tokens, (SELECT count(*)::int FROM challenge) AS challenges, (SELECT count(*)::int FROM oauth_artifact) AS artifacts');
    expect(rows).toEqual([{ sessions: 3, tokens: 3, challenges: 3, artifacts: 3 }]);
  });
});

async function keepKeys(organization: string, { expired, live }: { expired: number; live: number }): Promise<void> {
  await inOrganization(organization, MACHINERY, () =>
    tenancy.transaction((transaction) =>
      transaction.query({
        text: `INSERT INTO idempotency_key (organization_id, actor_id, key, method, path, fingerprint, status, body, created_at, expires_at)
               SELECT $1, $1, n::text, 'POST', '/', '', 200, '', now(), now() + CASE WHEN n <= $2::int THEN interval '-1 minute' ELSE interval '1 day' END
               FROM generate_series(1, $2::int + $3::int) n`,
        values: [organization, expired, live],
      }),
    ),
  );
}

function keysOf(organization: string): Promise<number> {
  return inOrganization(organization, MACHINERY, async () => {
    const [row] = await tenancy.read<{ keys: string }>({ text: 'SELECT count(*) AS keys FROM idempotency_key WHERE organization_id = $1', values: [currentOrganizationId()] });
    return Number(row?.keys);
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200 && !(await holds()); n += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await holds()).toBe(true);
}
