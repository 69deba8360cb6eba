import { CompanyTies, type CompanyTie } from '#crm/company/company-ties.js';
import { Consents } from '#crm/consent/consents.js';
import { isSendingRule } from '#platform/mail/sending-rule.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';

interface Found { id: string; email: string | null; phone: string | null; companyId: string | null; isPrimary: boolean; label: string; street: string }
let world: TwoTenants;
beforeAll(async () => {
  world = await TwoTenants.create();
}, 120_000);
afterAll(() => world?.close());

const manager = () => world.as('A', 'owner');
const list = async (path: string, caller = manager()) => (await caller.get(`/api/v1/sales/${path}`)).json<{ data: Found[] }>().data;
const get = async (path: string) => (await manager().get(`/api/v1/sales/${path}`)).json<Found>();
const made = async (path: string, body: object, caller = manager()) => {
  const answer = await caller.post(`/api/v1/sales/${path}`, body);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<Found>();
};

it('A2 many emails and phones, one primary, and what is primary stands at the contact', async () => {
  const contact = await made('contacts', { lastName: 'Many', email: 'first@many.example', phone: '030 123456' });
  expect(contact.phone).toBe('030 123456');
  await made('contact-points', { label: 'Assistant', email: 'second@many.example', contactId: contact.id });
  const main = await made('contact-points', { label: 'New main', email: 'third@many.example', isPrimary: true, contactId: contact.id });
  expect((await get(`contacts/${contact.id}`)).email).toBe('third@many.example');
  const points = await list(`contact-points?filter[contactId]=${contact.id}&sort=email`);
  expect(points.map(({ email, isPrimary }) => [email, isPrimary])).toEqual([['first@many.example', false], ['second@many.example', false], ['third@many.example', true]]);
  await manager().patch(`/api/v1/sales/contact-points/${points[1]!.id}`, { isPrimary: true });
  expect([(await get(`contact-points/${main.id}`)).isPrimary, (await get(`contacts/${contact.id}`)).email]).toEqual([false, 'second@many.example']);
  await manager().patch(`/api/v1/sales/contacts/${contact.id}`, { email: 'fourth@many.example' });
  expect((await get(`contact-points/${points[1]!.id}`)).email).toBe('fourth@many.example');
  expect((await world.as('A', 'rep').get(`/api/v1/sales/contact-points/${main.id}`)).statusCode).toBe(404);
  const office = await made('addresses', { street: 'One 1', companyId: world.organizations.A.companies[0] });
  const other = await made('addresses', { street: 'Two 2', isPrimary: true, companyId: world.organizations.A.companies[0] });
  expect([office.isPrimary, (await get(`addresses/${office.id}`)).isPrimary, other.isPrimary]).toEqual([true, false, true]);
});

it('A2 HTTPS://www.Acme.com/ and acme.com are one domain', async () => {
  const company = await made('companies', { name: 'Domain', website: 'HTTPS://www.Acme.com/' });
  expect((await list('companies?filter[website][domain]=acme.com')).map(({ id }) => id)).toEqual([company.id]);
});

it('A2 uniqueness covers live rows only, and a restore that would collide explains with whom', async () => {
  const first = await made('contacts', { lastName: 'First', email: 'same@live.example' });
  await manager().delete(`/api/v1/sales/contacts/${first.id}`);
  const second = await made('contacts', { lastName: 'Second', email: 'Same@live.example' });
  const refused = await manager().post(`/api/v1/sales/contacts/${first.id}/restore`);
  expect(refused.statusCode).toBe(409);
  expect(refused.body).toContain(`Second (/api/v1/sales/contacts/${second.id})`);
});

it('A2 the company tree refuses cycles, also when two moves meet; one person holds dated roles at several companies', async () => {
  const [a, b, c] = [await made('companies', { name: 'Tree A' }), await made('companies', { name: 'Tree B' }), await made('companies', { name: 'Tree C' })];
  const under = (id: string, parentId: string) => manager().patch(`/api/v1/sales/companies/${id}`, { parentId });
  expect((await under(a.id, a.id)).statusCode).toBe(400);
  await under(b.id, a.id);
  const both = await Promise.all([under(c.id, b.id), under(a.id, c.id)]);
  expect(both.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 400]);
  const [contactId] = world.organizations.A.contacts;
  await made('affiliations', { role: 'Advisor', contactId, companyId: a.id, since: '2024-01-01' });
  await made('affiliations', { role: 'Director', contactId, companyId: b.id, since: '2020-01-01', until: '2023-12-31' });
  expect(await list(`affiliations?filter[contactId]=${contactId}&filter[until][empty]`)).toHaveLength(1);
  expect((await manager().post('/api/v1/sales/affiliations', { role: 'Odd', contactId, companyId: a.id, since: '2024-01-01', until: '2023-01-01' })).statusCode).toBe(400);
});

