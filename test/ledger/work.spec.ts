import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import fc from 'fast-check';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { shares } from '#platform/work/shares.js';
import { Does, defineWork, GiveUp, Later, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work } from '#platform/work/work.js';
import { organizationId } from '#test/worlds/database.js';
import { until, Workshop } from './worker.js';

const task = defineWork<{ how: string }>({ queue: 'automation', name: 'task', waitsMs: [20, 20] });
const sum = defineWork<{ how: string }>({ queue: 'notifications', name: 'sum', atomic: true, waitsMs: [20, 20] });
const sell = defineWork<{ how: string }>({ queue: 'automation', name: 'sell', product: 'sales' });

const begun: string[] = [];
let stops = 0;
let stoppable = false;

@Injectable()
@Does(task)
class DoTask implements WorkHandler<{ how: string }> {
  async do({ about: { how }, effectKey, attempt, signal, progress }: WorkInHand<{ how: string }>): Promise<string | void> {
    begun.push(effectKey);
    if (how === 'fails once' && attempt === 1) throw new Error('not yet');
    if (how === 'fails') throw new Error(`failed ${attempt}`);
    if (how === 'gives up') throw new GiveUp('hopeless');
    if (how === 'later' && begun.filter((key) => key === effectKey).length === 1) throw new Later(new Date(Date.now() + 50), 'come back');
    if (how === 'takes a while') await sleep(20);
    if (how === 'waits for its end') {
      await progress(1, 3);
      stoppable = true;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      stops += 1;
    }
    return 'well';
  }
}

/** Writes a fact, and fails after it. */
@Injectable()
@Does(sum)
class DoSum implements WorkHandler<{ how: string }> {
  constructor(private readonly tenancy: Tenancy) {}

  async do({ effectKey, attempt }: WorkInHand): Promise<void> {
    await this.tenancy.write(factStatement('thing.summed', 'thing', null, { effectKey }));
    if (attempt < 3) throw new Error('after the effect');
  }
}

@Injectable()
@Does(sell)
class DoSell extends DoTask {}

let workshop: Workshop;
beforeAll(async () => {
  workshop = await Workshop.open(3);
  await workshop.worker(DoTask, DoSum, DoSell);
});
afterAll(() => workshop.close());

const one = async (how: string, more: { at?: Date; as?: string } = {}) => (await workshop.plan(1, { kind: task, effectKey: `${how} ${Math.random()}`, about: { how }, ...more }))[0]!;
const ends = async (id: string) => {
  await until(async () => !['waiting', 'in-hand'].includes((await workshop.row(1, id)).state));
  return workshop.row(1, id);
};

it('is done once for each effect key, however often it is planned, and falls with its transaction', async () => {
  const plan = { kind: task, effectKey: 'the same', about: { how: 'well' } };
  const planned = (await Promise.all(Array.from({ length: 20 }, () => workshop.plan(1, plan)))).flat();
  expect(planned).toHaveLength(1);
  const broken = workshop.inside(1, () =>
    workshop.tenancy.transaction(async () => {
      await new Work(workshop.tenancy).plan([{ ...plan, effectKey: 'rolled back' }]);
      throw new Error('no');
    }),
  );
  await expect(broken).rejects.toThrow('no');
  expect(await ends(planned[0]!)).toEqual({ state: 'done', attempts: 1, outcome: 'well' });
  await sleep(200);
  expect(begun.filter((key) => key === 'the same' || key === 'rolled back')).toEqual(['the same']);
});

it('is tried again, then dead with its reason, and can be replayed; it may also give up, or ask for later', async () => {
  expect(await ends(await one('fails once'))).toEqual({ state: 'done', attempts: 2, outcome: 'well' });
  const dead = await one('fails');
  expect(await ends(dead)).toEqual({ state: 'dead', attempts: 3, outcome: 'failed 3' });
  expect(await ends(await one('gives up'))).toEqual({ state: 'dead', attempts: 1, outcome: 'hopeless' });
  expect(await ends(await one('later'))).toEqual({ state: 'done', attempts: 1, outcome: 'well' });
  const replay = () => workshop.inside(1, () => new Work(workshop.tenancy).replay(dead));
  expect([await replay(), await replay()]).toEqual([true, false]);
  expect(await ends(dead)).toEqual({ state: 'dead', attempts: 3, outcome: 'failed 3' });
});

it('waits for its time, tells how far it is, and hears when it is cancelled', async () => {
  const later = await one('well', { at: new Date(Date.now() + 1_200) });
  await sleep(700);
  expect((await workshop.row(1, later)).state).toBe('waiting');
  expect((await ends(later)).state).toBe('done');
  const running = await one('waits for its end');
  await until(() => stoppable);
  expect(await workshop.inside(1, () => new Work(workshop.tenancy).cancel(running, 'Not wanted any more.'))).toBe(true);
  await until(() => stops === 1);
  expect(await workshop.row(1, running)).toEqual({ state: 'cancelled', attempts: 1, outcome: 'Not wanted any more.' });
});

