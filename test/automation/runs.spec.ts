import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { until } from '#test/ledger/worker.js';
import { RunningProcess } from '#test/ops/running-process.js';
import { testEnvironment } from '#test/edge/api.js';
import { AutomationWorld } from './automation-world.js';

interface Call {
  key: string;
  body: string;
  authorization: string | undefined;
}

let world: AutomationWorld;
let sink: Server;
let calls: Call[] = [];
let answer: (call: Call, response: ServerResponse) => void = (_call, response) => void response.end('{}');
let url: string;

beforeAll(async () => {
  sink = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => {
      const call = { key: String(request.headers['idempotency-key']), body: Buffer.concat(chunks).toString(), authorization: request.headers.authorization };
      calls.push(call);
      answer(call, response);
    });
  }).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const host = `127.0.0.1:${(sink.address() as AddressInfo).port}`;
  url = `http://${host}/hook`;
  world = await AutomationWorld.create({ OUTBOUND_HOSTS: host, MAIL_FOLDER: '' });
}, 60_000);
afterAll(async () => {
  await world.close();
  sink.close();
  sink.closeAllConnections();
});
beforeEach(async () => {
  calls = [];
  answer = (_call, response) => void response.end('{}');
});

const button = { kind: 'button', noun: 'contact' };
const press = async (id: string, recordId: string) => expect((await world.as('owner').post(`/api/v1/automation/workflows/${id}/start`, { recordId })).statusCode).toBe(200);
const named = async (lastName: string) => (await world.get<{ data: { id: string }[] }>(`/sales/contacts?filter[lastName]=${lastName}`)).data.length;

it('F02 a worker that is killed between steps leaves nothing undone and nothing done twice, and what it called knows the repetition', async () => {
  const environment = { ...testEnvironment({ ...world.tenants.database.environment, REDIS_URL: world.redis.url, OUTBOUND_HOSTS: new URL(url).host, QUEUES: 'automation', METRICS_PORT: '0' }) };
  const first = RunningProcess.start('apps/worker/main.js', environment);
  answer = () => undefined;
  const id = await world.workflow('crash', { trigger: button, steps: [
    { key: 'before', do: 'create', noun: 'contact', values: { lastName: 'Before' } }, { key: 'call', do: 'http', url, body: '{ "name": {{ record.lastName | json }} }' }, { key: 'after', do: 'create', noun: 'contact', values: { lastName: 'After' } },
  ] });
  const contact = await world.contact({ lastName: 'Crash "Test"' });
  await press(id, contact);
  await until(() => calls.length === 1, 25_000);
  first.signal('SIGKILL');
  await first.exited;
  expect(await world.run(id, 'running', contact)).toMatchObject({ steps: [{ step: 'before', outcome: 'next' }] });
  answer = (_call, response) => void response.end('{}');
  // As if thirty seconds had gone by in silence, and the other leader's lease had run out.
  await world.sql(`UPDATE work SET next_at = now() WHERE organization_id = $1 AND state = 'in-hand'`);
  await world.tenants.platform((platform) => platform.query({ text: 'UPDATE lease SET held_until = now()' }));
  await world.work();
  await world.run(id, 'done', contact);
  expect([calls.map(({ key }) => key), new Set(calls.map(({ key }) => key)).size, JSON.parse(calls[0]!.body)]).toEqual([[expect.any(String), expect.any(String)], 1, { name: 'Crash "Test"' }]);
  expect([await named('Before'), await named('After')]).toEqual([1, 1]);
  // Whatever is handed out again finds that it comes too late.
  await world.sql(`UPDATE work SET state = 'waiting', ended_at = NULL, next_at = now() WHERE organization_id = $1 AND kind IN ('start-workflow', 'carry-on-workflow')`);
  await world.settled();
  expect([calls.length, await named('Before'), await named('After')]).toEqual([2, 1, 1]);
}, 90_000);

