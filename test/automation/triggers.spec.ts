import { factStatement } from '#kernel/pipeline/facts.js';
import { AutomationWorld } from './automation-world.js';

let world: AutomationWorld;
beforeAll(async () => {
  world = await AutomationWorld.create();
  await world.work();
}, 60_000);
afterAll(() => world.close());

const tag = (key: string, word: string) => ({ key, do: 'update', values: { tags: [word] } });
const tagsOf = async (contact: string) => (await world.get<{ tags: string[] | null }>(`/sales/contacts/${contact}`)).tags;

it('a change of a record sets off what asks for it: by what it was before, what it is now, and which fields changed', async () => {
  const made = await world.workflow('made', { trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'lastName', operator: 'eq', value: 'Nadelöhr' } }, steps: [tag('mark', 'made')] });
  const won = await world.workflow('won', {
    trigger: { kind: 'record', noun: 'contact', on: ['updated'], fields: ['stage'], before: { field: 'stage', operator: 'eq', value: 'lead' }, where: { field: 'stage', operator: 'eq', value: 'customer' } },
    steps: [tag('mark', 'won')],
  });
  const gone = await world.workflow('gone', { trigger: { kind: 'record', noun: 'contact', on: ['deleted'], where: { field: 'lastName', operator: 'eq', value: 'Nadelöhr' } }, steps: [{ key: 'tell', do: 'notify', member: world.tenants.organizations.A.members.rep, title: 'Gone: {{ record.lastName }}' }] });
  const contact = await world.contact({ lastName: 'Nadelöhr', stage: 'lead' });
  const other = await world.contact({ lastName: 'Heuhaufen', stage: 'prospect' });
  expect(await world.run(made, 'done', contact)).toMatchObject({ recordId: contact, steps: [{ step: 'mark', outcome: 'next', note: { noun: 'contact', id: contact, fields: ['tags'] } }] });
  await world.as('owner').patch(`/api/v1/sales/contacts/${contact}`, { jobTitle: 'Director' });
  for (const id of [contact, other]) await world.as('owner').patch(`/api/v1/sales/contacts/${id}`, { stage: 'customer' });
  await world.run(won, 'done', contact);
  expect([await tagsOf(contact), await tagsOf(other)]).toEqual([['won'], []]);
  await world.as('owner').delete(`/api/v1/sales/contacts/${contact}`);
  await world.run(gone, 'done', contact);
  await world.as('owner').post(`/api/v1/sales/contacts/${contact}/restore`);
  await world.settled();
  expect([await world.runs(made), await world.runs(won), await world.runs(gone)].map((runs) => runs.length)).toEqual([1, 1, 1]);
  const [told] = await world.sql<object>(`SELECT actor_id AS member, about ->> 'note' AS note FROM work WHERE organization_id = $1 AND kind = 'notify' AND about ->> 'type' = 'automation.message'`);
  expect(told).toEqual({ member: world.tenants.organizations.A.members.rep, note: 'Gone: Nadelöhr' });
});

