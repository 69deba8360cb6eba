import { jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RunningProduct } from './running-product.js';

/** `npm run faults` takes longer over each of them. */
const SECONDS = Number(process.env['FAULT_SECONDS'] ?? 0);
/** As long as the target may have to wait: a hold of 30 s runs out, and the second attempt is made. */
const SETTLING_MS = 90_000;
const CLIENTS = 4;
const CLIENTS_REST_MS = SECONDS > 0 ? 50 : 250;

jest.setTimeout((SECONDS * 10 + 300) * 1_000);

let product: RunningProduct;
beforeAll(async () => (product = await RunningProduct.start()));
afterAll(() => product.close());

type Fault = (product: RunningProduct) => Promise<void>;

const FAULTS: Record<string, Fault> = {
  'F01 an API is killed': (running) => running.killAndRun('api 0'),
  'F02 a worker is killed': (running) => running.killAndRun('worker 0'),
  'F04 a worker is frozen, and wakes when others have taken its work': async (running) => {
    running.signal('worker 1', 'SIGSTOP');
    await sleep(SECONDS > 0 ? 90_000 : 4_000);
    running.signal('worker 1', 'SIGCONT');
  },
  'F06 processes are told to stop, one after the other': async (running) => {
    for (const name of ['api 1', 'worker 1']) {
      running.signal(name, 'SIGTERM');
      await sleep(2_000);
      await running.run(name);
    }
  },
  'F08 connections of the database are cut': async ({ world }) => {
    const administrator = new pg.Client(world.database.administratorUrl);
    await administrator.connect();
    for (let n = 0; n < 5; n += 1) {
      await administrator.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5`);
      await sleep(500);
    }
    await administrator.end();
  },
  'F16 Redis is down': async ({ redis }) => {
    await redis.kill();
    await sleep(SECONDS > 0 ? 60_000 : 3_000);
    await redis.start();
  },
  'F17 Redis forgets everything': ({ redis }) => redis.forget(),
  'F18 Redis is frozen': async ({ redis }) => {
    redis.freeze();
    await sleep(3_000);
    redis.thaw();
  },
};

it('nothing is lost, made twice or told as two things, whatever falls over meanwhile', async () => {
  product.write(CLIENTS, CLIENTS_REST_MS);
  for (const [name, fault] of Object.entries(FAULTS)) {
    const before = product.log.answered.length;
    const until = Date.now() + SECONDS * 1_000;
    do await fault(product);
    while (Date.now() < until);
    await sleep(1_000);
    if (product.log.answered.length === before) throw new Error(`Since "${name}" nobody has been answered.`);
  }
  await product.settle(SETTLING_MS);
  expect(await product.log.broken(product.world, product.sink)).toEqual([]);
  // The clients did see something of it.
  expect(product.log.refusals.size).toBeGreaterThan(0);
});
