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

it('A2 many emails and phones, one primary, which stands at the contact; phone kept as typed and E.164', async () => {
  const contact = await made('contacts', { lastName: 'Many', email: 'first@many.example', phone: '030 123456' });
  expect(contact.phone).toBe('030 123456');
  const typed = await made('contacts', { lastName: 'Typed', phone: '+49 (30) 234-567 8' });
  expect([typed.phone, (await list(`contacts?filter[phone]=${encodeURIComponent('+49302345678')}`)).map(({ id }) => id)]).toEqual(['+49 (30) 234-567 8', [typed.id]]);
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

it('A2 uniqueness covers live rows only: delete, then recreate or re-import the same email works; a restore that would collide explains with whom', async () => {
  const first = await made('contacts', { lastName: 'First', email: 'same@live.example' });
  await manager().delete(`/api/v1/sales/contacts/${first.id}`);
  const imported = await manager().call('POST', '/api/v1/sales/contacts/import', { payload: 'lastName,email\nImported,same@live.example\n', headers: { 'content-type': 'text/csv' } });
  expect(imported.json()).toMatchObject({ counts: { created: 1, failed: 0 } });
  await manager().delete(`/api/v1/sales/contacts/${(await list('contacts?filter[email]=same@live.example'))[0]!.id}`);
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

it('A2 deleting a company with open deals or unpaid quotes asks reassign or cancel, all or nothing; what is closed goes on naming it; restore returns the same links', async () => {
  const [going, staying] = [await made('companies', { name: 'Going', ownerId: world.organizations.A.members.manager }), await made('companies', { name: 'Staying' })];
  const [linked, moved] = [await made('contacts', { lastName: 'Linked', companyId: going.id }), await made('contacts', { lastName: 'Moved', companyId: going.id })];
  const address = await made('addresses', { street: 'Gone 1', companyId: going.id });
  const at = (path: string) => `/api/v1/sales/${path}`;
  const [wonStage] = await list('stages?filter[kind]=won');
  const documents = async (plural: string, one: string) => {
    const sheet = await made(plural, { name: 'Pump', companyId: going.id });
    await made(`${one}-lines`, { [`${one}Id`]: sheet.id, text: 'Pump', quantity: 1, unitPrice: 10 });
    return sheet.id;
  };
  const [won, deal] = [await made('opportunities', { name: 'Won', companyId: going.id, stageId: wonStage!.id }), await made('opportunities', { name: 'Open', companyId: going.id })];
  const [quote, order, invoice, draft] = [await documents('quotations', 'quotation'), await documents('orders', 'order'), await documents('invoices', 'invoice'), await documents('invoices', 'invoice')];
  for (const issue of [`quotations/${quote}/issue`, `invoices/${invoice}/issue`]) expect((await manager().post(at(issue))).statusCode).toBe(200);
  const open = [`opportunities/${deal.id}`, `quotations/${quote}`, `orders/${order}`, `invoices/${invoice}`, `invoices/${draft}`];
  const companies = async (paths: string[]) => Promise.all(paths.map(async (path) => (await get(path)).companyId));

  const refused = await manager().delete(at(`companies/${going.id}`));
  expect([refused.statusCode, refused.json<{ errors: { at: string }[] }>().errors.sort((a, b) => (a.at < b.at ? -1 : 1))]).toEqual([409, [{ at: 'invoice', rule: 'open', say: '2 unpaid invoices.' }, { at: 'opportunity', rule: 'open', say: '1 open deal.' }, { at: 'quotation', rule: 'open', say: '1 open quote.' }, { at: 'salesOrder', rule: 'open', say: '1 open order.' }]]);
  const dissolve = (id: string, how: object, caller = manager()) => caller.post(at(`companies/${id}/dissolve`), how);
  expect((await dissolve(going.id, {})).statusCode).toBe(400);
  // The deal is the owner's, and no manager's to give away.
  expect((await dissolve(going.id, { reassignTo: staying.id }, world.as('A', 'manager'))).json()).toMatchObject({ status: 403, detail: expect.stringContaining('open deals') });
  expect(await companies(open)).toEqual(open.map(() => going.id));
  expect((await manager().patch(at(`invoices/${invoice}`), { companyId: staying.id })).statusCode).toBe(400);
  expect((await dissolve(going.id, { reassignTo: staying.id })).statusCode).toBe(204);
  expect([await companies(open), await companies([`opportunities/${won.id}`])]).toEqual([open.map(() => staying.id), [going.id]]);

  expect([(await get(`contacts/${linked.id}`)).companyId, (await manager().get(at(`addresses/${address.id}`))).statusCode]).toEqual([null, 404]);
  await manager().patch(at(`contacts/${moved.id}`), { companyId: staying.id });
  expect((await manager().post(at(`companies/${going.id}/restore`))).statusCode).toBe(200);
  expect([(await get(`contacts/${linked.id}`)).companyId, (await get(`contacts/${moved.id}`)).companyId, (await get(`addresses/${address.id}`)).street]).toEqual([going.id, staying.id, 'Gone 1']);

  expect((await dissolve(staying.id, { cancel: true, reason: 'Bankrupt.' })).statusCode).toBe(204);
  const called = await Promise.all(open.map(async (path) => (await manager().get(at(path))).json<object>()));
  expect(called).toMatchObject([{ outcome: 'lost', lostNote: 'Bankrupt.' }, { state: 'void', reason: 'Bankrupt.', companyId: staying.id }, { state: 'cancelled' }, { state: 'void', reason: 'Bankrupt.' }, { status: 404 }]);
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
