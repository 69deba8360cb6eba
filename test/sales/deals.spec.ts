import type { Caller } from '#test/worlds/two-tenants.js';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import { Deals } from '#sales/opportunities/deals.js';
import { Witness } from '#test/contract/evidence.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';

const SALES = '/api/v1/sales';

interface Row {
  [field: string]: unknown;
  id: string;
}

let world: TwoTenants;
let owner: Caller;
let manager: Caller;
let rep: Caller;
let pipeline: string;
/** By name, of the pipeline that every organisation begins with. */
let stages: Map<string, string>;

async function made(caller: Caller, plural: string, body: object): Promise<Row> {
  const answer = await caller.post(`${SALES}/${plural}`, body);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<Row>();
}

const deal = (body: object = {}, caller = rep): Promise<Row> => made(caller, 'opportunities', { name: 'A deal', ...body });
const at = ({ id }: Row) => `${SALES}/opportunities/${id}`;
const faults = (answer: { json<T>(): T }) => answer.json<{ errors?: { at: string; rule: string }[] }>().errors?.map((each) => `${each.at} ${each.rule}`) ?? [];
const stage = (name: string): string => stages.get(name)!;
const euros = (amount: number, currency = 'EUR') => ({ amount, currency });

beforeAll(async () => {
  world = await TwoTenants.create();
  [owner, manager, rep] = [world.as('A', 'owner'), world.as('A', 'manager'), world.as('A', 'rep')];
  const list = (await rep.get(`${SALES}/stages?sort=position`)).json<{ data: { id: string; name: string; pipelineId: string }[] }>().data;
  stages = new Map(list.map(({ id, name }) => [name, id]));
  pipeline = list[0]!.pipelineId;
}, 120_000);
afterAll(() => world.close());