it('finds its way: branches, loops, other workflows, and what to do when a step fails', async () => {
  const { companies } = world.tenants.organizations.A;
  const child = await world.workflow('child', { trigger: { kind: 'workflow', noun: 'contact' }, steps: [{ key: 'mark', do: 'update', values: { tags: ['child'] } }] });
  const id = await world.workflow('parent', {
    trigger: { kind: 'button', noun: 'company' },
    steps: [
      { key: 'which', do: 'branch', cases: [{ name: 'customer', where: { field: 'stage', operator: 'eq', value: 'customer' } }, { name: 'prospect', where: { field: 'stage', operator: 'eq', value: 'prospect' } }] },
      { key: 'people', do: 'find', noun: 'contact', where: { field: 'companyId', operator: 'eq', value: { from: 'record.id' } } },
      { key: 'each', do: 'loop', over: 'people' },
      { key: 'sub', do: 'workflow', workflow: child, record: 'each' },
      { key: 'wrong', do: 'create', noun: 'contact', values: { lastName: { from: 'record.website' } } },
      { key: 'note', do: 'update', values: { city: 'Failed well' } },
    ],
    edges: [{ from: 'start', to: 'which' }, { from: 'which', to: 'people', on: 'prospect' }, { from: 'people', to: 'each', on: 'found' }, { from: 'each', to: 'sub', on: 'each' }, { from: 'each', to: 'wrong', on: 'done' }, { from: 'wrong', to: 'note', on: 'failed' }],
  });
  const people = [await world.contact({ companyId: companies[0] }), await world.contact({ companyId: companies[0] })];
  await press(id, companies[0]!);
  const run = await world.run(id, 'done', companies[0]!);
  expect(run.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(['which prospect', 'people found', 'sub waiting', 'sub waiting', 'sub waiting', 'wrong failed', 'note next']);
  expect(run.steps[5]!.error).toContain('lastName: Must not be empty.');
  for (const person of people) expect(await world.get(`/sales/contacts/${person}`)).toMatchObject({ tags: ['child'] });
  expect((await world.runs(child)).map(({ chain }) => chain.map(({ name }) => name))).toEqual(Array(3).fill(['parent', 'child']));
  expect(await world.get(`/sales/companies/${companies[0]}`)).toMatchObject({ city: 'Failed well' });
});

it('waits for what happens or for the end of its patience, whichever comes first, and only once', async () => {
  const id = await world.workflow('patience', {
    trigger: button,
    steps: [{ key: 'touched', do: 'wait-for', event: 'contact.updated', record: 'record', seconds: 2 }, { key: 'yes', do: 'create', noun: 'contact', values: { lastName: 'Touched' } }, { key: 'no', do: 'create', noun: 'contact', values: { lastName: 'Forgotten' } }],
    edges: [{ from: 'start', to: 'touched' }, { from: 'touched', to: 'yes', on: 'happened' }, { from: 'touched', to: 'no', on: 'timeout' }],
  });
  const [touched, forgotten] = [await world.contact({}), await world.contact({})];
  for (const contact of [touched, forgotten]) await press(id, contact);
  await world.run(id, 'waiting', touched);
  for (const jobTitle of ['a', 'b', 'c']) await world.as('owner').patch(`/api/v1/sales/contacts/${touched}`, { jobTitle });
  await world.run(id, 'done', touched);
  await world.run(id, 'done', forgotten);
  await world.settled();
  expect([await named('Touched'), await named('Forgotten')]).toEqual([1, 1]);
});

it('A3 of twenty leads at once four get five each; nobody who is absent, and nobody beyond their capacity', async () => {
  const { members } = world.tenants.organizations.A;
  const among = { members: [members.rep, members.otherRep, members.manager, members.admin, members.suspended] };
  const id = await world.workflow('turns', { trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'jobTitle', operator: 'eq', value: 'Lead' } }, steps: [{ key: 'assign', do: 'assign', among, by: 'turns' }] });
  await Promise.all(Array.from({ length: 20 }, () => world.contact({ jobTitle: 'Lead' })));
  await until(async () => (await world.runs(id)).filter(({ state }) => state === 'done').length === 20);
  const owners = (await world.get<{ data: { ownerId: string }[] }>('/sales/contacts?filter[jobTitle]=Lead')).data.map(({ ownerId }) => ownerId);
  expect([members.rep, members.otherRep, members.manager, members.admin, members.suspended].map((member) => owners.filter((owner) => owner === member).length)).toEqual([5, 5, 5, 5, 0]);
  const open = { field: 'jobTitle', operator: 'eq', value: 'Lead' };
  const full = await world.workflow('capacity', { trigger: button, steps: [{ key: 'assign', do: 'assign', among: { members: [members.rep, members.otherRep] }, by: 'load', open, capacity: 6 }], edges: [{ from: 'start', to: 'assign' }] });
  for (let n = 0; n < 3; n += 1) {
    const contact = await world.contact({ jobTitle: 'Lead by load' });
    await world.as('owner').patch(`/api/v1/sales/contacts/${contact}`, { jobTitle: 'Lead' });
    await press(full, contact);
    expect((await world.run(full, 'done', contact)).steps[0]!.outcome).toBe(n < 2 ? 'next' : 'nobody');
  }
});

