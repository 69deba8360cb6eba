import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProduct } from './running-product.js';

export type Fault = (product: RunningProduct) => Promise<void>;

/** Those of `npm test`, back to back. */
export const SHORT: Record<string, Fault> = {
  'F01 F02 an API and a worker are killed': (product) => product.killAndRun('api 0', 'worker 0'),
  'F08 connections of the database are cut': (product) => product.cutConnections(2),
  'F06 an API and a worker are told to stop': (product) => product.stopAndRun('api 1', 'worker 1'),
  'F16 F17 Redis is killed, comes back and has forgotten everything': async ({ redis }) => {
    await redis.kill();
    await sleep(1_500);
    await redis.start();
  },
};

const DEAD_TARGETS = 20;

/** Those of `npm run faults`, each for as long as it says. */
export const LONG: Record<string, Fault> = {
  'F01 an API is killed': (product) => product.killAndRun('api 0'),
  'F02 a worker is killed': (product) => product.killAndRun('worker 0'),
  'F03 a job takes its process with it': async (product) => {
    const id = await product.plan('poison');
    for (let n = 0; n < 200 && (await product.workState(id)) !== 'dead'; n += 1) {
      // As if the time that a silent worker is given were over.
      if ((await product.runWhatFell()) > 0) await product.hurry();
      await sleep(500);
    }
    await product.runWhatFell();
    if ((await product.workState(id)) !== 'dead') throw new Error('F03 the poison is still tried.');
    if (product.fallen > 4) throw new Error(`F03 the poison took ${product.fallen} processes with it.`);
    product.fallen = 0;
  },
  'F04 a worker is frozen, and wakes when others have taken its work': async (product) => {
    product.signal('worker 1', 'SIGSTOP');
    await sleep(90_000);
    product.signal('worker 1', 'SIGCONT');
  },
  'F06 processes are told to stop, one after the other': async (product) => {
    for (const name of ['api 1', 'worker 1']) await product.stopAndRun(name);
  },
  'F07 a worker is told to stop in the middle of what never ends': async (product) => {
    product.sink.behave('/ledger', () => undefined);
    await sleep(1_000);
    const began = Date.now();
    await product.stopAndRun('worker 0');
    product.sink.behave('/ledger', null);
    if (Date.now() - began > 45_000) throw new Error('F07 the worker did not end at its deadline.');
  },
  'F08 connections of the database are cut': (product) => product.cutConnections(5),
  'F09 the database crashes, recovers, and then refuses everybody for half a minute': async (product) => {
    await product.crashDatabase();
    await product.refuseConnections(30_000);
  },
  'F16 Redis is down': async ({ redis }) => {
    await redis.kill();
    await sleep(60_000);
    await redis.start();
  },
  'F17 Redis forgets everything': ({ redis }) => redis.forget(),
  'F18 Redis is frozen': async ({ redis }) => {
    redis.freeze();
    await sleep(3_000);
    redis.thaw();
  },
  'F19 Redis comes back as it was a while ago': async ({ redis }) => {
    await redis.remember();
    await sleep(5_000);
    await redis.kill();
    await redis.start();
  },
  'F28 targets of another organisation hang, fail, redirect, refuse and never end': async (product) => {
    const manners = [() => undefined, 500, 301, 429, 410] as const;
    await product.deadTargets('B', Array.from({ length: DEAD_TARGETS }, (_, n) => manners[n % manners.length]!));
    await product.bulk('B', 200);
    await sleep(20_000);
  },
  'F30 another organisation is noisy': (product) => product.bulk('B', 10_000),
  'F33 three workers want to lead, and whoever does is frozen': async (product) => {
    await product.run('worker 2');
    for (const name of ['worker 0', 'worker 1', 'worker 2']) {
      product.signal(name, 'SIGSTOP');
      await sleep(20_000);
      product.signal(name, 'SIGCONT');
    }
    await product.stop('worker 2');
    const twice = await product.ticksDoneTwice();
    if (twice > 0) throw new Error(`F33 ${twice} ticks of a schedule were done twice.`);
  },
  'F38 the power is cut': (product) => product.cutPower(),
};
