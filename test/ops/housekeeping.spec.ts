import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { anonymousScope, currentOrganizationId, runInScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Housekeeping } from '#platform/housekeeping/housekeeping.js';
import { addOrganization } from '#platform/organizations/organization.query.js';
import { createLog } from '#platform/observability/log.js';
import { testConfig } from '#test/edge/api.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { stand } from '#test/worlds/organizations.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { WorkerModule } from '../../apps/worker/worker.module.js';
import { RedisServer } from './redis-server.js';

let database: TestDatabase;
let tenancy: Tenancy;
let redis: RedisServer;
let worker: INestApplicationContext;

beforeAll(async () => {
  [database, redis] = await Promise.all([TestDatabase.create(), RedisServer.start()]);
  tenancy = database.tenancy();
  for (const n of [1, 2, 3]) await stand(database, n, 'active');
  const config = testConfig({ ...database.environment, REDIS_URL: redis.url, QUEUES: 'housekeeping' });
  worker = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, createLog({ service: 'worker', level: 'fatal', pretty: false })), { logger: false, abortOnError: false });
});

afterAll(async () => {
  await worker?.close();
  await redis.end();
  await database.drop();
});

/** As the schedule begins it. */
function begin(work: (housekeeping: Housekeeping) => Promise<void>): Promise<void> {
  return runInScope(anonymousScope(uuidv7()), () => asSystem('schedule: test', () => work(worker.get(Housekeeping, { strict: false }))));
}

describe('Housekeeping', () => {
  it('deletes expired idempotency keys in each organisation, and no other', async () => {
    for (const n of [1, 2, 3]) await keepKeys(organizationId(n), { expired: n === 3 ? 0 : 1_200, live: 3 });
    await begin((housekeeping) => housekeeping.begin('tick-1'));
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
    await begin((housekeeping) => housekeeping.begin('tick-2'));
    const { rows } = await administrator.query<Record<string, number>>('SELECT (SELECT count(*)::int FROM session) AS sessions, (SELECT count(*)::int FROM refresh_token) AS tokens, (SELECT count(*)::int FROM challenge) AS challenges, (SELECT count(*)::int FROM oauth_artifact) AS artifacts');
    expect(rows).toEqual([{ sessions: 3, tokens: 3, challenges: 3, artifacts: 3 }]);
  });

  it('forgets what deleted records hold about people when their time has come, by class', async () => {
    const organization = organizationId(4);
    const platform = database.platform();
    await runInScope(anonymousScope(uuidv7()), () => platform.query(addOrganization({ id: organization, slug: 'four', name: 'Four', country: 'DE', currency: 'EUR', timeZone: 'UTC', language: 'en', modules: ['sales'] })));
    const long = await deletedContact(organization, 100);
    const lately = await deletedContact(organization, 40);
    await begin((housekeeping) => housekeeping.beginRetention('night-1'));
    await until(async () => (await contact(organization, long)).email === null);
    expect(await contact(organization, long)).toEqual({ last_name: 'forgotten', email: null, phone: null, credit_limit: '5000' });
    expect(await contact(organization, lately)).toMatchObject({ last_name: 'Long-Gone', email: 'gone40@example.org' });
    expect(await ledgerOf(organization, long)).not.toContain('gone100@example.org');
  });
});

async function deletedContact(organization: string, days: number): Promise<string> {
  const id = uuidv7();
  await inOrganization(organization, MACHINERY, () =>
    tenancy.write({
      text: `INSERT INTO contact (organization_id, id, created_at, updated_at, deleted_at, last_name, email, phone, credit_limit, credit_limit_currency)
             VALUES ($1, $2, now(), now(), now() - make_interval(days => $3), 'Long-Gone', $4, '+49 30 123456', 5000, 'EUR')`,
      values: [organization, id, days, `gone${days}@example.org`],
    }),
  );
  return id;
}

async function contact(organization: string, id: string): Promise<Record<string, unknown>> {
  const [row] = await inOrganization(organization, MACHINERY, () =>
    tenancy.read<Record<string, unknown>>({ text: 'SELECT last_name, email, phone, credit_limit FROM contact WHERE organization_id = $1 AND id = $2', values: [organization, id] }),
  );
  return row!;
}

async function ledgerOf(organization: string, id: string): Promise<string> {
  return JSON.stringify(
    await inOrganization(organization, MACHINERY, () => tenancy.read({ text: 'SELECT before, after FROM ledger_entry WHERE organization_id = $1 AND record_id = $2', values: [organization, id] })),
  );
}

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