describe('A4 pipelines', () => {
  it('every organisation begins with one, and deals begin in its first stage', async () => {
    expect([...stages.keys()]).toEqual(['Qualification', 'Needs analysis', 'Proposal', 'Negotiation', 'Won', 'Lost']);
    expect(await deal()).toMatchObject({ pipelineId: pipeline, stageId: stage('Qualification'), probability: 10, probabilityOverridden: false, outcome: 'open' });
    expect((await world.as('B', 'rep').get(`${SALES}/stages`)).json<{ data: Row[] }>().data.map(({ id }) => id)).not.toContain(stage('Won'));
  });

  it('A4 a stage belongs to exactly one; moving pipeline maps or asks the stage; deleting a used stage demands a target', async () => {
    const other = await made(manager, 'pipelines', { name: 'Renewals', position: 20 });
    const [due, proposal, renewed] = [await made(manager, 'stages', { name: 'Due', pipelineId: other.id, position: 1 }), await made(manager, 'stages', { name: 'proposal', pipelineId: other.id, position: 2, probability: 60 }), await made(manager, 'stages', { name: 'Renewed', pipelineId: other.id, position: 3, kind: 'won', probability: 3 })];
    expect(renewed).toMatchObject({ probability: 100, category: 'closed' });
    expect(faults(await rep.post(`${SALES}/opportunities`, { name: 'Torn', pipelineId: pipeline, stageId: due.id }))).toEqual(['stageId pipeline']);

    const one = await deal({ stageId: stage('Proposal') });
    expect((await rep.patch(at(one), { pipelineId: other.id })).json()).toMatchObject({ stageId: proposal.id, probability: 60 });
    const two = await deal({ stageId: stage('Negotiation') });
    const asked = await rep.patch(at(two), { pipelineId: other.id });
    expect([faults(asked), asked.body]).toEqual([['stageId stage'], expect.stringContaining('Due, proposal, Renewed')]);
    expect((await rep.patch(at(two), { pipelineId: other.id, stageId: due.id })).json()).toMatchObject({ stageId: due.id });
    // Also by raw SQL, past every rule.
    const torn = world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE opportunity SET stage_id = $2 WHERE organization_id = $1 AND id = $3`, values: [world.organizations.A.id, stage('Proposal'), one.id] }));
    await expect(torn).rejects.toThrow('opportunity_stage_of_pipeline');

    expect((await owner.delete(`${SALES}/stages/${due.id}`)).statusCode).toBe(409);
    expect(faults(await manager.post(`${SALES}/stages/${due.id}/replace`, { by: renewed.id }))).toEqual(['by stage']);
    expect((await manager.patch(`${SALES}/stages/${due.id}`, { kind: 'won' })).statusCode).toBe(400);
    expect((await manager.post(`${SALES}/stages/${due.id}/replace`, { by: proposal.id })).statusCode).toBe(404);
    expect((await rep.get(at(two))).json()).toMatchObject({ stageId: proposal.id, pipelineId: other.id });
    expect((await rep.get(`${SALES}/stages/${due.id}`)).statusCode).toBe(404);
  });
});

describe('A4 stages', () => {
  it('A4 entry rules (required fields, lost reason, approval) hold equally for drag, bulk, API, import and workflow', async () => {
    const guarded = await made(owner, 'stages', { name: 'Guarded', pipelineId: pipeline, position: 45, probability: 80, requiredFields: ['amount', 'expectedClose'], needsApproval: true });
    const one = await deal();
    const expected = ['amount stage', 'expectedClose stage', 'stageId approval'];
    const ways = [
      await rep.patch(at(one), { stageId: guarded.id }),
      await rep.post(`${at(one)}/move`, { stageId: guarded.id }),
      await rep.post(`${SALES}/opportunities`, { name: 'New', stageId: guarded.id }),
    ];
    for (const way of ways) expect([way.statusCode, faults(way)]).toEqual([400, expected]);
    const bulk = (await rep.post(`${SALES}/opportunities/bulk`, { update: [{ id: one.id, stageId: guarded.id }] })).json<{ results: { errors: { at: string; rule: string }[] }[] }>();
    expect(faults({ json: () => bulk.results[0] as never })).toEqual(expected);
    // Managers may approve, so to them the stage only says what is missing.
    const file = await manager.call('POST', `${SALES}/opportunities/import`, { payload: `name,stageId\nImported,${guarded.id}\n`, headers: { 'content-type': 'text/csv' } });
    expect(file.json()).toMatchObject({ counts: { failed: 1 }, rows: [{ errors: [{ at: 'amount', rule: 'stage' }, { at: 'expectedClose', rule: 'stage' }] }] });
    const workflow = (await owner.post('/api/v1/automation/workflows', { name: 'Push', graph: { trigger: { kind: 'button', noun: 'opportunity' }, edges: [{ from: 'start', to: 'push' }], steps: [{ key: 'push', do: 'update', values: { stageId: guarded.id } }] } })).json<Row>();
    const { steps } = (await owner.post(`/api/v1/automation/rehearsals/${workflow.id}`, { recordId: one.id })).json<{ steps: { step: string; outcome: string; error: unknown }[] }>();
    expect([steps[0], JSON.stringify(steps)]).toEqual([expect.objectContaining({ step: 'push', outcome: 'failed' }), expect.stringContaining('amount')]);
    expect(faults(await rep.post(`${at(one)}/move`, { stageId: stage('Lost') }))).toEqual(['lostReasonId stage']);

    await rep.patch(at(one), { amount: euros(500_00), expectedClose: '2027-01-31' });
    expect((await rep.post(`${at(one)}/ask-approval`, { stageId: guarded.id, note: 'Please' })).json()).toMatchObject({ awaitsStageId: guarded.id });
    expect((await rep.post(`${at(one)}/give-approval`, {})).statusCode).toBe(403);
    expect((await manager.post(`${at(one)}/give-approval`, {})).json()).toMatchObject({ awaitsStageId: null, approvedStageId: guarded.id });
    // Another amount is another deal.
    await rep.patch(at(one), { amount: euros(900_00) });
    expect(faults(await rep.patch(at(one), { stageId: guarded.id }))).toEqual(['stageId approval']);
    await rep.post(`${at(one)}/ask-approval`, { stageId: guarded.id });
    await manager.post(`${at(one)}/give-approval`, {});
    expect((await rep.patch(at(one), { stageId: guarded.id })).json()).toMatchObject({ stageId: guarded.id, approvedStageId: null });
    expect((await manager.post(`${SALES}/stages/${guarded.id}/replace`, { by: stage('Negotiation') })).statusCode).toBe(404);
  });

  it('A4 probability defaults from the stage, an override is marked and survives until reset; won is 100, lost is 0', async () => {
    const one = await deal({ amount: euros(10_000) });
    expect((await rep.patch(at(one), { stageId: stage('Proposal') })).json()).toMatchObject({ probability: 50, probabilityOverridden: false });
    expect((await rep.patch(at(one), { probability: 66.6 })).json()).toMatchObject({ probability: 66.6, probabilityOverridden: true });
    expect((await rep.patch(at(one), { stageId: stage('Negotiation') })).json()).toMatchObject({ probability: 66.6, probabilityOverridden: true });
    expect((await rep.patch(at(one), { probability: null })).json()).toMatchObject({ probability: 75, probabilityOverridden: false });
    expect((await rep.patch(at(one), { stageId: stage('Won'), probability: 12 })).json()).toMatchObject({ probability: 100, outcome: 'won', closedAt: expect.any(String) });
    expect((await rep.patch(at(one), { stageId: stage('Proposal') })).json()).toMatchObject({ probability: 50, outcome: 'open', closedAt: null, closingAmount: null });
    const wrong = world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE opportunity SET outcome = 'won', closed_at = now() WHERE organization_id = $1 AND id = $2`, values: [world.organizations.A.id, one.id] }));
    await expect(wrong).rejects.toThrow('opportunity_ends');
  });

  it('A4 history is append-only with duration; time in stage and conversion derive from it, back-dated moves and corrections included', async () => {
    const day = 24 * 60 * 60;
    const ago = (days: number) => new Date(Date.now() - days * day * 1_000).toISOString();
    const one = await deal({ name: 'Long way' });
    interface Stay { id: string; stageId: string; seconds: number; corrected: boolean }
    const history = async () => (await rep.get(`${at(one)}/stages`)).json<{ data: Stay[] }>().data;
    const correct = async (index: number, days: number) => rep.post(`${at(one)}/correct-stage`, { entryId: (await history())[index]!.id, at: ago(days) });
    expect((await correct(0, 30)).statusCode).toBe(200);
    expect((await rep.post(`${at(one)}/move`, { stageId: stage('Proposal'), at: ago(20) })).statusCode).toBe(200);
    expect(faults(await rep.post(`${at(one)}/move`, { stageId: stage('Negotiation'), at: ago(25) }))).toEqual(['at past']);
    await rep.post(`${at(one)}/move`, { stageId: stage('Won'), at: ago(4) });
    const days = async () => (await history()).map(({ seconds }) => Math.round(seconds / day));
    expect(await days()).toEqual([10, 16, 4]);
    expect((await correct(1, 26)).statusCode).toBe(200);
    expect(faults(await correct(1, 31))).toEqual(['at range']);
    expect([await days(), (await history()).map(({ corrected }) => corrected)]).toEqual([[4, 22, 4], [true, true, false]]);
    expect((await correct(2, 2)).json()).toMatchObject({ outcome: 'won', closedAt: expect.stringContaining(ago(2).slice(0, 10)) });

    const flow = (await rep.get(`${SALES}/pipelines/${pipeline}/flow?filter[id]=${one.id}`)).json<{ stages: { stage: string; entered: number; advanced: number; conversion: number | null; medianSeconds: number | null }[] }>().stages;
    expect(flow.find((each) => each.stage === 'Proposal')).toMatchObject({ entered: 1, advanced: 1, won: 1, conversion: 1 });
    expect(Math.round(flow.find((each) => each.stage === 'Proposal')!.medianSeconds! / day)).toBe(24);
    for (const change of [`UPDATE stage_entry SET entered_at = now()`, `DELETE FROM stage_entry`]) {
      await expect(world.inside('A', (tenancy) => tenancy.write({ text: `${change} WHERE organization_id = $1`, values: [world.organizations.A.id] }))).rejects.toThrow('permission denied');
    }
    expect((await rep.get(`${at(one)}/timeline`)).json<{ data: { what: string }[] }>().data.map(({ what }) => what)).toEqual(expect.arrayContaining(['deal.created', 'deal.stage-changed', 'deal.stage-corrected', 'deal.won']));
  });
});

