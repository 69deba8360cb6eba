import type { LightMyRequestResponse } from 'fastify';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

const ROUNDS = 120;
const CONTACTS = '/api/v1/sales/contacts';
let world: TwoTenants;
let rep: Caller;
let unreadable: string;
let deleted: string;
let elsewhere: string;

beforeAll(async () => {
  world = await TwoTenants.create();
  rep = world.as('A', 'rep');
  const { A, B } = world.organizations;
  unreadable = A.contacts[1]!;
  elsewhere = B.contacts[0]!;
  deleted = A.contacts[2]!;
  expect((await world.as('A', 'owner').delete(`${CONTACTS}/${deleted}`)).statusCode).toBe(204);
});
afterAll(() => world.close());

const WAYS: [string, (id: string) => Promise<LightMyRequestResponse>][] = [
  ['GET', (id) => rep.get(`${CONTACTS}/${id}`)],
  ['GET with more', (id) => rep.get(`${CONTACTS}/${id}?fields=lastName&include=company,owner`)],
  ['PATCH', (id) => rep.patch(`${CONTACTS}/${id}`, { lastName: 'Changed' })],
  ['PATCH of a version', (id) => rep.patch(`${CONTACTS}/${id}`, { lastName: 'Changed' }, { headers: { 'if-match': '"1"' } })],
  ['DELETE', (id) => rep.delete(`${CONTACTS}/${id}`)],
  ['restore', (id) => rep.post(`${CONTACTS}/${id}/restore`)],
];

function shapeOf({ statusCode, headers, body }: LightMyRequestResponse, id: string): unknown {
  const names = Object.keys(headers).filter((name) => !name.startsWith('ratelimit')).sort();
  return { statusCode, names, length: headers['content-length'], body: body.replaceAll(id, '<id>').replace(/"requestId":"[^"]*"/, '') };
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

describe.each(WAYS)('S22 %s', (_way, ask) => {
  it('answers for what is unreadable, deleted or elsewhere as for what never was', async () => {
    const missing = uuidv7();
    const expected = shapeOf(await ask(missing), missing);
    expect(expected).toMatchObject({ statusCode: 404 });
    for (const id of [unreadable, deleted, elsewhere]) expect(shapeOf(await ask(id), id)).toEqual(expected);
  });

  // Taken in turns, so that whatever slows the machine slows all alike; compared by medians, which outliers do not move.
  it('takes as long', async () => {
    const times = new Map<string, number[]>([['missing', []], ['unreadable', []], ['elsewhere', []]]);
    for (let round = 0; round < ROUNDS + 10; round += 1)
      for (const [kind, id] of [['missing', uuidv7()], ['unreadable', unreadable], ['elsewhere', elsewhere]] as const) {
        const started = performance.now();
        await ask(id);
        if (round >= 10) times.get(kind)!.push(performance.now() - started);
      }
    const [missing, hidden, foreign] = [...times.values()].map(median) as [number, number, number];
    for (const [kind, each] of [['unreadable', hidden], ['elsewhere', foreign]] as const) {
      const apart = Math.abs(each - missing);
      // A question more or less to the database would show as half as much again.
      if (apart > 0.35 * missing + 0.5) expect({ kind, median: each, missing }).toEqual({ kind, median: missing, missing });
    }
    expect(times.get('missing')).toHaveLength(ROUNDS);
  }, 60_000);
});

it('says 403 only of what is read', async () => {
  const support = world.as('A', 'support');
  expect((await support.patch(`${CONTACTS}/${unreadable}`, { lastName: 'Changed' })).statusCode).toBe(400);
  expect((await support.delete(`${CONTACTS}/${unreadable}`)).statusCode).toBe(403);
  expect((await support.delete(`${CONTACTS}/${uuidv7()}`)).statusCode).toBe(404);
});
