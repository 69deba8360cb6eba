import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import type { Entry } from '#platform/ledger/entry.js';
import { type Listener, Listens } from '#platform/ledger/listener.js';
import { Does, type Ids, defineWork, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import type { Plan } from '#platform/work/work.js';
import { organizationId } from '#test/worlds/database.js';
import { continueLedgerOrder } from '../../apps/console/database/ledger-order.js';
import { Scribe, until, Workshop } from './worker.js';

const echo = defineWork<{ entryId: string }>({ queue: 'automation', name: 'echo' });
const echoed: string[] = [];
let stumbles = 0;

@Injectable()
@Does(echo)
class Echo implements WorkHandler<{ entryId: string }> {
  async do({ about }: WorkInHand<{ entryId: string }>): Promise<void> {
    echoed.push(about.entryId);
  }
}

@Injectable()
@Listens()
class Ear implements Listener {
  wants(entries: readonly Entry[]): Plan<Ids>[] {
    if (stumbles > 0) {
      stumbles -= 1;
      throw new Error('stumbled');
    }
    return entries.filter(({ what }) => what === 'thing.heard').map(({ id }) => ({ kind: echo, effectKey: id, about: { entryId: id } }));
  }
}

let workshop: Workshop;
let scribes: Scribe[];
beforeAll(async () => {
  workshop = await Workshop.open(3);
  scribes = [(await workshop.worker(Echo, Ear, Scribe)).get(Scribe), (await workshop.worker(Echo, Ear, Scribe)).get(Scribe)];
  await until(async () => (await facts(1)).length === 0);
});
afterAll(() => workshop.close());

const told = () => scribes.flatMap((scribe) => scribe.told);

async function facts(organization: number): Promise<{ id: string; what: string }[]> {
  const text = `SELECT id, what FROM ledger_entry WHERE organization_id = $1 AND kind = 'fact' ORDER BY transaction, id`;
  return workshop.inside(organization, () => workshop.tenancy.read<{ id: string; what: string }>({ text, values: [organizationId(organization)] }));
}

it('what commits late is neither skipped nor overtaken, and is heard of soon after', async () => {
  let finish = (): void => undefined;
  const open = new Promise<void>((resolve) => (finish = resolve));
  const slow = workshop.inside(1, () =>
    workshop.tenancy.transaction(async (transaction) => {
      await transaction.query(factStatement('thing.slow', 'thing', null, {}));
      await open;
    }),
  );
  await sleep(100);
  await workshop.tell(1, 'thing.quick');
  await sleep(600);
  expect(told().filter(({ what }) => what !== 'thing.heard')).toEqual([]);
  finish();
  await slow;
  const since = performance.now();
  await until(() => told().length >= 2);
  expect(performance.now() - since).toBeLessThan(1_000);
  expect(told().map(({ what }) => what)).toEqual(['thing.slow', 'thing.quick']);
});

it('of many transactions at once, of which some roll back, every entry arrives in order, and its work is done once', async () => {
  const writes = Array.from({ length: 120 }, async (_, n) => {
    await sleep(Math.random() * 400);
    if (n % 40 === 0) stumbles += 1;
    await workshop
      .inside(2 + (n % 2), () =>
        workshop.tenancy.transaction(async (transaction) => {
          await transaction.query(factStatement('thing.heard', 'thing', null, { n }));
          await sleep(Math.random() * 150);
          if (n % 7 === 0) throw new Error('rolled back');
        }),
      )
      .catch(() => undefined);
  });
  await Promise.all(writes);
  const written = [...(await facts(2)), ...(await facts(3))].map(({ id }) => id);
  expect(written).toHaveLength(102);
  await until(() => echoed.length >= 102 && new Set(told().map(({ id }) => id)).size >= 104, 25_000);
  await sleep(300);
  expect([...echoed].sort()).toEqual([...written].sort());
  for (const n of [2, 3]) {
    const known = new Set((await facts(n)).map(({ id }) => id));
    const inOrder = [...new Set(scribes.flatMap((scribe) => scribe.told).map(({ id }) => id))].filter((id) => known.has(id));
    expect(inOrder).toEqual([...known]);
  }
});

it('goes on after the database has been brought to another server, which counts transactions from the beginning', async () => {
  await until(async () => (await facts(1)).length === new Set(told().filter(({ what }) => what !== 'thing.heard').map(({ id }) => id)).size);
  const administrator = workshop.database.pool(workshop.database.administratorUrl);
  await administrator.query(`UPDATE ledger_entry SET transaction = transaction + 5000000000`);
  await administrator.query(`UPDATE ledger_cursor SET transaction = transaction + 5000000000`);
  expect(await continueLedgerOrder(workshop.database.administratorUrl)).toBeGreaterThan(4_000_000_000n);
  expect(await continueLedgerOrder(workshop.database.administratorUrl)).toBeNull();
  await workshop.tell(1, 'thing.abroad');
  await until(() => told().some(({ what }) => what === 'thing.abroad'));
});