describe('A4 deals', () => {
  it('A4 weighted value is exact, per currency and at a stated dated rate; closed deals keep their closing rate', async () => {
    const mine = await made(manager, 'pipelines', { name: 'Exact', position: 30 });
    const [open, won] = [await made(manager, 'stages', { name: 'Open', pipelineId: mine.id, position: 1, probability: 33.33 }), await made(manager, 'stages', { name: 'Won', pipelineId: mine.id, position: 2, kind: 'won' })];
    for (const rate of [{ day: '2026-01-01', rate: '0.0061' }, { day: '2026-06-01', rate: '0.0062' }]) await made(manager, 'exchange-rates', { currency: 'JPY', ...rate });
    expect((await manager.post(`${SALES}/exchange-rates`, { currency: 'JPY', day: '2026-06-01', rate: '0.007' })).statusCode).toBe(400);
    for (const amount of [euros(1), euros(1), euros(1), euros(10_000_01), euros(1_000, 'JPY'), euros(5_00, 'KWD')]) await deal({ pipelineId: mine.id, amount });
    const closed = await deal({ pipelineId: mine.id, amount: euros(100_000, 'JPY') });
    await rep.post(`${at(closed)}/move`, { stageId: won.id });
    await made(manager, 'exchange-rates', { currency: 'JPY', day: '2026-11-01', rate: '0.0100' });
    const board = (await rep.get(`${SALES}/pipelines/${mine.id}/board`)).json<{ rates: object; columns: { stage: Row; count: number; sums: object; base: object }[] }>();
    expect(board.rates).toEqual({ currency: 'EUR', day: expect.any(String), stated: [{ currency: 'JPY', day: '2026-11-01', rate: '0.0100' }], missing: ['KWD'] });
    expect(board.columns.map((column) => [column.stage.id, column.count, column.sums, column.base])).toEqual([
      // 33.33 % of 10,000.04 EUR is 3,333.013332 EUR; 1,000 JPY are 10 EUR, and 33.33 % of them 3.333 EUR.
      [open.id, 6, [{ amount: euros(10_000_04), weighted: euros(3_333_01) }, { amount: euros(1_000, 'JPY'), weighted: euros(333, 'JPY') }, { amount: euros(5_00, 'KWD'), weighted: euros(1_67, 'KWD') }], { amount: euros(10_010_04), weighted: euros(3_336_34) }],
      [won.id, 1, [{ amount: euros(100_000, 'JPY'), weighted: euros(100_000, 'JPY') }], { amount: euros(620_00), weighted: euros(620_00) }],
    ]);
  });

  it('A4 two people who move one card get an order without loss, counts and sums are of what the reader may see', async () => {
    const mine = await made(manager, 'pipelines', { name: 'Order', position: 40 });
    const [left, right] = [await made(manager, 'stages', { name: 'Left', pipelineId: mine.id, position: 1 }), await made(manager, 'stages', { name: 'Right', pipelineId: mine.id, position: 2 })];
    const cards: Row[] = [];
    for (const name of ['d', 'c', 'b', 'a']) cards.unshift(await deal({ name, pipelineId: mine.id, amount: euros(100) }));
    const theirs = await deal({ name: 'theirs', pipelineId: mine.id, amount: euros(9_900) }, world.as('A', 'otherRep'));
    const read = async (caller = rep) => (await caller.get(`${SALES}/pipelines/${mine.id}/board?limit=50`)).json<{ total: object; columns: { count: number; sums: unknown; cards: { id: string; name: string }[] }[] }>();
    const names = async () => (await read()).columns.map((column) => column.cards.map(({ name }) => name).join(''));
    expect(await names()).toEqual(['abcd', '']);
    const [a, b, c, d] = cards as [Row, Row, Row, Row];
    await rep.post(`${at(a)}/move`, { stageId: left.id, below: c.id, above: d.id });
    expect(await names()).toEqual(['bcad', '']);
    // Where both saw it at once: one below b, one to the other column on top, one below a card that has gone there.
    const answers = await Promise.all([rep.post(`${at(d)}/move`, { below: b.id, above: c.id }), manager.post(`${at(d)}/move`, { stageId: right.id }), rep.post(`${at(a)}/move`, { below: b.id, above: c.id }), rep.post(`${at(c)}/move`, { above: b.id })]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    const columns = await names();
    expect([...columns.join('')].sort().join('')).toBe('abcd');
    await rep.post(`${at(b)}/move`, { stageId: right.id, below: d.id });
    expect((await read()).total).toMatchObject({ count: 4, sums: [{ amount: euros(400) }] });
    expect((await read(manager)).total).toMatchObject({ count: 5, sums: [{ amount: euros(10_300) }] });
    expect((await world.as('A', 'support').get(`${SALES}/pipelines/${mine.id}/board`)).statusCode).toBe(404);
    expect((await rep.post(`${at(theirs)}/move`, { stageId: right.id })).statusCode).toBe(404);
    expect((await world.as('B', 'owner').get(`${SALES}/pipelines/${mine.id}/board`)).statusCode).toBe(404);
  });

  it('are shared out so that the parts make 100, and have people and competitors who follow the owner', async () => {
    const { members, contacts } = world.organizations.A;
    const one = await deal();
    const share = (percent: number, person: 'rep' | 'otherRep' | 'manager') => ({ memberId: members[person], percent });
    expect(faults(await rep.post(`${at(one)}/split`, { shares: [share(33.33, 'rep'), share(66.66, 'otherRep')] }))).toEqual(['shares sum']);
    expect((await rep.post(`${at(one)}/split`, { shares: [share(33.33, 'rep'), share(33.33, 'otherRep'), share(33.34, 'manager')] })).statusCode).toBe(200);
    expect((await rep.post(`${at(one)}/split`, { shares: [share(60, 'rep'), share(40, 'otherRep')] })).statusCode).toBe(200);
    expect((await rep.get(`${at(one)}/splits`)).json()).toEqual({ data: [share(60, 'rep'), share(40, 'otherRep')] });
    const link = await made(rep, 'opportunity-contacts', { opportunityId: one.id, contactId: contacts[0]!, role: 'champion' });
    expect((await world.as('A', 'otherRep').get(`${SALES}/opportunity-contacts/${link.id}`)).statusCode).toBe(404);
    await owner.patch(at(one), { ownerId: members.otherRep });
    expect((await world.as('A', 'otherRep').get(`${SALES}/opportunity-contacts/${link.id}`)).json()).toMatchObject({ ownerId: members.otherRep, role: 'champion' });
  });

  it('are won by other parts of the product in their own transaction, whole or not at all', async () => {
    const one = await deal({ amount: euros(100) });
    const { id, members, accounts } = world.organizations.A;
    const asMember = <T>(work: () => Promise<T>) => inOrganization(id, { kind: 'member', accountId: accounts.rep, memberId: members.rep }, work);
    const broken = world.inside('A', (tenancy) => asMember(() => tenancy.transaction(async () => {
      await world.get(Deals).win(one.id, { amount: euros(250) });
      throw new Error('The rest fails.');
    })));
    await expect(broken).rejects.toThrow('The rest fails.');
    expect((await rep.get(at(one))).json()).toMatchObject({ outcome: 'open', amount: euros(100) });
    await asMember(() => world.get(Deals).win(one.id, { amount: euros(250) }));
    await asMember(() => world.get(Deals).win(one.id));
    expect((await rep.get(at(one))).json()).toMatchObject({ outcome: 'won', amount: euros(250), closingAmount: euros(250), closingRate: '1' });
    const witness = new Witness(world.database.pool(world.database.administratorUrl));
    expect(await witness.facts(one.id)).toEqual(['deal.created', 'deal.stage-changed', 'deal.won']);
  });
});
