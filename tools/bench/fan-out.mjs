// How many entries of the ledger a worker passes on to all that listen and follow.
import { organizationId } from './world.mjs';

const AT_ONCE = 500;

export async function entriesPerSecond({ stage, worker, ask, entries }) {
  await make(ask, AT_ONCE);
  await caughtUp(stage);
  await stage.pause(worker);
  await make(ask, entries);
  const began = performance.now();
  stage.go(worker);
  await caughtUp(stage);
  return entries / ((performance.now() - began) / 1_000);
}

async function make(ask, count) {
  for (let from = 0; from < count; from += AT_ONCE) await ask('POST', '/sales/contacts/bulk', { create: Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => ({ lastName: `Entry ${from + n}` })) });
}

async function caughtUp({ administrator }) {
  for (let tries = 0; tries < 3_000; tries += 1) {
    const { rows: [{ behind }] } = await administrator.query(
      `SELECT count(*)::int AS behind FROM ledger_cursor c WHERE c.organization_id = $1
         AND EXISTS (SELECT 1 FROM ledger_entry e WHERE e.organization_id = $1 AND (e.transaction, e.id) > (c.transaction, c.entry_id))`,
      [organizationId(1)],
    );
    const { rows: [{ waiting }] } = await administrator.query(`SELECT count(*)::int AS waiting FROM ledger_cursor WHERE organization_id = $1`, [organizationId(1)]);
    if (waiting > 0 && behind === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The followers did not catch up.');
}
