import { EVERY_CHANGE, Hooks, type Change } from '#kernel/pipeline/hooks.js';
import { RescoreLeads } from '#sales/leads/rescore.js';
import { define } from '#test/customization/definitions.js';
import { Witness } from '#test/contract/evidence.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

const SALES = '/api/v1/sales';

interface Row {
  [field: string]: unknown;
  id: string;
}

let world: TwoTenants;
let owner: Caller;
let manager: Caller;
let rep: Caller;
let witness: Witness;

async function made(caller: Caller, plural: string, body: object): Promise<Row> {
  const answer = await caller.post(`/api/v1/${plural.includes('/') ? plural : `sales/${plural}`}`, body);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<Row>();
}

const lead = (body: object = {}, caller = rep): Promise<Row> => made(caller, 'leads', { lastName: 'Somebody', ...body });
const at = ({ id }: Row) => `${SALES}/leads/${id}`;
const faults = (answer: { json<T>(): T }) => answer.json<{ errors?: { at: string; rule: string }[] }>().errors?.map((each) => `${each.at} ${each.rule}`) ?? [];
const list = async (plural: string, query = '', caller = owner) => (await caller.get(`${SALES}/${plural}?limit=200&${query}`)).json<{ data: Row[] }>().data;
const status = async (name: string) => (await list('lead-statuses')).find((each) => each.name === name)!.id;

beforeAll(async () => {
  world = await TwoTenants.create();
  [owner, manager, rep] = [world.as('A', 'owner'), world.as('A', 'manager'), world.as('A', 'rep')];
  witness = new Witness(world.database.pool(world.database.administratorUrl));
}, 120_000);
afterAll(() => world.close());

