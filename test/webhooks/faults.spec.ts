import type { ServerResponse } from 'node:http';
import { until } from '#test/mail/post-office.js';
import { verified } from './sink.js';
import { WebhookWorld, type Logged } from './webhook-world.js';

let world: WebhookWorld;
beforeAll(async () => (world = await WebhookWorld.open()));
afterAll(() => world.close());

async function onlyOf(id: string, holds: (logged: Logged) => boolean): Promise<Logged> {
  return until(async () => (await world.log(id)).find(holds));
}

function mails(letter: string): Promise<{ recipient: string }[]> {
  return world.tenants.inside('A', (tenancy) => tenancy.read({ text: 'SELECT recipient FROM mail WHERE organization_id = $1 AND letter = $2', values: [world.tenants.organizations.A.id, letter] }));
}

describe('F28 A target that', () => {
  it('fails is asked again with the same id and a fresh time, while other records go on and its own wait their turn', async () => {
    let failures = 2;
    const slow = await world.contact();
    const { id, secret } = await world.subscribe('/recovers', ['contact.updated']);
    world.sink.behave('/recovers', (_request, response) => {
      const last = world.sink.at('/recovers').at(-1)!;
      const fails = last.said.data.id === slow && failures > 0;
      if (fails) failures -= 1;
      response.writeHead(fails ? 500 : 200).end(fails ? 'later' : 'ok');
    });
    await world.rename(slow, 'First');
    await until(() => world.sink.at('/recovers').length > 0);
    await world.rename(slow, 'Second');
    const quick = await world.contact();
    await world.rename(quick, 'Other');
    const arrived = await until(() => world.sink.at('/recovers').length >= 5 && world.sink.at('/recovers'));
    const ofSlow = arrived.filter(({ said }) => said.data.id === slow);
    expect(ofSlow.map((each) => each.id === ofSlow[0]!.id)).toEqual([true, true, true, false]);
    for (const each of arrived) verified(each, secret);
    expect(arrived.findIndex(({ said }) => said.data.id === quick)).toBeLessThan(arrived.indexOf(ofSlow[2]!));
    const first = await onlyOf(id, (logged) => logged.id === ofSlow[0]!.id && logged.state === 'delivered');
    expect([first.attempts, first.tries.map(({ status }) => status)]).toEqual([3, [500, 500, 200]]);
  });

  it('moves, floods or hangs has not taken anything', async () => {
    const targets = [
      ['/moved', (_request, response) => response.writeHead(301, { location: world.sink.url('/elsewhere') }).end(), 301],
      ['/floods', (_request, response) => { response.writeHead(200); const more = () => { while (response.write('x'.repeat(65_536))); response.once('drain', more); }; more(); }, null],
      ['/hangs', () => undefined, null],
    ] as [string, NonNullable<Parameters<WebhookWorld['sink']['behave']>[1]>, number | null][];
    const subscriptions = await Promise.all(targets.map(async ([path, manner]) => (world.sink.behave(path, manner), world.subscribe(path, ['company.created']))));
    for (const { id } of subscriptions) await world.act(id, 'test');
    for (const [n, { id }] of subscriptions.entries()) {
      const { tries, nextAt } = await onlyOf(id, (logged) => logged.tries.length >= 2);
      expect(tries.map(({ status }) => status).slice(0, 2)).toEqual([targets[n]![2], targets[n]![2]]);
      expect(nextAt === null ? 'ended' : 'waits').toBe('waits');
      await world.change(id, { active: false });
    }
    expect(world.sink.at('/elsewhere')).toEqual([]);
  });

  it('has too much to do is left alone for as long as it asks, with all that waits for it', async () => {
    const { id } = await world.subscribe('/busy', ['contact.created']);
    world.sink.behave('/busy', (_request, response) => response.writeHead(429, { 'retry-after': '3' }).end());
    await world.contact();
    await until(() => world.sink.at('/busy').length === 1);
    const since = Date.now();
    world.sink.behave('/busy', null);
    await world.contact();
    await until(() => world.sink.at('/busy').length === 3);
    expect(Date.now() - since).toBeGreaterThan(2_500);
    expect((await world.log(id)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('failed many requests in one moment, and one after that, does not rest for longer than it failed', async () => {
    const CROWD = 10;
    const patience = world.pace.timeoutMs;
    world.pace.timeoutMs = 15_000;
    const { id } = await world.subscribe('/burst', ['contact.created']);
    const held: ServerResponse[] = [];
    let asked = 0;
    // The whole crowd waits for its last, and then whoever is sent to see whether the target is back.
    world.sink.behave('/burst', (_request, response) => {
      asked += 1;
      if (asked > CROWD) response.writeHead(asked === CROWD + 1 ? 500 : 200).end();
      else if (held.push(response) === CROWD) held.forEach((each) => each.writeHead(500).end());
    });
    await Promise.all(Array.from({ length: CROWD }, () => world.contact()));
    await until(async () => (await world.log(id)).filter(({ state }) => state === 'delivered').length === CROWD, 20_000);
    world.pace.timeoutMs = patience;
  });

  it('is gone is sent nothing more, its owner is told, and what it missed can be sent again', async () => {
    const { id } = await world.subscribe('/gone', ['contact.created']);
    world.sink.behave('/gone', (_request, response) => response.writeHead(410).end());
    const since = new Date().toISOString();
    const missed = await world.contact();
    await until(async () => (await world.subscription(id)).pausedBecause === 'gone');
    await until(async () => (await mails('webhook-paused')).length === 1);
    expect(await mails('webhook-paused')).toEqual([{ recipient: 'admin@tenant-a.test' }]);
    world.sink.behave('/gone', null);
    expect((await world.act(id, 'replay', { since })).statusCode).toBe(409);
    await world.change(id, { active: true });
    expect((await world.act(id, 'replay', {})).statusCode).toBe(400);
    expect((await world.act(id, 'replay', { since })).statusCode).toBe(200);
    const again = await until(() => world.sink.at('/gone')[1]);
    expect([again.id, again.said.data.id]).toEqual([world.sink.at('/gone')[0]!.id, missed]);
    await until(async () => (await world.log(id))[0]!.state === 'delivered');
    expect((await world.act(id, 'replay', { deliveryId: again.id })).statusCode).toBe(200);
    await until(() => world.sink.at('/gone').length === 3);
    expect((await world.act(id, 'replay', { deliveryId: world.tenants.organizations.B.id })).statusCode).toBe(404);
  });

  it('took nothing for so long that it is given up is paused, with notice', async () => {
    const before = (await mails('webhook-paused')).length;
    const [given, waits] = [world.pace.givenUpAfterMs, world.pace.waitsMs];
    Object.assign(world.pace, { givenUpAfterMs: 500, waitsMs: [200, 200, 200, 200, 200, 200] });
    const { id } = await world.subscribe('/dead', ['contact.created']);
    world.sink.behave('/dead', (_request, response) => response.writeHead(500).end());
    await world.contact();
    await until(async () => (await world.subscription(id)).pausedBecause === 'failing');
    expect((await mails('webhook-paused')).length).toBe(before + 1);
    Object.assign(world.pace, { givenUpAfterMs: given, waitsMs: waits });
  });
});

it('I6 targets of one organisation that never answer, and a crowd before one of them, leave other targets and organisations alone', async () => {
  Object.assign(world.pace, { timeoutMs: 4_000 });
  const dead = Array.from({ length: 12 }, (_, n) => `/dead-${n}`);
  for (const path of dead) world.sink.behave(path, () => undefined);
  for (const path of dead) await world.subscribe(path, ['contact.updated']);
  await world.subscribe('/well', ['company.created']);
  const theirs = await world.subscribe('/theirs', ['contact.created'], 'admin', 'B');
  const crowd = await Promise.all(Array.from({ length: 12 }, (_, n) => world.contact({ lastName: `Crowd ${n}` })));
  await Promise.all(crowd.map((id) => world.rename(id, 'Again')));
  await until(() => dead.every((path) => world.sink.at(path).length > 0));
  const waits: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const since = performance.now();
    await world.contact({}, 'owner', 'B');
    await until(() => world.sink.at('/theirs').length === n + 1);
    waits.push(performance.now() - since);
  }
  expect(Math.max(...waits)).toBeLessThan(2_000);
  await world.as('owner').post('/api/v1/sales/companies', { name: 'Well' });
  await until(() => world.sink.at('/well').length === 1);
  for (const path of dead) expect(world.sink.at(path).length).toBeLessThanOrEqual(world.pace.mostAtOnce * 3);
  expect(theirs.id).toBeDefined();
}, 60_000);
