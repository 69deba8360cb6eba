import { AutomationWorld } from './automation-world.js';

const WAITS = 10_000;
/** The time of so many comes while the test looks on, spread over some seconds. */
const [DUE, FIRST_IN_MS, APART_MS] = [200, 12_000, 40];

let world: AutomationWorld;
beforeAll(async () => {
  world = await AutomationWorld.create();
  await world.work();
}, 60_000);
afterAll(() => world.close());

it(`F17 ${WAITS} waits survive a restart and the loss of Redis; those whose time comes end once, within five seconds of it, and no other`, async () => {
  const id = await world.workflow('waits', { trigger: { kind: 'button', noun: 'contact' }, steps: [{ key: 'pause', do: 'wait', seconds: 86_400 }, { key: 'mark', do: 'create', noun: 'contact', values: { lastName: 'Waited' } }] });
  const recordId = await world.contact({});
  await world.as('owner').post(`/api/v1/automation/workflows/${id}/start`, { recordId });
  const { id: first } = await world.run(id, 'waiting', recordId);
  await world.rest();
  // All others are like the first. Of each the time at which it is due stands where otherwise the time would stand at which it began.
  await world.sql(`
    WITH due AS (SELECT uuidv7() AS id, CASE WHEN n <= $3 THEN now() + ($4 + n * $5) * interval '1 ms' ELSE now() + n * interval '1 minute' END AS at FROM generate_series(1, $6) n),
    runs AS (
      INSERT INTO workflow_run (organization_id, id, workflow_id, version_id, as_id, cause, noun, record_id, chain, request_id, state, turn, position, waits_until, started_at)
      SELECT r.organization_id, d.id, r.workflow_id, r.version_id, r.as_id, r.cause, r.noun, r.record_id, r.chain, r.request_id, r.state, r.turn, r.position, d.at, d.at FROM workflow_run r, due d WHERE r.organization_id = $1 AND r.id = $2)
    INSERT INTO work (organization_id, request_id, created_at, queue, kind, effect_key, about, next_at)
    SELECT w.organization_id, w.request_id, w.created_at, w.queue, w.kind, replace(w.effect_key, $2::text, d.id::text), w.about || jsonb_build_object('runId', d.id), d.at
    FROM work w, due d WHERE w.organization_id = $1 AND w.kind = 'carry-on-workflow' AND w.about ->> 'runId' = $2::text AND w.ended_at IS NULL`, first, DUE, FIRST_IN_MS, APART_MS, WAITS - 1);
  await world.forgetJobs();
  await world.work();
  const standing = async () => Object.fromEntries((await world.sql<{ state: string; count: number }>(`SELECT state, count(*)::integer AS count FROM workflow_run WHERE organization_id = $1 GROUP BY state`)).map(({ state, count }) => [state, count]));
  for (let n = 0; n < 400 && (await standing()).done !== DUE; n += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await standing()).toEqual({ done: DUE, waiting: WAITS - DUE });
  const [late] = await world.sql<{ least: number; most: number }>(`SELECT min(extract(epoch FROM ended_at - started_at))::float8 AS least, max(extract(epoch FROM ended_at - started_at))::float8 AS most FROM workflow_run WHERE organization_id = $1 AND state = 'done'`);
  expect(late!.least).toBeGreaterThanOrEqual(0);
  expect(late!.most).toBeLessThan(5);
  expect(await world.sql(`SELECT count(*)::integer AS marks FROM contact WHERE organization_id = $1 AND last_name = 'Waited'`)).toEqual([{ marks: DUE }]);
}, 90_000);
