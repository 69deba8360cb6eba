import { AutomationWorld } from './automation-world.js';

const WAITS = 2_000;
const SECONDS = 30;

let world: AutomationWorld;
beforeAll(async () => {
  world = await AutomationWorld.create();
  await world.work();
}, 60_000);
afterAll(() => world.close());

it(`F17 ${WAITS} waits survive a restart and the loss of Redis, and each ends once, within five seconds of its time`, async () => {
  await world.workflow('waits', { trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'jobTitle', operator: 'eq', value: 'Waits' } }, steps: [{ key: 'pause', do: 'wait', seconds: SECONDS }, { key: 'mark', do: 'update', values: { jobTitle: 'Waited' } }] });
  for (let n = 0; n < WAITS / 500; n += 1) {
    const made = await world.as('owner').post('/api/v1/sales/contacts/bulk', { create: Array.from({ length: 500 }, (_, m) => ({ lastName: `Wait ${n} ${m}`, jobTitle: 'Waits' })) });
    expect(made.statusCode).toBe(200);
  }
  const standing = async (...states: string[]) => {
    const among = async () => (await world.sql<{ count: number }>(`SELECT count(*)::integer AS count FROM workflow_run WHERE organization_id = $1 AND state = ANY ($2)`, states))[0]!.count;
    for (let n = 0; n < 600 && (await among()) !== WAITS; n += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await among()).toBe(WAITS);
  };
  await standing('waiting', 'done');
  await world.rest();
  await world.forgetJobs();
  await world.work();
  await standing('done');
  const [late] = await world.sql<{ first: number; last: number; rate: number }>(`
    SELECT min(extract(epoch FROM ended_at - started_at))::float8 AS first, max(extract(epoch FROM ended_at - started_at))::float8 AS last FROM workflow_run WHERE organization_id = $1`);
  expect(late!.first).toBeGreaterThanOrEqual(SECONDS);
  expect(late!.last).toBeLessThan(SECONDS + 5);
  expect(await world.sql(`SELECT count(*)::integer AS changes, count(DISTINCT record_id)::integer AS records FROM ledger_entry WHERE organization_id = $1 AND subject = 'contact' AND what = 'update'`)).toEqual([{ changes: WAITS, records: WAITS }]);
}, 150_000);
