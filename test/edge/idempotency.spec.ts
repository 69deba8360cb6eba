import type { LightMyRequestResponse } from 'fastify';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import { TestDatabase } from '#test/worlds/database.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { ORGANIZATION, OTHER_ORGANIZATION, startApi, type TestApi } from './api.js';

let database: TestDatabase;
let api: TestApi;
let now = new Date();

beforeAll(async () => {
  database = await TestDatabase.create();
  api = await startApi(database, {}, { clock: { now: () => now } });
});
afterAll(async () => {
  await api.app.close();
  await database.drop();
});
beforeEach(() => {
  now = new Date();
  api.probe.gate = Promise.resolve();
});

type Payload = Record<string, unknown>;

function post(key: string, headers: Record<string, string>, payload: Payload = {}, query = ''): Promise<LightMyRequestResponse> {
  return api.inject({ method: 'POST', url: `/api/v1/probe/effect${query}`, headers: { ...headers, 'idempotency-key': key }, payload });
}

/** Rows that handlers wrote, which is what "effect" means here. */
async function effects(organization = ORGANIZATION): Promise<number> {
  const [row] = await inOrganization(organization, MACHINERY, () =>
    database.tenancy().read<{ count: string }>({ text: `SELECT count(*) FROM idempotency_key WHERE organization_id = $1 AND path = 'effect'`, values: [organization] }),
  );
  return Number(row?.count);
}

function same(first: LightMyRequestResponse, second: LightMyRequestResponse): void {
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect([second.statusCode, second.rawPayload]).toEqual([first.statusCode, first.rawPayload]);
  for (const name of ['content-type', 'content-length', 'etag', 'location']) expect(second.headers[name]).toBe(first.headers[name]);
}

describe('I4 Idempotency-Key', () => {
  it('replays the first answer byte for byte, without a second effect', async () => {
    const [before, person] = [await effects(), api.member()];
    const first = await post('key-1', person, { size: 5_000 });
    expect([first.statusCode, first.headers['idempotency-replayed'], first.headers.etag]).toEqual([201, undefined, '"1"']);
    for (let n = 0; n < 3; n += 1) same(first, await post('key-1', person, { size: 5_000 }));
    expect(await effects()).toBe(before + 1);
  });

  it('replays an empty answer as an empty one', async () => {
    const person = api.member();
    const first = await post('nothing', person, { nothing: true });
    expect(first.body).toBe('');
    same(first, await post('nothing', person, { nothing: true }));
  });

  it('keeps the answer and the effect of a request without a key as they were', async () => {
    const person = api.member();
    const send = (): Promise<LightMyRequestResponse> => api.inject({ method: 'POST', url: '/api/v1/probe/effect', headers: person, payload: {} });
    const before = await effects();
    expect((await send()).json<{ n: number }>().n).not.toBe((await send()).json<{ n: number }>().n);
    expect(await effects()).toBe(before + 2);
  });

  it('refuses the key for another body, another query or another path with 422', async () => {
    const person = api.member();
    await post('mine', person, { size: 1 });
    expect((await post('mine', person, { size: 2 })).statusCode).toBe(422);
    expect((await post('mine', person, { size: 1 }, '?a=1')).statusCode).toBe(422);
    const elsewhere = await api.inject({ method: 'POST', url: '/api/v1/probe/echo', headers: { ...person, 'idempotency-key': 'mine' }, payload: { size: 1 } });
    expect(elsewhere.statusCode).toBe(422);
  });

  it('is of one person in one organisation', async () => {
    const before = [await effects(), await effects(OTHER_ORGANIZATION)];
    const answers = [await post('shared', api.member()), await post('shared', api.member()), await post('shared', api.member(OTHER_ORGANIZATION))];
    expect(new Set(answers.map(({ body }) => body)).size).toBe(3);
    expect([await effects(), await effects(OTHER_ORGANIZATION)]).toEqual([before[0]! + 2, before[1]! + 1]);
  });

  it('answers 409 while the first is under way, then replays', async () => {
    const person = api.member();
    let open!: () => void;
    api.probe.gate = new Promise((resolve) => (open = resolve));
    const before = await effects();
    const first = post('busy', person);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await post('busy', person)).statusCode).toBe(409);
    open();
    same(await first, await post('busy', person));
    expect(await effects()).toBe(before + 1);
  });

  it('lets one of 20 at once have its effect', async () => {
    const person = api.member();
    const before = await effects();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('stampede', person)));
    expect(answers.every(({ statusCode }) => [201, 409].includes(statusCode))).toBe(true);
    expect(new Set(answers.filter(({ statusCode }) => statusCode === 201).map(({ body }) => body)).size).toBe(1);
    expect(await effects()).toBe(before + 1);
  });

  it.each([['conflict', 409], ['unexpected', 500]])('undoes the effect of a handler that fails (%s), and replays its refusal', async (fail, status) => {
    const person = api.member();
    const before = await effects();
    const first = await post(`fails-${fail}`, person, { fail });
    expect(first.statusCode).toBe(status);
    expect(first.body).not.toContain('secret detail');
    same(first, await post(`fails-${fail}`, person, { fail }));
    expect(await effects()).toBe(before);
  });

  it('does not keep a refusal that may pass', async () => {
    const person = api.member();
    const before = api.probe.effects;
    for (let n = 0; n < 2; n += 1) expect((await post('later', person, { fail: 'lock' })).statusCode).toBe(503);
    expect(api.probe.effects).toBe(before + 2);
  });

  it('counts a key as absent after 24 hours', async () => {
    const person = api.member();
    const first = await post('old', person);
    now = new Date(now.getTime() + 23 * 3_600_000);
    same(first, await post('old', person));
    now = new Date(now.getTime() + 2 * 3_600_000);
    const second = await post('old', person);
    expect(second.body).not.toBe(first.body);
    same(second, await post('old', person));
  });

  it('says of an answer that is too large that it will not be repeated, and still has one effect', async () => {
    const person = api.member();
    const before = await effects();
    const first = await post('large', person, { size: 1_100_000 });
    expect([first.statusCode, first.headers['idempotency-replayable'], first.body.length > 1_100_000]).toEqual([201, 'false', true]);
    const second = await post('large', person, { size: 1_100_000 });
    expect([second.statusCode, second.json<{ type: string }>().type]).toEqual([409, 'urn:tessera:problem:not-replayable']);
    expect(await effects()).toBe(before + 1);
  });

  it.each(['', ' ', 'a b', 'ä', 'x'.repeat(256)])('refuses the key "%s"', async (key) => {
    expect((await post(key, api.member())).statusCode).toBe(400);
  });

  it('takes 255 visible characters', async () => {
    expect((await post('~'.repeat(255), api.member())).statusCode).toBe(201);
  });
});
