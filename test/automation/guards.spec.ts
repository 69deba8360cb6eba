import { AutomationWorld, type ShownRun } from './automation-world.js';

let world: AutomationWorld;
beforeAll(async () => {
  world = await AutomationWorld.create();
  await world.work();
}, 60_000);
afterAll(() => world.close());

const tagging = (word: string) => [{ key: 'mark', do: 'update', values: { tags: [word] } }];
const tagged = (word: string) => ({ kind: 'record', noun: 'contact', on: ['updated'], fields: ['tags'], where: { field: 'tags', operator: 'has', value: word } });

describe('Workflows that set each other off', () => {
  it('end where one would set itself off, and show the chain; what they do is theirs in the ledger', async () => {
    const ping = await world.workflow('Ping', { trigger: tagged('ping'), steps: tagging('pong') });
    const pong = await world.workflow('Pong', { trigger: tagged('pong'), steps: tagging('ping') });
    const contact = await world.contact({});
    await world.as('owner').patch(`/api/v1/sales/contacts/${contact}`, { tags: ['ping'] });
    await world.run(pong, 'done', contact);
    await world.settled();
    const runs = (await world.runs(ping)).sort((a, b) => a.id.localeCompare(b.id));
    expect(runs.map(({ state, reason, chain }) => [state, reason, chain.map(({ name }) => name)])).toEqual([
      ['done', null, ['Ping']],
      ['stopped', 'It would set itself off again.', ['Ping', 'Pong', 'Ping']],
    ]);
    const entries = await world.sql<{ request: string; by: string }>(`SELECT request_id AS request, actor_id AS by FROM ledger_entry WHERE organization_id = $1 AND subject = 'contact' AND record_id = $2 AND what = 'update' ORDER BY id`, contact);
    expect(entries.slice(1)).toEqual([{ request: `run:${runs[0]!.id}`, by: world.tenants.organizations.A.members.owner }, { request: expect.stringMatching(/^run:/), by: world.tenants.organizations.A.members.owner }]);
  });

  it('end at a depth that is told', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 9; n += 1) ids.push(await world.workflow(`Domino ${n}`, { trigger: tagged(`domino-${n}`), steps: tagging(`domino-${n + 1}`) }));
    const contact = await world.contact({});
    await world.as('owner').patch(`/api/v1/sales/contacts/${contact}`, { tags: ['domino-0'] });
    const last = await world.run(ids[8]!, 'stopped', contact);
    expect([last.reason, last.chain.length]).toEqual(['A chain of workflows ends after 8.', 9]);
  });
});

