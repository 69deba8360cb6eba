import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { addAccount } from '#platform/identity/account.query.js';
import { RedisServer } from '#test/ops/redis-server.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';
import { session } from './operator.js';

const BASE = '/api/v1/superadmin/queues';
let redis: RedisServer;
let world: TwoTenants;
let operator: Caller;
let halfOperator: Caller;

beforeAll(async () => {
  redis = await RedisServer.start();
  world = await TwoTenants.create({ REDIS_URL: redis.url });
  const id = uuidv7();
  await world.platform((platform) => platform.query(addAccount({ id, email: 'root@tessera.test', name: 'Root', superAdmin: true }, null)));
  [operator, halfOperator] = [await session(world, id, true), await session(world, id, false)];
});
afterAll(async () => {
  await world.close();
  await redis.end();
});

it('S24 shows what waits and what has failed, and lets it be done again, to those who run the deployment alone', async () => {
  const [a, b] = [world.organizations.A.id, world.organizations.B.id];
  const statement = {
    text: `INSERT INTO work (organization_id, queue, kind, effect_key, about, next_at, created_at, state, ended_at, attempts, outcome) VALUES
      ($1, 'webhooks', 'post', 'one', '{}', now(), now(), 'dead', now(), 10, 'The target is gone.'), ($1, 'webhooks', 'post', 'two', '{}', now() - interval '1 minute', now(), 'waiting', NULL, 0, NULL),
      ($1, 'webhooks', 'post', 'three', '{}', now(), now(), 'done', now(), 1, NULL) RETURNING id`,
    values: [a],
  };
  const [dead, waiting] = (await world.inside('A', (tenancy) => tenancy.write<{ id: string }>(statement))).map(({ id }) => id);

  const { queues, organizations } = (await operator.get(BASE)).json<{ queues: { queue: string; oldestSeconds: number }[]; organizations: object[] }>();
  expect(queues.find(({ queue }) => queue === 'webhooks')).toMatchObject({ places: 0, waiting: 0, due: 1, inHand: 0, dead: 1, oldestSeconds: expect.any(Number) });
  expect(queues.find(({ queue }) => queue === 'webhooks')!.oldestSeconds).toBeGreaterThan(50);
  expect(organizations).toContainEqual({ organizationId: a, queue: 'webhooks', due: 1, inHand: 0, dead: 1 });
  expect((await operator.get(`${BASE}/dead/${a}`)).json()).toMatchObject({ data: [{ id: dead, kind: 'post', attempts: 10, outcome: 'The target is gone.' }] });
  expect((await operator.get(`${BASE}/dead/${b}`)).json()).toEqual({ data: [] });

  const replay = (caller: Caller, organization: string) => caller.post(`${BASE}/dead/${organization}/replay`, { ids: [dead, waiting], reason: 'The target is back.' });
  expect((await replay(operator, b)).json()).toEqual({ replayed: 0 });
  expect((await replay(operator, a)).json()).toEqual({ replayed: 1 });
  expect((await replay(operator, a)).json()).toEqual({ replayed: 0 });
  const told = await world.inside('A', (tenancy) => tenancy.read({ text: `SELECT after ->> 'reason' AS reason FROM ledger_entry WHERE organization_id = $1 AND what = 'work.replayed'`, values: [a] }));
  expect(told).toEqual([{ reason: 'The target is back.' }]);

  for (const caller of [world.as('A', 'owner'), world.as('A', 'anon')])
    for (const address of [BASE, `${BASE}/dead/${a}`]) expect((await caller.get(address)).statusCode).toBe(404);
  expect((await halfOperator.get(BASE)).statusCode).not.toBe(200);
  for (const id of [uuidv7(), 'nothing']) expect((await operator.get(`${BASE}/dead/${id}`)).statusCode).toBe(404);
});