it('I2 that fell with others comes back at once, then apart from them, and is given up when it falls alone', async () => {
  const later = new Date(Date.now() + 600_000);
  const ids = await workshop.plan(1, ...Array.from({ length: 7 }, (_, n) => ({ kind: task, effectKey: `fallen ${n}`, about: { how: 'well' }, at: later })));
  const fell = (some: string[], silences: number) => workshop.inside(1, () => workshop.tenancy.write({ text: `UPDATE work SET state = 'in-hand', claim = gen_random_uuid(), silences = $3, next_at = now() WHERE organization_id = $1 AND id = ANY ($2)`, values: [organizationId(1), some, silences] }));
  const [once, thrice, ...twice] = ids as [string, string, ...string[]];
  await Promise.all([fell([once], 1), fell([thrice], 3), fell(twice, 2)]);
  expect(await ends(once)).toMatchObject({ state: 'done' });
  await until(async () => (await Promise.all(twice.map((id) => workshop.row(1, id)))).every(({ state }) => state !== 'in-hand'));
  const times = await workshop.inside(1, () => workshop.tenancy.read<{ at: Date }>({ text: `SELECT next_at AS at FROM work WHERE organization_id = $1 AND id = ANY ($2)`, values: [organizationId(1), twice] }));
  expect(new Set(times.map(({ at }) => at.getTime())).size).toBe(twice.length);
  await workshop.inside(1, () => workshop.tenancy.write({ text: `UPDATE work SET next_at = now() WHERE organization_id = $1 AND id = ANY ($2)`, values: [organizationId(1), [...twice, thrice]] }));
  expect(await ends(twice[0]!)).toMatchObject({ state: 'done' });
  expect(await ends(thrice)).toMatchObject({ state: 'dead', outcome: 'Whoever had it in hand fell silent, 3 times in a row.' });
});

it('that is atomic leaves nothing of the attempts that failed', async () => {
  const [id] = await workshop.plan(2, { kind: sum, effectKey: 'a sum', about: { how: '' } });
  await until(async () => (await workshop.row(2, id!)).state === 'done');
  const text = `SELECT after ->> 'effectKey' AS key FROM ledger_entry WHERE organization_id = $1 AND what = 'thing.summed'`;
  expect(await workshop.inside(2, () => workshop.tenancy.read({ text, values: [organizationId(2)] }))).toEqual([{ key: 'a sum' }]);
  expect(await workshop.row(2, id!)).toMatchObject({ attempts: 3 });
});

it('S17 S24 is not done for who is gone or lacks the module', async () => {
  expect(await ends(await one('well', { as: '0193aaaa-0000-7000-8000-0000000000ff' }))).toMatchObject({ state: 'cancelled', attempts: 1 });
  const [id] = await workshop.plan(1, { kind: sell, effectKey: 'sold', about: { how: 'well' } });
  expect(await ends(id!)).toMatchObject({ state: 'cancelled', outcome: 'The organisation does not have the module sales.' });
});

it('I6 of one organisation does not keep another one waiting', async () => {
  await workshop.plan(1, ...Array.from({ length: 600 }, (_, n) => ({ kind: task, effectKey: `noise ${n}`, about: { how: 'takes a while' } })));
  await until(() => begun.includes('noise 50'));
  const before = begun.length;
  const [id] = await workshop.plan(3, { kind: task, effectKey: 'quiet', about: { how: 'well' } });
  await until(async () => (await workshop.row(3, id!)).state === 'done');
  expect(begun.indexOf('quiet') - before).toBeLessThan(60);
  await until(() => begun.filter((key) => key.startsWith('noise')).length === 600, 30_000);
});

it('shares out all free places, to nobody more than they ask for, and to whoever has the fewest first', () => {
  const claimant = fc.record({ due: fc.integer({ min: 0, max: 30 }), inHand: fc.integer({ min: 0, max: 6 }), oldest: fc.constant(null) });
  fc.assert(
    fc.property(fc.array(claimant, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (some, places) => {
      const claimants = some.map((each, n) => ({ ...each, organizationId: String(n) }));
      const given = shares(claimants, places);
      const most = Math.max(1, Math.floor(places * 0.75));
      const of = (id: string) => given.get(id) ?? 0;
      const free = Math.max(0, places - claimants.reduce((total, { inHand }) => total + inHand, 0));
      const sumGiven = [...given.values()].reduce((a, b) => a + b, 0);
      const wanted = claimants.reduce((total, { due, inHand }) => total + Math.min(due, Math.max(0, most - inHand)), 0);
      expect(sumGiven).toBe(Math.min(free, wanted));
      for (const { organizationId: id, due, inHand } of claimants) {
        expect(of(id)).toBeLessThanOrEqual(due);
        if (of(id) > 0) expect(inHand + of(id)).toBeLessThanOrEqual(most);
        // Whoever was left with less had no more to ask for.
        for (const other of claimants) if (of(id) > 0 && other.inHand + of(other.organizationId) < inHand + of(id) - 1) expect(of(other.organizationId)).toBe(other.due);
      }
    }),
  );
});
