import { Consents } from '#crm/consent/consents.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

interface Row { [field: string]: unknown; id: string; version: number }
const SALES = '/api/v1/sales';
let world: TwoTenants;
let manager: Caller;
let owner: Caller;
beforeAll(async () => {
  world = await TwoTenants.create();
  [manager, owner] = [world.as('A', 'manager'), world.as('A', 'owner')];
}, 120_000);
afterAll(() => world?.close());

const made = async (path: string, body: object, caller = owner) => {
  const answer = await caller.post(`${SALES}/${path}`, body);
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.body}`);
  return answer.json<Row>();
};
const get = async (path: string, caller = owner) => (await caller.get(`${SALES}/${path}`)).json<Row>();
const list = async (path: string) => (await owner.get(`${SALES}/${path}`)).json<{ data: Row[] }>().data;
const merge = (plural: string, id: string, losers: string[], caller = manager, choose?: object) => caller.post(`${SALES}/${plural}/${id}/merge`, { losers, choose });

describe('A2 merging companies', () => {
  let [root, stays, goes, child, theirs]: Row[] = [];
  let paths: string[];
  const tied = () => Promise.all(paths.map(async (path) => (await get(path)).companyId));

  beforeAll(async () => {
    const mine = { ownerId: world.organizations.A.members.manager };
    root = await made('companies', { name: 'Root', ...mine });
    goes = await made('companies', { name: 'Acme Ltd', city: 'Bonn', industry: 'Pumps', phone: '+49 228 123451', website: 'acme.example', tags: ['a', 'b'], parentId: root.id, ...mine });
    stays = await made('companies', { name: 'Acme', industry: 'Valves', phone: '+49 228 123452', tags: ['b', 'c'], parentId: goes.id, ...mine });
    child = await made('companies', { name: 'Acme Service', parentId: goes.id, ...mine });
    theirs = await made('companies', { name: 'Theirs', ownerId: world.organizations.A.members.owner });
    const [contact, invoice, lead, segment] = [await made('contacts', { lastName: 'Link', companyId: goes.id }), await made('invoices', { name: 'Pump', companyId: goes.id }), await made('leads', { lastName: 'Was' }), await made('segments', { name: 'Partners', of: 'company' })];
    await made('invoice-lines', { invoiceId: invoice.id, text: 'Pump', quantity: 1, unitPrice: 10 });
    for (const { id } of [stays, goes]) await made('segment-entries', { segmentId: segment.id, subject: 'company', recordId: id });
    for (const [street, { id }] of [['One 1', stays], ['Two 2', goes]] as const) await made('addresses', { street, companyId: id });
    await made(`invoices/${invoice.id}/issue`, {});
    await made(`leads/${lead.id}/convert`, { contactId: contact.id, companyId: goes.id, withoutOpportunity: true });
    await made('notes', { body: '<p>Pays late</p>', subject: 'company', recordId: goes.id });
    const path = async (plural: string, body: object) => `${plural}/${(await made(plural, body)).id}`;
    paths = [`contacts/${contact.id}`, `invoices/${invoice.id}`, `leads/${lead.id}`, await path('opportunities', { name: 'Deal', companyId: goes.id }), await path('quotations', { name: 'Quote', companyId: goes.id }), await path('affiliations', { role: 'Buyer', contactId: contact.id, companyId: goes.id })];
  }, 60_000);

  it('A2 a preview says which values win and what would go along, of what its reader sees, and changes nothing', async () => {
    const preview = async (caller: Caller) => (await caller.post(`${SALES}/merge-previews/company/${stays!.id}`, { losers: [goes!.id], choose: { industry: goes!.id } })).json<{ fields: Row[]; moves: Record<string, number> }>();
    const { fields, moves } = await preview(owner);
    expect(Object.fromEntries(fields.map(({ field, value, from }) => [field, [value, from]]))).toMatchObject({ name: ['Acme', stays!.id], city: ['Bonn', goes!.id], industry: ['Pumps', goes!.id], phone: ['+49 228 123452', stays!.id], tags: [['b', 'c', 'a'], null] });
    expect(moves).toMatchObject({ contact: 1, opportunity: 1, quotation: 1, invoice: 1, lead: 1, affiliation: 1, address: 1, note: 1, segmentEntry: 1, company: 1 });
    // Whose contact and deals they do not see, they hear no number of.
    const seen = (await preview(world.as('A', 'rep'))).moves;
    expect([seen.note, seen.contact, seen.opportunity, seen.invoice, seen.lead]).toEqual([1, undefined, undefined, undefined, undefined]);
    expect([(await get(`companies/${stays!.id}`)).version, (await tied()).every((id) => id === goes!.id)]).toEqual([stays!.version, true]);
  });

  it('A2 merging needs update on the one that stays and delete on the one that goes, all or nothing, and says nothing of what is not seen', async () => {
    expect((await merge('companies', stays!.id, [goes!.id], world.as('A', 'rep'))).statusCode).toBe(403);
    expect((await merge('companies', stays!.id, [goes!.id, theirs!.id])).json()).toMatchObject({ status: 403, detail: 'To merge, you must be allowed to delete the company that is merged into it.' });
    const [mine, notMine] = [await made('contacts', { lastName: 'Mine', ownerId: world.organizations.A.members.manager }), await made('contacts', { lastName: 'Not mine' })];
    expect((await merge('contacts', notMine.id, [mine.id])).json()).toMatchObject({ status: 403, detail: 'To merge, you must be allowed to change the contact that stays.' });
    const wrong = await merge('companies', stays!.id, [goes!.id], manager, { shoeSize: stays!.id, name: theirs!.id });
    expect(wrong.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)).toEqual(['choose.shoeSize', 'choose.name']);
    expect((await merge('companies', stays!.id, [stays!.id])).statusCode).toBe(400);
    const foreign = await merge('companies', stays!.id, [world.organizations.B.companies[0]!]);
    const nobody = await merge('companies', stays!.id, [world.organizations.A.contacts[0]!]);
    expect([foreign.statusCode, foreign.json<{ errors: { say: string }[] }>().errors[0]!.say.replace(world.organizations.B.companies[0]!, 'X')]).toEqual([400, nobody.json<{ errors: { say: string }[] }>().errors[0]!.say.replace(world.organizations.A.contacts[0]!, 'X')]);
    expect(await tied()).toEqual(paths.map(() => goes!.id));
  });

  it('A2 merging carries all that points at it over, in one transaction: of two at once one wins and the other gets 409; its id goes on leading there, and restoring it parts them again', async () => {
    const both = await Promise.all([1, 2].map(() => merge('companies', stays!.id, [goes!.id], manager, { industry: goes!.id })));
    expect(both.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 409]);
    const merged = await get(`companies/${stays!.id}`);
    // It stood below the one that went, and takes its place.
    expect(merged).toMatchObject({ name: 'Acme', city: 'Bonn', industry: 'Pumps', phone: '+49 228 123452', website: 'https://acme.example/', parentId: root!.id, tags: ['b', 'c', 'a'] });
    expect([await tied(), (await get(`companies/${child!.id}`)).parentId]).toEqual([paths.map(() => stays!.id), stays!.id]);
    expect((await list(`addresses?filter[companyId]=${stays!.id}&sort=street`)).map(({ street, isPrimary }) => [street, isPrimary])).toEqual([['One 1', true], ['Two 2', false]]);
    expect((await list(`contact-points?filter[companyId]=${stays!.id}`)).map(({ phone }) => phone)).toEqual(['+49 228 123451']);
    expect([(await list(`notes?filter[subject]=company&filter[recordId]=${stays!.id}`)).length, (await list('segment-entries?filter[subject]=company')).map(({ recordId }) => recordId)]).toEqual([1, [stays!.id]]);
    // What is done already is not done again.
    expect((await merge('companies', stays!.id, [goes!.id])).json()).toMatchObject({ version: merged.version });
    expect((await owner.get(`${SALES}/companies/${stays!.id}/timeline`)).body).toContain('company.merged');

    const gone = await owner.get(`${SALES}/companies/${goes!.id}?fields=name`);
    expect([gone.statusCode, gone.headers.location]).toEqual([308, `${SALES}/companies/${stays!.id}?fields=name`]);
    expect((await owner.patch(`${SALES}/companies/${goes!.id}`, { name: 'Late' })).json()).toMatchObject({ status: 409, errors: [{ rule: 'moved', say: `${SALES}/companies/${stays!.id}` }] });
    expect((await world.as('B', 'owner').get(`${SALES}/companies/${goes!.id}`)).statusCode).toBe(404);

    // Merged on, all of them lead to the last one.
    expect((await merge('companies', root!.id, [stays!.id])).statusCode).toBe(200);
    expect((await owner.get(`${SALES}/companies/${goes!.id}`)).headers.location).toBe(`${SALES}/companies/${root!.id}`);
    expect((await manager.post(`${SALES}/companies/${stays!.id}/restore`)).statusCode).toBe(200);
    expect([(await tied())[0], (await owner.get(`${SALES}/companies/${goes!.id}`)).headers.location]).toEqual([stays!.id, `${SALES}/companies/${stays!.id}`]);
    expect((await manager.post(`${SALES}/companies/${goes!.id}/restore`)).json()).toMatchObject({ name: 'Acme Ltd' });
    // Two at once, of which one belongs to the other: each comes back by itself.
    expect((await merge('companies', root!.id, [goes!.id, child!.id])).statusCode).toBe(200);
    expect((await manager.post(`${SALES}/companies/${goes!.id}/restore`)).statusCode).toBe(200);
    expect((await owner.get(`${SALES}/companies/${child!.id}`)).statusCode).toBe(308);
    expect((await manager.post(`${SALES}/companies/${child!.id}/restore`)).statusCode).toBe(200);
    expect([await tied(), (await get(`companies/${child!.id}`)).parentId, (await list('segment-entries?filter[subject]=company')).length]).toEqual([paths.map(() => goes!.id), goes!.id, 2]);
  });
});

it('A2 merging contacts keeps every address, and the strictest consent wins; where the one that stays is not seen, its old id leads nowhere', async () => {
  const mine = { ownerId: world.organizations.A.members.manager };
  const [stays, goes] = [await made('contacts', { lastName: 'Berg', email: 'berg@merge.example', ...mine }), await made('contacts', { lastName: 'Berg', firstName: 'Ida', email: 'ida@merge.example', phone: '+49 30 5512345', ...mine })];
  await made('contact-points', { label: 'Main', email: 'ida@merge.example', isPrimary: true, contactId: goes.id });
  const say = (recordId: string, answer: string, at: string) => made('consents', { channel: 'mail', purpose: 'marketing', answer, at, source: 'form', subject: 'contact', recordId });
  await say(goes.id, 'withdrawn', '2026-01-01T00:00:00Z');
  await say(stays.id, 'given', '2026-02-01T00:00:00Z');
  expect((await merge('contacts', stays.id, [goes.id])).statusCode).toBe(200);
  expect(await get(`contacts/${stays.id}`)).toMatchObject({ fullName: 'Ida Berg', email: 'berg@merge.example', phone: '+49 30 5512345' });
  expect((await list(`contact-points?filter[contactId]=${stays.id}`)).map(({ email, isPrimary }) => [email, isPrimary])).toEqual([['ida@merge.example', false]]);
  const may = (address: string) => world.inside('A', () => world.get(Consents).mayBeSent({ channel: 'mail', address, purpose: 'marketing' }));
  expect([await may('berg@merge.example'), await may('ida@merge.example')]).toEqual([false, false]);
  expect([(await manager.get(`${SALES}/contacts/${goes.id}`)).statusCode, (await world.as('A', 'rep').get(`${SALES}/contacts/${goes.id}`)).statusCode, (await world.as('A', 'rep').patch(`${SALES}/contacts/${goes.id}`, {})).statusCode]).toEqual([308, 404, 404]);
});

it('A3 merging leads fills what is empty from the others; what has been converted is not merged; of two that cross one wins', async () => {
  const [stays, goes, converted] = [await made('leads', { lastName: 'One', source: 'fair' }), await made('leads', { lastName: 'One', externalId: 'x-1', message: 'Call me' }), await made('leads', { lastName: 'Done' })];
  await made(`leads/${converted.id}/convert`, { withoutOpportunity: true });
  expect([(await merge('leads', stays.id, [converted.id])).statusCode, (await merge('leads', converted.id, [stays.id])).statusCode]).toEqual([400, 409]);
  expect((await merge('leads', stays.id, [goes.id], owner)).json()).toMatchObject({ source: 'fair', externalId: 'x-1', message: 'Call me' });
  expect((await owner.get(`${SALES}/leads/${goes.id}`)).statusCode).toBe(308);
  // Each into the other, at once.
  const [one, other] = [await made('leads', { lastName: 'Two' }), await made('leads', { lastName: 'Two' })];
  const crossed = await Promise.all([merge('leads', one.id, [other.id], owner), merge('leads', other.id, [one.id], owner)]);
  expect(crossed.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 409]);
});
