import type { Caller } from '#test/worlds/two-tenants.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';

const SALES = '/api/v1/sales';
const DAY_MS = 86_400_000;

interface Row {
  [field: string]: unknown;
  id: string;
}
interface Figure {
  value: number | null;
  unit: string;
  amount: { amount: number; currency: string } | null;
  records: { path: string; where: object } | null;
}
interface Line {
  key: string | null;
  label: string | null;
  figures: Record<string, Figure>;
}
interface Report {
  lines: Line[];
  total: Record<string, Figure> | null;
}

let world: TwoTenants;
let [owner, manager, rep, otherRep]: Caller[] = [];
let stages: Map<string, string>;
const today = new Date().toISOString().slice(0, 10);
const year = `from=${new Date(Date.now() - 300 * DAY_MS).toISOString().slice(0, 10)}`;

async function made(caller: Caller, plural: string, body: object): Promise<Row> {
  const answer = await caller.post(`${SALES}/${plural}`, body);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<Row>();
}
const euros = (amount: number, currency = 'EUR') => ({ amount, currency });
const stage = (name: string) => stages.get(name)!;
const at = ({ id }: Row) => `${SALES}/opportunities/${id}`;
const read = async <T>(caller: Caller, path: string): Promise<T> => {
  const answer = await caller.get(`${SALES}/${path}`);
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
  return answer.json<T>();
};
async function deal(caller: Caller, amount: number, stageName: string, more: object = {}): Promise<Row> {
  const one = await made(caller, 'opportunities', { name: `${stageName} ${amount}`, amount: euros(amount), expectedClose: today, ...more });
  if (stageName === 'Qualification') return one;
  const moved = await caller.patch(at(one), { stageId: stage(stageName), ...(stageName === 'Lost' && { lostReasonId: reason.id }) });
  if (moved.statusCode !== 200) throw new Error(moved.body);
  return moved.json<Row>();
}
let reason: Row;

function figuresIn(answer: unknown): Figure[] {
  if (typeof answer !== 'object' || answer === null) return [];
  if ('records' in answer && 'unit' in answer) return [answer as Figure];
  return Object.values(answer).flatMap(figuresIn);
}

/** Asks for the records of each number as a list would, and counts and sums what comes. */
async function expectToOpen(caller: Caller, answer: unknown): Promise<number> {
  const figures = figuresIn(answer).filter(({ records, unit }) => records && unit === 'count');
  for (const { value, amount, records } of figures) {
    const page = (await caller.post(`${records!.path}/query`, { where: records!.where, limit: 200 })).json<{ data: (Row & { outcome?: string; amount?: { amount: number; currency: string } | null; closingAmount?: { amount: number } | null })[] }>();
    expect([records, page.data?.length]).toEqual([records, value]);
    const sum = page.data.reduce((total, row) => total + (row.closingAmount?.amount ?? row.amount?.amount ?? 0), 0);
    // Averages and what a day is worth are no sums; they are held below.
    if (amount && records!.path.endsWith('opportunities') && value === 1) expect([records, amount.amount]).toEqual([records, sum]);
  }
  return figures.length;
}

beforeAll(async () => {
  world = await TwoTenants.create();
  [owner, manager, rep, otherRep] = (['owner', 'manager', 'rep', 'otherRep'] as const).map((who) => world.as('A', who));
  const list = await read<{ data: { id: string; name: string }[] }>(rep!, 'stages?sort=position');
  stages = new Map(list.data.map(({ id, name }) => [name, id]));
  reason = await made(manager!, 'lost-reasons', { name: 'Too dear' });
}, 120_000);
afterAll(() => world.close());