it('a fact sets off what asks for it, also one that came from outside; a button only where it fits', async () => {
  const heard = await world.workflow('heard', { trigger: { kind: 'fact', fact: 'webhook.received' }, steps: [{ key: 'lead', do: 'create', noun: 'contact', values: { lastName: { from: 'trigger.lastName' }, stage: 'lead' } }] });
  await world.tenants.inside('A', (tenancy) => tenancy.write(factStatement('webhook.received', 'webhook', null, { lastName: 'Fernost' })));
  const run = await world.run(heard, 'done');
  expect(await world.get(`/sales/contacts/${String(run.steps[0]!.note.id)}`)).toMatchObject({ lastName: 'Fernost', stage: 'lead', createdBy: world.tenants.organizations.A.members.owner });

  // What an endpoint took in, word for word.
  const endpoint = await world.made(world.as('owner'), '/integration/webhook-endpoints', { name: 'Shop' });
  await world.sql(`INSERT INTO webhook_receipt (organization_id, id, endpoint_id, message_id, body, received_at) VALUES ($1, $2, $2, 'm1', '{"lastName":"Nahost"}', now())`, endpoint);
  await world.tenants.inside('A', (tenancy) => tenancy.write(factStatement('webhook.received', 'webhookEndpoint', endpoint, { receiptId: endpoint })));
  const taken = await world.run(heard, 'done', endpoint);
  expect(await world.get(`/sales/contacts/${String(taken.steps[0]!.note.id)}`)).toMatchObject({ lastName: 'Nahost' });

  // A form, whoever takes it in.
  const form = endpoint.replace(/^.{8}/, 'f0f0f0f0');
  const submitted = await world.workflow('submitted', { trigger: { kind: 'form', form }, steps: [{ key: 'lead', do: 'create', noun: 'contact', values: { lastName: { from: 'trigger.lastName' } } }] });
  for (const [id, lastName] of [[form, 'Formosa'], [endpoint, 'Another form']] as const) await world.tenants.inside('A', (tenancy) => tenancy.write(factStatement('form.submitted', 'elsewhere', id, { lastName })));
  expect(await world.get(`/sales/contacts/${String((await world.run(submitted, 'done')).steps[0]!.note.id)}`)).toMatchObject({ lastName: 'Formosa' });
  const unheard = await world.as('owner').post('/api/v1/automation/workflows', { name: 'unheard', graph: { trigger: { kind: 'fact', fact: 'webhook.recieved' }, steps: [{ key: 'wait', do: 'wait-for', event: 'form.submited', seconds: 5 }], edges: [{ from: 'start', to: 'wait' }] } });
  expect(unheard.json<{ errors: { say: string }[] }>().errors.map(({ say }) => say)).toEqual(['Nobody tells the fact "webhook.recieved". Did you mean "webhook.received"?', 'Nobody tells the fact "form.submited". Did you mean "form.submitted"?']);

  const pressed = await world.workflow('pressed', { trigger: { kind: 'button', noun: 'contact', where: { field: 'stage', operator: 'eq', value: 'lead' } }, steps: [tag('mark', 'pressed')] });
  const [lead, customer] = [await world.contact({ stage: 'lead', ownerId: world.tenants.organizations.A.members.rep }), await world.contact({ stage: 'customer', ownerId: world.tenants.organizations.A.members.rep })];
  const press = (by: 'rep' | 'otherRep' | 'viewer', recordId: string) => world.as(by).post(`/api/v1/automation/workflows/${pressed}/start`, { recordId });
  expect([(await press('viewer', lead)).statusCode, (await press('otherRep', lead)).statusCode, (await press('rep', customer)).statusCode, (await press('rep', lead)).statusCode]).toEqual([403, 404, 409, 200]);
  expect(await world.run(pressed, 'done', lead)).toMatchObject({ steps: [{ step: 'mark' }] });
  expect(await tagsOf(lead)).toEqual(['pressed']);
});

it('F33 a schedule ticks once, however many ask, and goes on by itself', async () => {
  await world.work();
  const id = await world.workflow('tick', { trigger: { kind: 'schedule', cron: '0 9 * * 1-5', zone: 'Europe/Berlin' }, steps: [{ key: 'all', do: 'find', noun: 'company', where: { field: 'name', operator: 'filled' } }] });
  const planned = () => world.sql<{ at: string }>(`SELECT about ->> 'at' AS at FROM work WHERE organization_id = $1 AND kind = 'workflow-tick' AND ended_at IS NULL`);
  const [first] = await planned();
  expect(first!.at).toMatch(/T0[78]:00:00.000Z$/);
  // Its time has come.
  await world.sql(`UPDATE work SET next_at = now() WHERE organization_id = $1 AND kind = 'workflow-tick' AND ended_at IS NULL`);
  expect(await world.run(id, 'done')).toMatchObject({ steps: [{ step: 'all', outcome: 'found' }] });
  await world.settled();
  const [next, ...more] = await planned();
  expect([next!.at > first!.at, more]).toEqual([true, []]);
  expect(await world.runs(id)).toHaveLength(1);
  await world.as('owner').post(`/api/v1/automation/workflows/${id}/switch-off`);
  await world.sql(`UPDATE work SET next_at = now() WHERE organization_id = $1 AND kind = 'workflow-tick' AND ended_at IS NULL`);
  await world.settled();
  expect([await planned(), (await world.runs(id)).length]).toEqual([[], 1]);
});
