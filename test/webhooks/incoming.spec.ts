import { Webhook } from 'standardwebhooks';
import { TwoTenants } from '#test/worlds/two-tenants.js';

const ENDPOINTS = '/api/v1/integration/webhook-endpoints';
const SAID = JSON.stringify({ order: 4711, note: 'a  space that signatures must not lose' });
let world: TwoTenants;
let endpoint: { id: string; address: string };
let secret: string;

beforeAll(async () => {
  world = await TwoTenants.create();
  endpoint = await made();
  secret = await draw(endpoint.id);
});
afterAll(() => world.close());

async function made(): Promise<{ id: string; address: string }> {
  return (await world.as('A', 'admin').post(ENDPOINTS, { name: 'Shop' })).json();
}

async function draw(id: string): Promise<string> {
  return (await world.as('A', 'admin').post(`${ENDPOINTS}/${id}/secret`)).json<{ secret: string }>().secret;
}

interface Sent {
  id?: string;
  at?: Date;
  body?: string;
  signed?: string;
  with?: string;
  signature?: string;
  type?: string;
}

async function send(address: string, { id = `msg_${Math.random()}`, at = new Date(), body = SAID, signed = body, with: key = secret, signature = new Webhook(key).sign(id, at, signed), type = 'application/json' }: Sent = {}) {
  const headers = { 'content-type': type, 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)), 'webhook-signature': signature };
  return world.as('A', 'anon').post(`/api/v1/hooks/${address}`, body, { headers });
}

function facts(): Promise<{ recordId: string; data: { receiptId: string } }[]> {
  return world.inside('A', (tenancy) => tenancy.read({ text: `SELECT record_id AS "recordId", after AS data FROM ledger_entry WHERE organization_id = $1 AND what = 'webhook.received' ORDER BY id`, values: [world.organizations.A.id] }));
}

describe('S41 A message from outside', () => {
  it('is kept word for word, told as a fact, and only once', async () => {
    const answer = await send(endpoint.address, { id: 'msg_1' });
    expect([answer.statusCode, answer.body]).toEqual([202, '']);
    expect((await send(endpoint.address, { id: 'msg_1', body: '{"another":"body"}' })).statusCode).toBe(202);
    const [fact, ...more] = await facts();
    expect([fact!.recordId, more]).toEqual([endpoint.id, []]);
    const url = `${ENDPOINTS}/${endpoint.id}/receipts`;
    const { data } = (await world.as('A', 'admin').get(url)).json<{ data: { id: string; messageId: string }[] }>();
    expect(data).toMatchObject([{ id: fact!.data.receiptId, messageId: 'msg_1', bytes: SAID.length }]);
    expect((await world.as('A', 'admin').get(`${url}/${data[0]!.id}`)).json()).toMatchObject({ body: SAID });
    expect([(await world.as('A', 'viewer').get(url)).statusCode, (await world.as('B', 'owner').get(`${url}/${data[0]!.id}`)).statusCode]).toEqual([403, 404]);
  });

  it('with ten of the same at once is told once', async () => {
    const before = (await facts()).length;
    const all = await Promise.all(Array.from({ length: 10 }, () => send(endpoint.address, { id: 'msg_many' })));
    expect(all.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 10 }, () => 202));
    expect((await facts()).length).toBe(before + 1);
  });

  it('S22 is refused in the same words whatever is wrong: signature, body, time, secret, endpoint or organisation', async () => {
    const [unset, off, foreign] = [await made(), await made(), (await world.as('B', 'owner').post(ENDPOINTS, { name: 'Shop' })).json<{ address: string }>()];
    await draw(off.id);
    await world.as('A', 'admin').patch(`${ENDPOINTS}/${off.id}`, { active: false, seal: secret });
    const before = await facts();
    const minutes = (n: number) => new Date(Date.now() + n * 60_000);
    const former = secret;
    secret = await draw(endpoint.id);
    const answers = [
      await send(endpoint.address, { signature: '' }),
      await send(endpoint.address, { signature: 'v1,' }),
      await send(endpoint.address, { signature: `v1a,${Buffer.alloc(32).toString('base64')}` }),
      await send(endpoint.address, { with: former }),
      await send(endpoint.address, { body: SAID.replace('4711', '4712'), signed: SAID }),
      await send(endpoint.address, { at: minutes(-6) }),
      await send(endpoint.address, { at: minutes(6) }),
      await send(endpoint.address, { id: 'x'.repeat(201) }),
      await send(unset.address, { with: `whsec_${Buffer.alloc(32).toString('base64')}` }),
      await send(off.address),
      await send(foreign.address),
      await send(`${endpoint.address.slice(0, -1)}_`),
      await send('0'.repeat(32)),
      await send('z'.repeat(32)),
      await send(endpoint.id),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 401));
    const said = answers.map(({ body }) => ({ ...(JSON.parse(body) as object), instance: null, requestId: null }));
    expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await facts()).toEqual(before);
    await world.platform((platform) => platform.query({ text: `UPDATE organization SET status = 'suspended' WHERE id = $1`, values: [world.organizations.A.id] }));
    expect((await send(endpoint.address)).statusCode).toBe(401);
    await world.platform((platform) => platform.query({ text: `UPDATE organization SET status = 'active' WHERE id = $1`, values: [world.organizations.A.id] }));
    expect((await send(endpoint.address)).statusCode).toBe(202);
  });

  it('is of a sensible size and form, and needs a secret that is one', async () => {
    expect((await send(endpoint.address, { body: `{"x":"${'x'.repeat(300_000)}"}` })).statusCode).toBe(413);
    for (const body of ['not json', '{"__proto__":{"polluted":true}}', '']) expect((await send(endpoint.address, { body })).statusCode).toBe(400);
    expect((await send(endpoint.address, { type: 'text/plain' })).statusCode).toBe(415);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const given = `whsec_${Buffer.from('made by the other side of the wire').toString('base64')}`;
    expect((await world.as('A', 'admin').patch(`${ENDPOINTS}/${endpoint.id}`, { seal: 'too simple' })).statusCode).toBe(400);
    expect((await world.as('A', 'admin').patch(`${ENDPOINTS}/${endpoint.id}`, { seal: given })).body).not.toContain(given);
    expect((await send(endpoint.address, { with: given })).statusCode).toBe(202);
    expect((await send(endpoint.address)).statusCode).toBe(401);
  });
});