describe('A3 leads', () => {
  it('A3 public capture is idempotent (external id), rate-limited, bot-checked, and stores consent text version, source and UTM', async () => {
    const form = await made(owner, 'lead-forms', { name: 'Newsletter', source: 'website', consentText: 'You may write to me.', leastSeconds: 0 });
    const anon = world.as('A', 'anon');
    const address = `/api/v1/forms/${form.publicKey as string}`;
    const load = async () => (await anon.get(address)).json<{ token: string; consentVersion: number }>();
    await owner.patch(`${SALES}/lead-forms/${form.id}`, { consentText: 'You may write to me, and call me.' });
    const { token, consentVersion } = await load();
    expect(consentVersion).toBe(2);
    const body = { token, email: 'ida@harbour.example', firstName: 'Ida', companyName: 'Harbour', consent: true, externalId: 'web-1', medium: 'cpc', campaign: 'spring', term: 'pumps', content: 'blue', page: 'https://acme.example/pumps' };
    const send = (more: object, ip = '203.0.113.7') => anon.post(address, { ...body, ...more }, { remoteAddress: ip });
    // At once, and once more later: one lead, and the same answer.
    const answers = await Promise.all([send({}), send({}), send({})]);
    expect(new Set([...answers, await send({ firstName: 'Eve' })].map(({ statusCode, body: said }) => `${statusCode} ${said}`))).toEqual(new Set(['202 {"thanks":null}']));
    const [captured, ...more] = await list('leads', 'filter[externalId]=web-1');
    expect(more).toEqual([]);
    expect(captured).toMatchObject({ firstName: 'Ida', lastName: 'ida', origin: 'form', formId: form.id, source: 'website', medium: 'cpc', campaign: 'spring', term: 'pumps', content: 'blue', consentVersion: expect.stringMatching(/ 2$/), consentAt: expect.any(String), ownerId: null, firstTouch: { page: 'https://acme.example/pumps', source: 'website' } });
    expect(await witness.facts(captured!.id)).toEqual(['lead.captured']);
    expect(await witness.facts(form.id)).toEqual(['form.submitted']);

    const before = (await list('leads')).length;
    expect((await send({ externalId: 'web-2', fax: '+1 555' }, '203.0.113.8')).statusCode).toBe(202);
    expect(faults(await send({ externalId: 'web-3', token: `${token}x` }, '203.0.113.8'))).toEqual(['token token']);
    expect(faults(await send({ externalId: 'web-4', consent: false }, '203.0.113.8'))).toEqual(['consent required']);
    await owner.patch(`${SALES}/lead-forms/${form.id}`, { leastSeconds: 30 });
    expect(faults(await send({ externalId: 'web-5', token: (await load()).token }, '203.0.113.8'))).toEqual(['token token']);
    expect((await anon.post(`/api/v1/forms/${(form.publicKey as string).slice(0, -1)}0`, body)).statusCode).toBe(404);
    const flood = await Promise.all(Array.from({ length: 12 }, () => send({}, '203.0.113.9')));
    expect(flood.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThanOrEqual(2);
    expect((await list('leads')).length).toBe(before);
    expect((await rep.post(`${SALES}/leads`, { lastName: 'Twice', externalId: 'web-1' })).statusCode).toBe(409);
    const { contactId } = (await owner.post(`${at(captured!)}/convert`, {})).json<Row>();
    expect(await list('consents', `filter[subject]=contact&filter[recordId]=${contactId as string}`)).toMatchObject([{ channel: 'mail', purpose: 'marketing', answer: 'given', at: captured!.consentAt, source: 'Newsletter', textVersion: captured!.consentVersion, wording: 'You may write to me, and call me.', address: 'ida@harbour.example' }]);
  });

  it('go through the statuses of the organisation, New to In progress to Qualified or Unqualified to Closed', async () => {
    const one = await lead();
    expect(one).toMatchObject({ phase: 'new', origin: 'person', ownerId: world.organizations.A.members.rep });
    await made(manager, 'lead-statuses', { name: 'Nurtured', phase: 'working', position: 25 });
    for (const name of ['Nurtured', 'Qualified', 'Closed']) expect((await rep.patch(at(one), { statusId: await status(name) })).statusCode).toBe(200);
    expect(faults(await rep.patch(at(one), { statusId: await status('New') }))).toEqual(['statusId move']);
    expect((await rep.get(at(one))).json()).toMatchObject({ phase: 'closed' });
  });

  it('A3 score shows its reasons, decays with time, and a rule change re-scores in background batches with progress', async () => {
    const large = await made(manager, 'score-rules', { name: 'Large company', points: 40, where: { field: 'employees', operator: 'gte', value: 500 } });
    const asked = await made(manager, 'score-rules', { name: 'Wrote a message', points: 20, halfLifeDays: 10, where: { field: 'message', operator: 'filled' } });
    expect(faults(await manager.post(`${SALES}/score-rules`, { name: 'Wrong', points: 1, where: { field: 'shoeSize', operator: 'eq', value: 44 } }))).toEqual(['where field']);
    const one = await lead({ employees: 600, message: 'Please call' });
    expect(one.score).toBe(60);
    const reasons = async () => (await rep.get(`${at(one)}/score`)).json<{ score: number; reasons: { rule: string; points: number; now: number }[]; history: { rule: string; points: number; cause: string }[] }>();
    expect((await reasons()).reasons).toMatchObject([{ rule: 'Large company', points: 40, now: 40 }, { rule: 'Wrote a message', points: 20, now: 20, halfLifeDays: 10 }]);
    expect((await rep.patch(at(one), { employees: 20 })).json()).toMatchObject({ score: 20 });
    expect((await rep.patch(at(one), { employees: 700 })).json()).toMatchObject({ score: 60 });
    expect((await reasons()).history.map(({ rule, points, cause }) => `${rule} ${points} ${cause}`)).toEqual(expect.arrayContaining(['Large company 40 captured', 'Large company 0 changed', 'Large company 40 changed', 'Wrote a message 20 captured']));

    const administrator = world.database.pool(world.database.administratorUrl);
    await administrator.query(`UPDATE lead_score SET since = since - interval '20 days' WHERE lead_id = $1`, [one.id]);
    expect((await reasons()).reasons).toMatchObject([{ now: 40 }, { points: 20, now: 5 }]);
    const steps: number[][] = [];
    const rescore = (cause: 'faded' | 'rule-changed') => world.inside('A', () => world.get(RescoreLeads).do({ id: one.id, effectKey: 'test', about: { cause }, attempt: 1, signal: new AbortController().signal, progress: async (done: number, total = 0) => void steps.push([done, total]) } as never));
    await rescore('faded');
    expect((await rep.get(at(one))).json()).toMatchObject({ score: 45 });

    const leads = await Promise.all(Array.from({ length: 5 }, () => owner.post(`${SALES}/leads/bulk`, { create: Array.from({ length: 50 }, (_, n) => ({ lastName: `Many ${n}`, employees: n * 20 })) })));
    expect(leads.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    await manager.patch(`${SALES}/score-rules/${large.id}`, { points: 70 });
    await manager.patch(`${SALES}/score-rules/${asked.id}`, { active: false });
    const waiting = await administrator.query(`SELECT count(*)::integer AS count FROM work WHERE kind = 'rescore-leads' AND effect_key LIKE 'rule %' AND state = 'waiting'`);
    expect(waiting.rows).toEqual([{ count: 4 }]);
    expect((await manager.get(`${SALES}/score-rules/${large.id}/progress`)).json()).toMatchObject({ state: 'waiting' });
    expect((await rep.get(at(one))).json()).toMatchObject({ score: 45 });
    steps.length = 0;
    await rescore('rule-changed');
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)![0]).toBe(steps.at(-1)![1]);
    expect((await rep.get(at(one))).json()).toMatchObject({ score: 70 });
    expect(new Set((await list('leads', 'filter[lastName]=Many 40')).map(({ score }) => score))).toEqual(new Set([70]));
    expect(await witness.facts(one.id)).toEqual(expect.arrayContaining(['lead.captured', 'lead.assigned', 'lead.scored']));
    for (const change of [`UPDATE lead_score SET points = 1`, `DELETE FROM lead_score`]) {
      await expect(world.inside('A', (tenancy) => tenancy.write({ text: `${change} WHERE organization_id = $1`, values: [world.organizations.A.id] }))).rejects.toThrow('permission denied');
    }
    await manager.patch(`${SALES}/score-rules/${large.id}`, { active: false });
  });

  it('A3 100 leads arriving in parallel over 4 equal reps give 25 each; absent or full reps are skipped; load counts open work only', async () => {
    const { members } = world.organizations.A;
    const four = [members.rep, members.otherRep, members.manager, members.support];
    const rule = await made(manager, 'assignment-rules', { name: 'Everybody in turn', members: four, where: { field: 'source', operator: 'eq', value: 'fair' } });
    const shares = async (campaign: string) => four.map((id) => perOwner(campaign).then((owners) => owners.filter((each) => each === id).length)).reduce(async (all, each) => [...(await all), await each], Promise.resolve([] as number[]));
    const perOwner = async (campaign: string) => (await list('leads', `filter[campaign]=${campaign}`)).map(({ ownerId }) => ownerId);
    const arrive = async (campaign: string, count: number) => {
      const answers = await Promise.all(Array.from({ length: count }, (_, n) => owner.post(`${SALES}/leads`, { lastName: `Visitor ${n}`, source: 'fair', campaign })));
      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]));
    };
    await arrive('turns', 100);
    expect(await shares('turns')).toEqual([25, 25, 25, 25]);

    const today = new Date().toISOString().slice(0, 10);
    await made(owner, 'identity/absences', { memberId: members.support, firstDay: today, lastDay: '2099-12-31', reason: 'Holiday' });
    await manager.patch(`${SALES}/assignment-rules/${rule.id}`, { way: 'load' });
    // Ten of the rep's are done: whoever has the least that is open is given more.
    const done = (await list('leads', `filter[campaign]=turns&filter[ownerId]=${members.rep}`)).slice(0, 10);
    await owner.post(`${SALES}/leads/bulk`, { update: await Promise.all(done.map(async ({ id }) => ({ id, statusId: await status('Unqualified') }))) });
    const openOf = async (id: string) => (await owner.get(`${SALES}/leads/count?filter[ownerId]=${id}&filter[phase][in]=new,working,qualified`)).json<{ count: number }>().count;
    await arrive('load', 40);
    const [ofRep, ofOther, ofManager] = await Promise.all([openOf(members.rep), openOf(members.otherRep), openOf(members.manager)]);
    expect(Math.max(ofRep, ofOther, ofManager) - Math.min(ofRep, ofOther, ofManager)).toBeLessThanOrEqual(1);
    expect((await shares('load'))[3]).toBe(0);

    await manager.patch(`${SALES}/assignment-rules/${rule.id}`, { capacity: Math.max(ofRep, ofOther, ofManager) + 1 });
    await arrive('full', 12);
    // Beyond what all can take, a lead stays with whoever entered it.
    expect(await openOf(members.rep)).toBe(Math.max(ofRep, ofOther, ofManager) + 1);
    expect((await perOwner('full')).filter((id) => id === members.owner).length).toBeGreaterThan(0);
  });
});