it('a failure is told, tried again where that may help, and taken up again from the step that failed; others are stopped', async () => {
  answer = (_call, response) => void response.writeHead(calls.length === 1 ? 503 : 404).end();
  const id = await world.workflow('call', { trigger: button, steps: [{ key: 'one', do: 'update', values: { tags: ['one'] } }, { key: 'call', do: 'http', url }] });
  const contact = await world.contact({});
  await press(id, contact);
  const failed = await world.run(id, 'failed', contact);
  expect([calls.length, failed.reason, failed.steps.map(({ step, outcome }) => `${step} ${outcome}`)]).toEqual([2, expect.stringContaining('answered 404'), ['one next', 'call failed']]);
  answer = (_call, response) => void response.end('{}');
  const version = await world.get<{ data: { number: number }[] }>(`/automation/history/${id}/versions`);
  await world.as('owner').patch(`/api/v1/automation/workflows/${id}`, { graph: { trigger: button, steps: [], edges: [] } });
  await world.as('owner').post(`/api/v1/automation/workflows/${id}/publish`);
  expect([version.data.length, (await world.get<{ data: object[] }>(`/automation/history/${id}/versions`)).data.length]).toEqual([1, 2]);
  expect((await world.as('rep').post(`/api/v1/automation/runs/${failed.id}/replay`)).statusCode).toBe(403);
  expect((await world.as('owner').post(`/api/v1/automation/runs/${failed.id}/replay`, {})).statusCode).toBe(200);
  const done = await world.run(id, 'done', contact);
  expect([calls.length, done.steps.map(({ step, outcome }) => `${step} ${outcome}`)]).toEqual([3, ['one next', 'call failed', 'call next']]);
  expect((await world.as('owner').post(`/api/v1/automation/runs/${failed.id}/stop`)).statusCode).toBe(409);
  const pause = await world.workflow('pause', { trigger: button, steps: [{ key: 'pause', do: 'wait', seconds: 1 }, { key: 'never', do: 'create', noun: 'contact', values: { lastName: 'Never' } }] });
  await press(pause, contact);
  const waiting = await world.run(pause, 'waiting', contact);
  expect((await world.as('owner').post(`/api/v1/automation/runs/${waiting.id}/stop`)).statusCode).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect([(await world.run(pause, 'stopped', contact)).reason, await named('Never')]).toEqual(['Somebody stopped it.', 0]);
  expect((await world.get<{ data: object[] }>(`/automation/history/${pause}/counts`)).data).toEqual([{ state: 'stopped', at: null, count: 1 }]);
});

it('a rehearsal shows what a run would do, and leaves nothing behind', async () => {
  const graph = { trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'lastName', operator: 'eq', value: 'Rehearsed' } }, steps: [{ key: 'change', do: 'update', values: { stage: 'customer' } }, { key: 'pause', do: 'wait', seconds: 500 }, { key: 'check', do: 'condition', where: { field: 'stage', operator: 'eq', value: 'customer' } }, { key: 'call', do: 'http', url }, { key: 'mail', do: 'mail', to: { from: 'record.email' }, subject: 'x', body: '{{ record.stage }}' }], edges: [{ from: 'start', to: 'change' }, { from: 'change', to: 'pause' }, { from: 'pause', to: 'check' }, { from: 'check', to: 'call', on: 'yes' }, { from: 'call', to: 'mail' }] };
  const id = await world.made(world.as('owner'), '/automation/workflows', { name: 'rehearsed', graph });
  const contact = await world.contact({ lastName: 'Rehearsed', email: 'rehearsed@example.test', stage: 'lead' });
  await world.settled();
  const all = () => world.sql(`SELECT (SELECT count(*) FROM ledger_entry WHERE organization_id = $1) AS ledger, (SELECT count(*) FROM mail WHERE organization_id = $1) AS mail, (SELECT count(*) FROM work WHERE organization_id = $1) AS work, (SELECT count(*) FROM workflow_run WHERE organization_id = $1) AS runs`);
  const [before, [entry]] = [await all(), await world.sql<{ id: string }>(`SELECT id FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 AND what = 'insert'`, contact)];
  const rehearsed = (await world.as('owner').post(`/api/v1/automation/rehearsals/${id}`, { entryId: entry!.id })).json<{ trigger: object; steps: { step: string; outcome: string }[] }>();
  expect([rehearsed.trigger, rehearsed.steps.map(({ step, outcome }) => `${step} ${outcome}`)]).toEqual([{ fires: true, asked: expect.any(Array) }, ['change next', 'pause waiting', 'check yes', 'call next', 'mail next']]);
  expect([await all(), calls]).toEqual([before, []]);
  expect(await world.get(`/sales/contacts/${contact}`)).toMatchObject({ stage: 'lead', version: 1 });
});