describe('A workflow runs as whoever published it', () => {
  it('S16 S24 and nobody publishes what they may not do themselves', async () => {
    const draw = (graph: object) => world.as('marketing').post('/api/v1/automation/workflows', { name: 'x', graph });
    const refused = await draw({ trigger: { kind: 'button', noun: 'contact' }, steps: [{ key: 'a', do: 'update', values: { stage: 'lead' } }, { key: 'b', do: 'find', noun: 'contact', where: { field: 'creditLimit', operator: 'filled' } }, { key: 'c', do: 'find', noun: 'role', where: { field: 'key', operator: 'eq', value: 'owner' } }], edges: [{ from: 'start', to: 'a' }, { from: 'a', to: 'b' }, { from: 'b', to: 'c', on: 'found' }] });
    expect(refused.json<{ errors: { at: string; rule: string }[] }>().errors.map(({ at, rule }) => `${at} ${rule}`)).toEqual(expect.arrayContaining(['graph.steps[0].record forbidden', 'graph.steps[1].where field', 'graph.steps[2].noun noun']));
    // What the owner drew, others cannot bend to their ends and have it run as the owner.
    const id = await world.workflow('of the owner', { trigger: { kind: 'button', noun: 'contact' }, steps: tagging('x') });
    for (const by of ['marketing', 'rep', 'viewer'] as const) {
      expect([(await world.as(by).patch(`/api/v1/automation/workflows/${id}`, { name: 'y' })).statusCode, (await world.as(by).post(`/api/v1/automation/workflows/${id}/publish`)).statusCode, (await world.as(by).post(`/api/v1/automation/rehearsals/${id}`, {})).statusCode]).toEqual([403, 403, 403]);
    }
    expect((await world.as('owner', 'B').get(`/api/v1/automation/history/${id}/runs`)).statusCode).toBe(404);
    for (const name of ['state', 'runsAsId', 'versionId']) expect((await world.as('owner').patch(`/api/v1/automation/workflows/${id}`, { [name]: name === 'state' ? 'on' : world.tenants.organizations.A.members.rep })).statusCode).toBe(400);
  });

  it('S17 with the rights of that moment: what was taken away fails, and says why', async () => {
    const { members, contacts } = world.tenants.organizations.A;
    const id = await world.workflow('of the manager', { trigger: tagged('raise'), steps: [{ key: 'limit', do: 'update', values: { creditLimit: { amount: 1, currency: 'EUR' } } }] }, 'manager');
    expect(await world.get(`/automation/workflows/${id}`)).toMatchObject({ state: 'on', runsAsId: members.manager });
    // Of the owner, whom the manager does not lead: it may be read, and not changed.
    const foreign = await world.contact({ ownerId: members.owner, tags: [] });
    await world.as('owner').patch(`/api/v1/sales/contacts/${foreign}`, { tags: ['raise'] });
    const failed = await world.run(id, 'failed', foreign);
    expect([failed.reason, failed.steps[0]]).toEqual([expect.stringContaining('does not allow'), expect.objectContaining({ step: 'limit', outcome: 'failed', error: expect.stringContaining('does not allow') })]);
    await world.as('owner').patch(`/api/v1/sales/contacts/${contacts[2]}`, { tags: ['raise'] });
    await world.run(id, 'done', contacts[2]!);
  });

  it('S20 ends with its member: what it ran as is switched off, in plain sight, and what waits is stopped', async () => {
    const { members, contacts } = world.tenants.organizations.A;
    const id = await world.workflow('waits', { trigger: { kind: 'button', noun: 'contact' }, steps: [{ key: 'pause', do: 'wait', seconds: 600 }] }, 'marketing');
    expect((await world.as('marketing').post(`/api/v1/automation/workflows/${id}/start`, { recordId: contacts[0] })).statusCode).toBe(200);
    await world.run(id, 'waiting', contacts[0]!);
    expect((await world.as('owner').patch(`/api/v1/identity/members/${members.marketing}`, { status: 'suspended' })).statusCode).toBe(200);
    expect(await world.run(id, 'stopped', contacts[0]!)).toMatchObject({ reason: expect.stringContaining('no longer active') });
    expect(await world.get(`/automation/workflows/${id}`)).toMatchObject({ state: 'off', offBecause: expect.stringContaining('no longer active') });
    expect((await world.as('owner').post(`/api/v1/automation/workflows/${id}/switch-on`)).statusCode).toBe(200);
    expect(await world.get(`/automation/workflows/${id}`)).toMatchObject({ state: 'on', offBecause: null, runsAsId: members.owner });
  });
});

describe('Whoever asks why', () => {
  it('hears of each workflow what it asked for and what held, with values that they may see, and of no other record', async () => {
    const { contacts } = world.tenants.organizations.A;
    const id = await world.workflow('rich customers', { trigger: { kind: 'record', noun: 'contact', on: ['updated'], fields: ['jobTitle'], where: { and: [{ field: 'stage', operator: 'eq', value: 'customer' }, { field: 'creditLimit', operator: 'gt', value: { amount: 10_000, currency: 'EUR' } }] } }, steps: tagging('rich') });
    await world.as('owner').patch(`/api/v1/sales/contacts/${contacts[0]}`, { jobTitle: 'Baker' });
    await world.settled();
    const ask = async (by: 'owner' | 'rep') => (await world.get<{ entry: { what: string }; workflows: (ShownRun & { id: string; fires: boolean; say: string; asked: object[] })[] }>(`/automation/why?noun=contact&id=${contacts[0]}`, by)).workflows.find((each) => each.id === id)!;
    expect(await ask('owner')).toMatchObject({ fires: false, asked: [{ check: 'trigger', holds: true }, { check: 'readable', holds: true }, { check: 'readable', holds: true, say: 'It has not been deleted since.' }, { check: 'field', holds: true }, { check: 'where', holds: false, field: 'stage', value: 'prospect' }, { check: 'where', field: 'creditLimit', value: { amount: 5_000, currency: 'EUR' } }] });
    const asRep = await ask('rep');
    expect([asRep.fires, JSON.stringify(asRep).includes('5000'), JSON.stringify(asRep.asked)]).toEqual([false, false, expect.stringContaining('may not see')]);
    expect((await world.as('otherRep').get(`/api/v1/automation/why?noun=contact&id=${contacts[0]}`)).statusCode).toBe(404);
  });
});