describe('A3 conversion', () => {
  it('A3 conversion is one transaction: a fault after the company was made, or after all was carried over, leaves nothing behind; of two simultaneous conversions one wins, the other gets 409 with links; the lead stays, read-only, linked', async () => {
    const sabotage = { armed: '' };
    const { bound } = world.get(Hooks) as unknown as { bound: Map<{ name: string }, object[]> };
    for (const noun of ['Opportunity', 'Lead'])
      [...bound].find(([{ name }]) => name === noun)![1].push({
        when: 'after',
        occasions: EVERY_CHANGE,
        call: (changes: Change[]) => {
          if (sabotage.armed === noun && changes.length > 0) throw new Error('Sabotage.');
        },
      });
    const one = await lead({ firstName: 'Nils', lastName: 'Berg', email: 'nils@fjord.example', companyName: 'Fjord', domain: 'fjord.example', source: 'fair', campaign: 'x', estimatedValue: { amount: 9_000_00, currency: 'EUR' }, ownerId: world.organizations.A.members.rep });
    const traces = async () => [(await list('companies', 'filter[name]=Fjord')).length, (await list('contacts', 'filter[email]=nils@fjord.example')).length, (await list('opportunities', 'filter[name]=Fjord')).length];
    const about = { subject: 'lead', recordId: one.id };
    await made(rep, 'activities', { title: 'Call Nils', kind: 'task', ...about });
    await made(rep, 'notes', { body: '<p>Likes boats.</p>', ...about });
    await made(rep, 'consents', { channel: 'phone', purpose: 'sales', answer: 'withdrawn', ...about });
    const hanging = async (subject: string, recordId: unknown) => Promise.all(['activities', 'notes', 'consents'].map(async (plural) => (await list(plural, `filter[subject]=${subject}&filter[recordId]=${recordId as string}`, rep)).length));
    for (sabotage.armed of ['Opportunity', 'Lead']) {
      expect((await rep.post(`${at(one)}/convert`, {})).statusCode).toBe(500);
      expect([await traces(), await hanging('lead', one.id), (await rep.get(at(one))).json()]).toMatchObject([[0, 0, 0], [1, 1, 1], { convertedAt: null, phase: 'new' }]);
    }
    sabotage.armed = '';

    const both = await Promise.all([rep.post(`${at(one)}/convert`, {}), rep.post(`${at(one)}/convert`, {})]);
    const [won, lost] = both.toSorted((a, b) => a.statusCode - b.statusCode);
    expect([won!.statusCode, lost!.statusCode]).toEqual([200, 409]);
    expect(await traces()).toEqual([1, 1, 1]);
    const { companyId, contactId, opportunityId } = won!.json<Row>();
    expect(lost!.json<{ errors: { say: string }[] }>().errors.map(({ say }) => say)).toEqual([`${SALES}/companies/${companyId as string}`, `${SALES}/contacts/${contactId as string}`, `${SALES}/opportunities/${opportunityId as string}`]);
    expect((await rep.get(`${SALES}/opportunities/${opportunityId as string}`)).json()).toMatchObject({ leadId: one.id, companyId, contactId, amount: { amount: 9_000_00, currency: 'EUR' }, source: 'fair', campaign: 'x', outcome: 'open' });
    expect(won!.json()).toMatchObject({ phase: 'closed', convertedAt: expect.any(String) });
    expect([await hanging('lead', one.id), await hanging('contact', contactId)]).toEqual([[0, 0, 0], [1, 1, 1]]);
    // It stays, for reading.
    expect((await rep.patch(at(one), { lastName: 'Other' })).statusCode).toBe(409);
    expect(await witness.facts(one.id)).toContain('lead.converted');
  });

  it('A3 conversion runs duplicate rules and never overwrites an existing account silently', async () => {
    for (const resource of ['lead', 'contact']) await define(world, 'A', { resource, key: 'region', label: 'Region', type: 'text', options: { max: 40 } } as never);
    const company = await made(owner, 'companies', { name: 'Northwind Holding', website: 'HTTPS://www.Northwind.example/', phone: '+49 30 1234567' });
    const contact = await made(owner, 'contacts', { lastName: 'Known', email: 'Known@northwind.example', companyId: company.id, ownerId: world.organizations.A.members.rep });
    const known = await lead({ lastName: 'Kown', email: 'known@northwind.example', companyName: 'Northwind', domain: 'northwind.example', phone: '+49 30 999', custom: { region: 'North' } });
    expect((await rep.get(`${at(known)}/matches`)).json()).toMatchObject({ contacts: [{ id: contact.id, by: 'email' }], companies: [{ id: company.id, by: 'domain' }] });
    expect((await rep.post(`${at(known)}/convert`, { withoutOpportunity: true })).json()).toMatchObject({ companyId: company.id, contactId: contact.id, opportunityId: null });
    expect((await owner.get(`${SALES}/contacts/${contact.id}`)).json()).toMatchObject({ lastName: 'Known', phone: null, version: contact.version });
    expect((await owner.get(`${SALES}/companies/${company.id}`)).json()).toMatchObject({ name: 'Northwind Holding', version: company.version });
  });

  it('A3 matching at conversion uses exact keys (email, domain), never names that look alike; what it makes gets the mapped custom fields', async () => {
    const alike = await lead({ lastName: 'Known', email: 'known@northwind-group.example', companyName: 'Northwind Holding', custom: { region: 'South' } });
    const became = (await rep.post(`${at(alike)}/convert`, {})).json<Row>();
    expect((await list('companies', 'filter[name]=Northwind Holding')).map(({ id }) => id)).toContain(became.companyId);
    expect((await list('companies', 'filter[website][domain]=northwind.example')).map(({ id }) => id)).not.toContain(became.companyId);
    expect((await owner.get(`${SALES}/contacts/${became.contactId as string}`)).json()).toMatchObject({ email: 'known@northwind-group.example', custom: { region: 'South' } });
  });

  it('A3 conversion needs create rights on each target', async () => {
    const { id } = (await owner.get('/api/v1/identity/roles?filter[key]=sales-rep')).json<{ data: Row[] }>().data[0]!;
    const { rights } = (await owner.get(`/api/v1/identity/roles/${id}`)).json<{ rights: { resource: string; action: string }[] }>();
    expect((await owner.patch(`/api/v1/identity/roles/${id}`, { rights: rights.filter(({ resource, action }) => !(resource === 'company' && action === 'create')) })).statusCode).toBe(200);
    const third = await lead({ lastName: 'Third', email: 'third@elsewhere.example', companyName: 'Elsewhere' });
    await new Promise((resolve) => setTimeout(resolve, 4_200));
    expect((await rep.post(`${at(third)}/convert`, {})).statusCode).toBe(403);
    expect((await list('contacts', 'filter[email]=third@elsewhere.example')).length).toBe(0);
  });
});