describe('A9 reports', () => {
  beforeAll(async () => {
    await deal(rep!, 1_000_00, 'Qualification', { source: 'fair' });
    await deal(rep!, 2_000_00, 'Proposal', { source: 'fair' });
    await deal(rep!, 5_000_00, 'Won', { source: 'fair' });
    await deal(rep!, 3_000_00, 'Won', { source: 'webinar' });
    await deal(rep!, 4_000_00, 'Lost');
    await deal(otherRep!, 7_000_00, 'Won', { source: 'webinar' });
    await deal(otherRep!, 9_000_00, 'Negotiation');
    await made(manager!, 'acquisition-costs', { source: 'webinar', day: today, amount: euros(2_000_00) });
    await made(rep!, 'leads', { lastName: 'Berg', source: 'fair' });
    const call = await made(rep!, 'activities', { title: 'Call', kind: 'call' });
    expect((await rep!.patch(`${SALES}/activities/${call.id}`, { state: 'done' })).statusCode).toBe(200);
  }, 60_000);

  it('A9 win rate, velocity, ageing, source ROI, lost reasons, activity volume; each number opens the exact records behind it', async () => {
    for (const name of ['win-rate', 'velocity', 'ageing', 'funnel', 'sources', 'lost-reasons', 'activities']) expect(await expectToOpen(manager!, await read(manager!, `reports/${name}?${year}`))).toBeGreaterThan(0);
    const rate = await read<Report>(manager!, `reports/win-rate?${year}`);
    expect(rate.total).toMatchObject({ won: { value: 3, amount: euros(15_000_00) }, lost: { value: 1, amount: euros(4_000_00) }, rate: { value: 75, unit: 'percent' } });
    expect(rate.lines.find(({ key }) => key === world.organizations.A.members.rep)).toMatchObject({ label: expect.any(String) as string, figures: { won: { value: 2 }, lost: { value: 1 } } });
    const velocity = (await read<Report>(manager!, `reports/velocity?${year}&by=source`)).total!;
    expect(velocity).toMatchObject({ open: { value: 3, amount: euros(12_000_00) }, average: { amount: euros(5_000_00) }, cycle: { unit: 'days' } });
    const funnel = await read<Report>(manager!, `reports/funnel?${year}`);
    // A deal that went straight to the end has come past every stage; one that was lost has come as far as it was.
    expect(funnel.lines.map(({ label, figures }) => [label, figures['reached']!.value])).toEqual([['Qualification', 7], ['Needs analysis', 5], ['Proposal', 5], ['Negotiation', 4], ['Won', 3]]);
    const sources = await read<Report>(manager!, `reports/sources?${year}`);
    expect(sources.lines.find(({ key }) => key === 'webinar')?.figures).toMatchObject({ won: { value: 2, amount: euros(10_000_00) }, cost: { value: 1, amount: euros(2_000_00) }, return: { value: 400, unit: 'percent' } });
    expect((await read<Report>(manager!, `reports/lost-reasons?${year}`)).lines).toMatchObject([{ label: 'Too dear', figures: { lost: { value: 1 }, part: { value: 100 } } }]);
    expect((await read<Report>(manager!, `reports/activities?${year}`)).total).toMatchObject({ done: { value: 1 }, call: { value: 1 }, meeting: { value: 0 } });
    expect((await read<Report>(manager!, `reports/ageing?${year}`)).total).toMatchObject({ week: { value: 3 }, older: { value: 0 } });
  });

  it('A9 totals equal the list export', async () => {
    const won = (await read<Report>(manager!, `reports/win-rate?${year}`)).total!['won']!;
    const file = await manager!.get(`${SALES}/opportunities/export?filter[outcome]=won`);
    expect(file.statusCode).toBe(200);
    const [head, ...rows] = file.body.replace(/^\uFEFF/, '').trim().split(/\r?\n/).map((line) => line.split(','));
    const column = head!.indexOf('closingAmount');
    expect([rows.length, rows.reduce((sum, cells) => sum + Number.parseFloat(cells[column]!.replace(/[^\d.-]/g, '')), 0)]).toEqual([won.value, won.amount!.amount / 100]);
  });

  it('A9 a report never counts rows its reader cannot read, and says nothing of another organisation', async () => {
    const mine = (await read<Report>(rep!, `reports/win-rate?${year}`)).total!;
    expect(mine).toMatchObject({ won: { value: 2, amount: euros(8_000_00) } });
    expect(await expectToOpen(rep!, await read(rep!, 'dashboard'))).toBeGreaterThan(20);
    expect((await read<Report>(manager!, `reports/win-rate?${year}&owner=${world.organizations.A.members.rep}`)).total).toMatchObject({ won: { value: 2 } });
    expect((await read<Report>(world.as('B', 'manager'), `reports/win-rate?${year}`)).total).toMatchObject({ won: { value: 0 }, lost: { value: 0 }, rate: { value: null } });
    // Who sees deals without what they are worth is told which fields are missing, and no number.
    expect((await world.as('A', 'support').get(`${SALES}/dashboard`)).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('the dashboard holds twelve figures and more, each with the records behind it and what it was before', async () => {
    const { figures, charts } = await read<{ figures: Record<string, { now: Figure; before: Figure | null }>; charts: Record<string, Line[]> }>(manager!, 'dashboard');
    expect(Object.keys(figures)).toEqual(['open', 'won', 'lost', 'winRate', 'averageDeal', 'cycle', 'late', 'stale', 'leads', 'converted', 'done', 'overdue']);
    expect(figures).toMatchObject({ open: { now: { value: 3, amount: euros(12_000_00) } }, won: { now: { value: 3 }, before: { value: 0 } }, leads: { now: { value: 1 } }, done: { now: { value: 1 } }, overdue: { now: { value: 0 } } });
    expect(charts['wonByMonth']).toHaveLength(12);
    expect(charts['wonByMonth']!.at(-1)).toMatchObject({ key: today.slice(0, 7), figures: { won: { value: 3 } } });
    await expectToOpen(manager!, { figures, charts });
  });

  it.each([['reports/nonsense', 404], ['reports/win-rate?by=secret', 400], ['reports/win-rate?from=soon', 400], ['dashboard?from=2026-02-01&to=2026-01-01', 400], ['dashboard?owner=everybody', 400], ['dashboard?nonsense=1', 400]])('%s is answered with %d', async (path, status) => {
    expect((await manager!.get(`${SALES}/${path}`)).statusCode).toBe(status);
  });
});

describe('A8 targets', () => {
  interface Attained { target: { id: string; name: string }; actual: { amount: { amount: number }; deals: number }; percent: number }
  let team: Row;
  const members = () => world.organizations.A.members;
  const attained = async (name: string, on = today) => (await read<{ data: Attained[] }>(manager!, `attainment?on=${on}`)).data.find(({ target }) => target.name === name)!;

  beforeAll(async () => {
    team = (await owner!.post('/api/v1/identity/teams', { name: 'North' })).json<Row>();
    expect((await owner!.post('/api/v1/identity/team-members', { teamId: team.id, memberId: members().rep })).statusCode).toBe(201);
    const target = (name: string, body: object) => made(manager!, 'sales-targets', { name, period: 'month', startsOn: today, amount: euros(20_000_00), ...body });
    await target('Mine', { memberId: members().rep });
    await target('Team', { teamId: team.id, amount: euros(50_000_00) });
    await target('All', {});
    await target('Deals', { memberId: members().rep, measure: 'deals', amount: null, number: 4 });
  }, 60_000);

  it('A8 quota per user or team × period × currency × measure; a team\'s is independent of the sum of its members', async () => {
    expect(await attained('Mine')).toMatchObject({ actual: { amount: euros(8_000_00) }, goal: { amount: euros(20_000_00) }, percent: 40 });
    // What was won before the member came to the team is not the team's.
    expect((await attained('Team')).actual.amount).toEqual(euros(0));
    expect((await attained('All')).actual.amount).toEqual(euros(15_000_00));
    expect(await attained('Deals')).toMatchObject({ actual: { deals: 2 }, percent: 50 });
    await deal(rep!, 1_000_00, 'Won');
    expect([(await attained('Mine')).actual.amount, (await attained('Team')).actual.amount, (await attained('Deals')).percent]).toEqual([euros(9_000_00), euros(1_000_00), 75]);
    for (const wrong of [{ amount: null }, { number: 3 }, { measure: 'deals' }]) expect((await manager!.post(`${SALES}/sales-targets`, { name: 'Wrong', startsOn: today, amount: euros(1), ...wrong })).statusCode).toBe(400);
    expect((await rep!.post(`${SALES}/sales-targets`, { name: 'Easy', startsOn: today, amount: euros(1) })).statusCode).toBe(403);
  });

  it('A8 a deal is the success of whoever had it when it was won: an owner or team that changes moves nothing, and what is taken back is set off', async () => {
    const one = await deal(rep!, 600_00, 'Won');
    const before = await attained('Mine');
    expect((await owner!.patch(at(one), { ownerId: members().otherRep })).statusCode).toBe(200);
    const [link] = (await owner!.get(`/api/v1/identity/team-members?filter[teamId]=${team.id}`)).json<{ data: Row[] }>().data;
    await owner!.delete(`/api/v1/identity/team-members/${link!.id}`);
    expect([await attained('Mine'), (await attained('Team')).actual.amount]).toMatchObject([before, euros(1_600_00)]);
    expect((await owner!.patch(at(one), { amount: euros(1_000_00) })).statusCode).toBe(200);
    expect([(await attained('Mine')).actual.amount.amount, (await attained('Team')).actual.amount]).toEqual([before.actual.amount.amount + 400_00, euros(2_000_00)]);
    expect((await owner!.patch(at(one), { stageId: stage('Proposal') })).statusCode).toBe(200);
    expect([(await attained('Mine')).actual, (await attained('Team')).actual.amount]).toEqual([{ amount: euros(before.actual.amount.amount - 600_00), deals: before.actual.deals - 1 }, euros(1_000_00)]);
    const { data } = await read<{ data: { amount: { amount: number } }[] }>(manager!, `sales-targets/${before.target.id}/credits`);
    expect(data.reduce((sum, { amount }) => sum + amount.amount, 0)).toBe(before.actual.amount.amount - 600_00);
  });

  it('A8 a shared deal counts in parts that make the whole, and is shared out before it is won', async () => {
    const one = await deal(rep!, 100_01, 'Negotiation');
    const [mine, all] = [await attained('Mine'), await attained('All')];
    expect((await rep!.post(`${at(one)}/split`, { shares: [{ memberId: members().rep, percent: 50 }, { memberId: members().otherRep, percent: 50 }] })).statusCode).toBe(200);
    expect((await rep!.patch(at(one), { stageId: stage('Won') })).statusCode).toBe(200);
    expect([(await attained('Mine')).actual.deals - mine.actual.deals, (await attained('All')).actual.amount.amount - all.actual.amount.amount]).toEqual([0.5, 100_01]);
    expect((await rep!.post(`${at(one)}/split`, { shares: [] })).statusCode).toBe(409);
  });

  it('A8 the fiscal year may start in any month', async () => {
    expect((await manager!.patch(`${SALES}/settings`, { fiscalYearMonth: 2 })).json()).toMatchObject({ fiscalYearMonth: 2 });
    expect(await made(manager!, 'sales-targets', { name: 'Year', period: 'year', startsOn: '2026-01-15', amount: euros(1) })).toMatchObject({ startsOn: '2025-02-01', endsOn: '2026-01-31' });
    await manager!.patch(`${SALES}/settings`, { fiscalYearMonth: 1 });
  });
});

describe('A8 forecast', () => {
  interface Forecast { members: { memberId: string | null; reckoned: Record<string, Figure>; adjusted: Record<string, object>; target: { percent: number } | null }[]; total: Record<string, Figure> }

  it('A8 categories map from stages, and what a manager says stands beside the reckoned number with author and note', async () => {
    await manager!.patch(`${SALES}/stages/${stage('Negotiation')}`, { category: 'commit' });
    const forecast = await read<Forecast>(manager!, 'forecast?period=month');
    await expectToOpen(manager!, forecast);
    expect(forecast.total).toMatchObject({ commit: { value: 1, amount: euros(9_000_00) } });
    expect(forecast.total['closed']!.value).toBe((await read<Report>(manager!, `reports/win-rate`)).total!['won']!.value);
    const { rep: memberId, manager: author } = world.organizations.A.members;
    await made(manager!, 'forecast-adjustments', { memberId, period: 'month', startsOn: today, category: 'commit', amount: euros(500_00), note: 'Slipping' });
    const mine = (await read<Forecast>(manager!, 'forecast?period=month')).members.find((each) => each.memberId === memberId)!;
    expect(mine).toMatchObject({ reckoned: { commit: { value: 0 } }, adjusted: { commit: { amount: euros(500_00), note: 'Slipping', by: author } }, target: { percent: expect.any(Number) as number } });
    expect((await rep!.post(`${SALES}/forecast-adjustments`, { memberId, startsOn: today, amount: euros(1), note: 'More' })).statusCode).toBe(403);
  });

  it('A8 last week\'s forecast can be reopened and equals what was submitted, even after deals change owner', async () => {
    const submitted = (await manager!.post(`${SALES}/forecast-submissions`, { period: 'month', note: 'Week 47' })).json<{ submission: { id: string }; lines: { opportunityId: string; category: string }[]; total: Record<string, { count: number; amount: object | null }> }>();
    const now = await read<Forecast>(manager!, 'forecast?period=month');
    for (const [category, figure] of Object.entries(now.total)) expect([category, submitted.total[category]]).toEqual([category, { count: figure.value, amount: figure.value ? figure.amount : null }]);
    const line = submitted.lines.find(({ category }) => category === 'commit')!;
    expect((await owner!.patch(`${SALES}/opportunities/${line.opportunityId}`, { ownerId: world.organizations.A.members.manager, amount: euros(1), name: 'Another' })).statusCode).toBe(200);
    expect(await read(manager!, `forecast-submissions/${submitted.submission.id}`)).toEqual(submitted);
    expect((await read<{ data: Row[] }>(manager!, 'forecast-submissions')).data.map(({ id }) => id)).toEqual([submitted.submission.id]);
    expect((await world.as('B', 'owner').get(`${SALES}/forecast-submissions/${submitted.submission.id}`)).statusCode).toBe(404);
    expect((await world.as('A', 'viewer').post(`${SALES}/forecast-submissions`, { period: 'month' })).statusCode).toBe(403);
  });
});
