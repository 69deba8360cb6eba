import { Global, type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { Health } from '#platform/health/health.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { stand } from '#test/worlds/organizations.js';
import { defineJob, Handles, type JobHandler, type JobPayload } from './job-kind.js';
import { JobsModule } from './jobs.module.js';
import { Jobs } from './jobs.js';

const greet = defineJob({ queue: 'housekeeping', name: 'greet' });
const sell = defineJob({ queue: 'housekeeping', name: 'sell', product: 'sales' });
const seen: string[] = [];

@Injectable()
@Handles(greet)
class Greet implements JobHandler<JobPayload> {
  async run({ effectKey }: JobPayload): Promise<void> {
    seen.push(effectKey);
  }
}

@Injectable()
@Handles(sell)
class Sell extends Greet {}

let database: TestDatabase;
let redis: RedisServer;
let app: INestApplicationContext;

beforeAll(async () => {
  [database, redis] = await Promise.all([TestDatabase.create(), RedisServer.start()]);

  @Global()
  @Module({ providers: [Health, { provide: PlatformDatabase, useValue: database.platform() }], exports: [Health, PlatformDatabase] })
  class GroundModule {}

  @Module({ imports: [GroundModule, JobsModule.forRoot({ redisUrl: redis.url, workOn: ['housekeeping'], drainMs: 1_000 })], providers: [Greet, Sell] })
  class WorkerUnderTest {}

  app = await NestFactory.createApplicationContext(WorkerUnderTest, { logger: false, abortOnError: false });
});
afterAll(async () => {
  await app.close();
  await redis.end();
  await database.drop();
});

/** Those that were run, once the last of them has been. */
async function run(...asked: [kind: typeof greet, organization: number, effectKey: string][]): Promise<string[]> {
  await stand(database, 1, 'active');
  for (const [kind, organization, effectKey] of asked) await app.get(Jobs).enqueue(kind, { organizationId: organizationId(organization), effectKey });
  await app.get(Jobs).enqueue(greet, { organizationId: organizationId(1), effectKey: 'last' }, { delayMs: 1_000 });
  for (let waited = 0; !seen.includes('last') && waited < 10_000; waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  return seen.splice(0).sort((a, b) => a.localeCompare(b));
}

it('S17 S24 a job is left undone while its organisation is suspended or gone, and runs once it is back', async () => {
  await stand(database, 2, 'suspended');
  expect(await run([greet, 2, 'suspended'], [greet, 99, 'of nobody'])).toEqual(['last']);
  await stand(database, 2, 'active');
  expect(await run([greet, 2, 'resumed'])).toEqual(['last', 'resumed']);
});

it('a job of a product module is left undone where the organisation does not have it', async () => {
  await stand(database, 2, 'active', ['support']);
  await stand(database, 3, 'active', ['sales']);
  expect(await run([sell, 2, 'not here'], [sell, 3, 'here'], [greet, 2, 'of the platform'])).toEqual(['here', 'last', 'of the platform']);
});
