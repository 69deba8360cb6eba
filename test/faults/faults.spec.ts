import { vi } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONG, SHORT } from './fault-list.js';
import { RunningProduct } from './running-product.js';

/** `npm run faults` takes so long over each of many; `npm test` goes through a few. */
const SECONDS = Number(process.env['FAULT_SECONDS'] ?? 0);
const FAULTS = SECONDS > 0 ? LONG : SHORT;
const ONLY = new RegExp(process.env['FAULT'] ?? '');
const SETTLING_MS = 90_000;
const CLIENTS = 4;
const CLIENTS_REST_MS = SECONDS > 0 ? 50 : 150;

// Most faults take longer than they are given: what they break has to come back.
vi.setConfig({ testTimeout: (SECONDS * 40 + 1_200) * 1_000, hookTimeout: (SECONDS * 40 + 1_200) * 1_000 });

let product: RunningProduct;
beforeAll(async () => (product = await RunningProduct.start(SECONDS > 0)));
afterAll(() => product.close());

it('nothing is lost, made twice or told as two things, whatever falls over meanwhile', async () => {
  product.write(CLIENTS, CLIENTS_REST_MS);
  for (const [name, fault] of Object.entries(FAULTS).filter(([each]) => ONLY.test(each))) {
    const before = product.log.answered.length;
    const until = Date.now() + SECONDS * 1_000;
    do await fault(product);
    while (Date.now() < until);
    for (let n = 0; n < 100 && product.log.answered.length === before; n += 1) await sleep(100);
    if (product.log.answered.length === before) throw new Error(`Since "${name}" nobody has been answered.`);
    if (SECONDS > 0) process.stdout.write(`${new Date().toISOString()} ${name}: ${product.log.answered.length} answered so far\n`);
  }
  await product.settle(SETTLING_MS);
  expect(await product.log.broken(product.world, product.sink)).toEqual([]);
  // The clients did see something of it.
  expect(product.log.refusals.size).toBeGreaterThan(0);
});