it('S44 a credential goes to its hosts and nowhere else, and stands in no drawing, history, ledger or list', async () => {
  const at = '/api/v1/automation/credentials';
  const [values, { host }] = [{ name: 'SHOP_TOKEN', value: 'hush-canary' }, new URL(url)];
  expect((await world.as('manager').post(at, { ...values, hosts: [host] })).statusCode).toBe(403);
  const credential = await world.made(world.as('admin'), '/automation/credentials', { ...values, hosts: [host] });
  const call = { key: 'call', do: 'http', url, headers: { authorization: { secret: 'SHOP_TOKEN', before: 'Bearer ' } }, body: { key: { secret: 'SHOP_TOKEN' }, of: [{ from: 'record.lastName' }, { template: '{{ record.lastName | upcase }}' }] } };
  const drawn = (step: object) => ({ name: 'secretly', graph: { trigger: button, steps: [step], edges: [{ from: 'start', to: 'call' }] } });
  const refused = async (step: object) => (await world.as('owner').post('/api/v1/automation/workflows', drawn({ ...call, ...step }))).json<{ errors: { at: string; say: string }[] }>().errors.map((error) => `${error.at} ${error.say}`);
  expect(await refused({ body: { key: { secret: 'SHOP_TOKN' } } })).toEqual([expect.stringMatching(/^graph\.steps\[0\]\.body\.key There is no credential "SHOP_TOKN" that you may use\. Did you mean "?SHOP_TOKEN/)]);
  expect(await refused({ url: 'https://elsewhere.example/' })).toEqual(Array(2).fill(expect.stringContaining('may not be sent to elsewhere.example')));
  expect(await refused({ headers: { authorization: 'Bearer plain' } })).toEqual([expect.stringContaining('Keep it as a credential')]);
  const id = await world.workflow('secretly', drawn(call).graph);
  const contact = await world.contact({ lastName: 'Quoted "name"' });
  await press(id, contact);
  await world.run(id, 'done', contact);
  expect([calls[0]!.authorization, JSON.parse(calls[0]!.body)]).toEqual(['Bearer hush-canary', { key: 'hush-canary', of: ['Quoted "name"', 'QUOTED "NAME"'] }]);
  const change = (body: object) => world.as('admin').patch(`${at}/${credential}`, body);
  expect((await change({ hosts: [host, 'evil.example'] })).json()).toMatchObject({ status: 400, errors: [{ at: 'value', rule: 'again' }] });
  expect((await change({ hosts: ['api.example.com'], value: 'hush-canary' })).statusCode).toBe(200);
  const failing = async () => {
    const another = await world.contact({});
    await press(id, another);
    return (await world.run(id, 'failed', another)).reason;
  };
  const runs = [await failing(), (await world.as('admin').delete(`${at}/${credential}`)).statusCode, await failing()];
  expect(runs).toEqual([expect.stringContaining('may not be sent to'), 204, 'There is no credential "SHOP_TOKEN" any more.']);
  expect([(await world.as('owner').post(`/api/v1/automation/workflows/${id}/publish`)).json(), calls.length]).toMatchObject([{ status: 400, errors: [{ at: 'graph.steps[0].headers.authorization' }, { at: 'graph.steps[0].body.key' }] }, 1]);
  const seen = JSON.stringify([await world.get(`/automation/history/${id}/versions`), await world.get(`/automation/history/${id}/runs`), await world.sql('SELECT before, after FROM ledger_entry WHERE organization_id = $1'), await world.sql('SELECT note, error FROM workflow_step WHERE organization_id = $1'), (await world.as('admin').get(at)).body]);
  expect([seen.includes('SHOP_TOKEN'), seen.includes('hush-canary')]).toEqual([true, false]);
});

it('what was deleted meanwhile is left alone, and the run says why; a drawing that reckons with it goes on', async () => {
  const posthumous = { key: 'never', do: 'create', noun: 'contact', values: { lastName: 'Posthumous' } };
  const late = await world.workflow('late', { trigger: button, steps: [{ key: 'pause', do: 'wait', seconds: 2 }, posthumous] });
  const reckons = await world.workflow('reckons', { trigger: button, steps: [{ key: 'gone', do: 'wait-for', event: 'contact.deleted', record: 'record', seconds: 60 }, { key: 'mourn', do: 'create', noun: 'contact', values: { lastName: 'Mourned' } }], edges: [{ from: 'start', to: 'gone' }, { from: 'gone', to: 'mourn', on: 'happened' }] });
  const welcome = await world.workflow('welcome', { trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'jobTitle', operator: 'eq', value: 'Brief' } }, steps: [posthumous] });
  const contact = await world.contact({});
  for (const id of [late, reckons]) await press(id, contact);
  for (const id of [late, reckons]) await world.run(id, 'waiting', contact);
  await world.as('owner').delete(`/api/v1/sales/contacts/${contact}`);
  expect((await world.run(late, 'stopped', contact)).reason).toContain('was deleted in the meantime');
  expect((await world.run(reckons, 'done', contact)).steps.map(({ step }) => step)).toEqual(['gone', 'mourn']);
  await world.rest();
  const brief = await world.contact({ jobTitle: 'Brief' });
  await world.as('owner').delete(`/api/v1/sales/contacts/${brief}`);
  await world.work();
  await until(async () => (await world.sql(`SELECT id FROM work WHERE organization_id = $1 AND kind = 'start-workflow' AND outcome = 'Did not begin: It has not been deleted since.'`)).length === 1, 40_000);
  expect([await world.runs(welcome), await named('Posthumous'), await named('Mourned')]).toEqual([[], 0, 1]);
}, 60_000);

it('what ended long ago is forgotten, with its steps, and the day after is planned', async () => {
  const count = async () => (await world.sql<object>(`SELECT (SELECT count(*)::integer FROM workflow_run WHERE organization_id = $1) AS runs, (SELECT count(*)::integer FROM workflow_step WHERE organization_id = $1) AS steps`))[0];
  await world.sql(`UPDATE workflow_run SET ended_at = now() - interval '91 days' WHERE organization_id = $1 AND ended_at IS NOT NULL`);
  await world.sql(`UPDATE work SET next_at = now() WHERE organization_id = $1 AND kind = 'forget-workflow-runs' AND ended_at IS NULL`);
  await until(async () => JSON.stringify(await count()) === '{"runs":0,"steps":0}');
  await until(async () => (await world.sql(`SELECT id FROM work WHERE organization_id = $1 AND kind = 'forget-workflow-runs' AND ended_at IS NULL`)).length === 1);
});

it('S35 calls nobody inside the house, and mails once', async () => {
  const id = await world.workflow('ssrf', { trigger: button, steps: [{ key: 'call', do: 'http', url: 'http://127.0.0.1:6379/' }] });
  const contact = await world.contact({ email: 'someone@example.test', firstName: 'Ada' });
  await press(id, contact);
  await until(async () => (await world.sql<{ attempts: number }>(`SELECT attempts FROM work WHERE organization_id = $1 AND kind = 'carry-on-workflow' AND outcome LIKE '%cannot be reached%'`)).length === 1);
  const mails = await world.workflow('mails', { trigger: button, steps: [{ key: 'mail', do: 'mail', to: { from: 'record.email' }, subject: 'Hello {{ record.firstName }}', body: 'One.\n\nTwo.' }] });
  await press(mails, contact);
  const run = await world.run(mails, 'done', contact);
  expect(await world.sql(`SELECT recipient, letter, effect_key AS key FROM mail WHERE organization_id = $1 AND letter = 'from-workflow'`)).toEqual([{ recipient: 'someone@example.test', letter: 'from-workflow', key: `${run.id} 1` }]);
});