it('A2 deleting a company with open business asks reassign or cancel; restore returns the same links', async () => {
  const [going, staying] = [await made('companies', { name: 'Going' }), await made('companies', { name: 'Staying' })];
  const [linked, moved] = [await made('contacts', { lastName: 'Linked', companyId: going.id }), await made('contacts', { lastName: 'Moved', companyId: going.id })];
  const address = await made('addresses', { street: 'Gone 1', companyId: going.id });
  const open = new Map([[going.id, ['deal']]]);
  const tie: CompanyTie = { noun: 'deal', say: 'open deals', open: async (id) => open.get(id) ?? [], reassign: async (id, to) => void (open.set(to, open.get(id)!), open.delete(id)), cancel: async (id) => void open.delete(id) };
  const ties = world.get(CompanyTies);
  const others = ties.all;
  ties.all = [...others, tie];
  try {
    const refused = await manager().delete(`/api/v1/sales/companies/${going.id}`);
    expect([refused.statusCode, refused.json<{ errors: object[] }>().errors]).toEqual([409, [{ at: 'deal', rule: 'open', say: '1 open deals.' }]]);
    expect((await manager().post(`/api/v1/sales/companies/${going.id}/dissolve`, {})).statusCode).toBe(400);
    expect((await manager().post(`/api/v1/sales/companies/${going.id}/dissolve`, { reassignTo: staying.id })).statusCode).toBe(204);
    expect([...open.keys()]).toEqual([staying.id]);
  } finally {
    ties.all = others;
  }
  expect([(await get(`contacts/${linked.id}`)).companyId, (await manager().get(`/api/v1/sales/addresses/${address.id}`)).statusCode]).toEqual([null, 404]);
  await manager().patch(`/api/v1/sales/contacts/${moved.id}`, { companyId: staying.id });
  expect((await manager().post(`/api/v1/sales/companies/${going.id}/restore`)).statusCode).toBe(200);
  expect([(await get(`contacts/${linked.id}`)).companyId, (await get(`contacts/${moved.id}`)).companyId, (await get(`addresses/${address.id}`)).street]).toEqual([going.id, staying.id, 'Gone 1']);
});

it('A2 opt-out blocks every send path: it is asked at the one door that all mail leaves through', async () => {
  const contact = await made('contacts', { lastName: 'Quiet', email: 'Quiet@out.example' });
  const consents = world.get(Consents);
  const may = (purpose: 'marketing' | 'sales', address = 'quiet@OUT.example', needsConsent?: true) => world.inside('A', () => consents.mayBeSent({ channel: 'mail', address, purpose, needsConsent }));
  const say = (answer: string) => made('consents', { channel: 'mail', purpose: 'marketing', answer, source: 'form', textVersion: '2', subject: 'contact', recordId: contact.id });
  expect([await may('marketing'), await may('marketing', undefined, true)]).toEqual([true, false]);
  await say('given');
  expect(await may('marketing', undefined, true)).toBe(true);
  await say('withdrawn');
  expect([await may('marketing'), await may('sales')]).toEqual([false, true]);
  await manager().patch(`/api/v1/sales/contacts/${contact.id}`, { email: 'new@out.example' });
  expect([await may('marketing', 'new@out.example'), await may('marketing')]).toEqual([false, false]);
  const leaving = { recipient: 'new@out.example', letter: 'from-workflow', parameters: {} };
  expect(isSendingRule(Consents)).toBe(true);
  expect(await world.inside('A', async () => [await consents.refusal({ ...leaving, purpose: 'message' }), await consents.refusal({ ...leaving, purpose: 'service' })])).toEqual(['The recipient does not want to be written to.', null]);
  expect(await world.inside('B', () => consents.mayBeSent({ channel: 'mail', address: 'new@out.example', purpose: 'marketing' }))).toBe(true);
  expect((await manager().get(`/api/v1/sales/contacts/${contact.id}/timeline`)).body).toContain('consent.withdrawn');
});

it('segments hold those for whom a condition holds at the moment, or those that were put in; each reader sees their own', async () => {
  const customers = await made('segments', { name: 'Customers', of: 'company', kind: 'dynamic', condition: { field: 'stage', operator: 'eq', value: 'customer' } });
  expect(await list(`segment-members/${customers.id}`)).toEqual([]);
  const company = await made('companies', { name: 'Bought', stage: 'customer' });
  expect((await list(`segment-members/${customers.id}`)).map(({ id }) => id)).toEqual([company.id]);
  const wrong = await manager().post('/api/v1/sales/segments', { name: 'Wrong', kind: 'dynamic', condition: { field: 'shoeSize', operator: 'eq', value: 1 } });
  expect(wrong.json<{ errors: { at: string }[] }>().errors[0]!.at).toBe('condition');
  const guests = await made('segments', { name: 'Guests' });
  for (const recordId of world.organizations.A.contacts) await made('segment-entries', { segmentId: guests.id, subject: 'contact', recordId });
  expect(await list(`segment-members/${guests.id}`)).toHaveLength(3);
  expect(await list(`segment-members/${guests.id}`, world.as('A', 'rep'))).toHaveLength(1);
  expect((await manager().post('/api/v1/sales/segment-entries', { segmentId: guests.id, subject: 'company', recordId: company.id })).statusCode).toBe(400);
});
