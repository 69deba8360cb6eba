import { factStatement } from '#kernel/pipeline/facts.js';
import { factWords } from '#platform/audit/fact-words.js';
import { AccountEvents } from '#platform/identity/account-events.js';
import type { Right } from '#kernel/resource/grants.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';
import { define } from '#test/customization/definitions.js';
import { wearing } from './roles.js';

interface Entry {
  id: string;
  what: string;
  say: string;
  actor: { kind: string; name: string | null };
  changes: { field: string; label: string; from: string | null; to: string | null }[];
  _links: { self: { href: string } };
}

let world: TwoTenants;
let owner: Caller;
let contact: string;
let at: string;

beforeAll(async () => {
  world = await TwoTenants.create();
  owner = world.as('A', 'owner');
  [contact] = world.organizations.A.contacts as [string];
  at = `/api/v1/sales/contacts/${contact}`;
}, 60_000);
afterAll(() => world.close());

async function timelineOf(caller: Caller, address = at, query = '', language?: string): Promise<Entry[]> {
  const answer = await caller.get(`${address}/timeline${query}`, language ? { headers: { 'accept-language': language } } : {});
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json<{ data: Entry[] }>().data;
}

async function changed(values: object, caller = owner): Promise<void> {
  expect((await caller.patch(at, values)).statusCode).toBe(200);
}

it('tells in the reader\'s language what people would say: choices by label, records by title, amounts with their currency', async () => {
  const { companies, canary, members } = world.organizations.A;
  await changed({ stage: 'customer', companyId: companies[1]!, creditLimit: { amount: 123_456, currency: 'EUR' }, tags: ['Tag'] });
  const [english] = await timelineOf(owner);
  expect(english).toMatchObject({
    what: 'changed', say: `${canary} owner changed Company, Stage, Credit limit, and Tags`, actor: { kind: 'member', id: members.owner, name: `${canary} owner` },
    changes: [
      { field: 'companyId', label: 'Company', from: `${canary} works 0`, to: `${canary} works 1` },
      { field: 'stage', label: 'Stage', from: 'Prospect', to: 'Customer' },
      // Only the amount was changed, so only that stands in the entry.
      { field: 'creditLimit', label: 'Credit limit', from: '€50.00', to: '€1,234.56' },
      { field: 'tags', label: 'Tags', from: `Tag and ${canary}`, to: 'Tag' },
    ],
  });
  const [german] = await timelineOf(owner, at, '', 'de-AT,de;q=0.9');
  expect([german!.say, german!.changes[1], german!.changes[2]!.to]).toEqual([`${canary} owner hat Unternehmen, Phase, Kreditrahmen und Schlagwörter geändert`, { field: 'stage', label: 'Phase', from: 'Interessent', to: 'Kunde' }, '1.234,56\u00a0€']);
  const [arabic] = await timelineOf(owner, at, '', 'ar');
  expect(arabic!.say).toMatch(/^غيّر CanaryA owner /);
  // Amounts are whole with what their currency was then, whatever it became.
  await changed({ creditLimit: { amount: 123_456, currency: 'JPY' } });
  await changed({ creditLimit: { amount: 5, currency: 'JPY' } });
  expect((await timelineOf(owner, at, '?limit=3')).map(({ changes }) => changes.find(({ field }) => field === 'creditLimit'))).toMatchObject([{ from: '¥123,456', to: '¥5' }, { from: '€1,234.56', to: '¥123,456' }, { from: '€50.00', to: '€1,234.56' }]);
});

it('comes in pages that new entries do not move, and every entry has an address that stays', async () => {
  const all = await timelineOf(owner);
  const pages: Entry[] = [];
  for (let query = ''; pages.length === 0 || query; ) {
    const { data, page }: { data: Entry[]; page: { next: string | null } } = (await owner.get(`${at}/timeline?limit=2${query}`)).json();
    pages.push(...data);
    query = page.next ? `&after=${page.next}` : '';
    await changed({ jobTitle: `Job ${pages.length}` });
  }
  expect(pages).toEqual(all);
  for (const entry of all) expect((await owner.get(entry._links.self.href)).json()).toEqual(entry);
  expect((await owner.get(`/api/v1/sales/contacts/${world.organizations.A.contacts[1]!}/timeline/${all[0]!.id}`)).statusCode).toBe(404);
  for (const query of ['?limit=0', '?limit=101', '?after=x', '?before=x']) expect((await owner.get(`${at}/timeline${query}`)).statusCode).toBe(400);
});

it('S15 says nothing of fields that the reader does not see, not even that they were changed', async () => {
  await changed({ creditLimit: { amount: 777_777, currency: 'EUR' } });
  await changed({ creditLimit: { amount: 888_888, currency: 'EUR' }, jobTitle: 'Chief' });
  const [first, second] = await timelineOf(world.as('A', 'rep'));
  expect(first).toMatchObject({ say: `${world.organizations.A.canary} owner changed Job title`, changes: [{ field: 'jobTitle', to: 'Chief' }] });
  expect(second!.changes.map(({ field }) => field)).toEqual(['jobTitle']);
  expect(JSON.stringify(await timelineOf(world.as('A', 'rep'), at, '?limit=100'))).not.toMatch(/creditLimit|Credit|7,777|8,888/);
});

it('S15 counts a masked field, a record that may not be read and a person without a name among what is not seen', async () => {
  const read = (resource: string, more: Partial<Right> = {}): Right => ({ resource, action: 'read', reach: 'all', fields: null, groups: [], masked: [], where: null, deny: false, ...more });
  await changed({ email: 'new.address@example.com', companyId: world.organizations.A.companies[2]! });
  await wearing(world, 'marketing', [read('contact', { masked: ['email'] })], async (marketing) => {
    const [entry] = await timelineOf(marketing);
    expect(entry).toMatchObject({ say: 'A member changed Company', actor: { kind: 'member', name: null }, changes: [{ field: 'companyId', from: 'A record that you may not see', to: 'A record that you may not see' }] });
    expect(JSON.stringify(await timelineOf(marketing, at, '?limit=100'))).not.toMatch(/new\.address|works \d/);
  });
  // Shown in some records only: decided as the record itself is.
  const where = { field: 'stage', operator: 'eq', value: 'former' };
  await wearing(world, 'marketing', [read('contact', { fields: ['id', 'jobTitle', 'stage'] }), read('contact', { where })], async (marketing) => {
    expect((await timelineOf(marketing, at, '?limit=100')).flatMap(({ changes }) => changes.map(({ field }) => field))).not.toContain('email');
    await changed({ stage: 'former' });
    expect((await timelineOf(marketing, at, '?limit=100')).flatMap(({ changes }) => changes.map(({ field }) => field))).toContain('email');
  });
});

it('tells of the organisation\'s own fields one by one', async () => {
  await define(world, 'A', { resource: 'contact', key: 'region', label: 'Region', type: 'choice', options: { choices: [{ value: 'north', label: 'North' }, { value: 'south', label: 'South' }] }, personal: 'none' });
  await define(world, 'A', { resource: 'contact', key: 'size', label: 'Size', type: 'number', options: {}, personal: 'none' });
  await changed({ custom: { region: 'south' } });
  await changed({ custom: { size: 7 } });
  expect((await timelineOf(owner))[0]).toMatchObject({ changes: [{ field: 'custom.size', label: 'Size', from: null, to: '7' }] });
  // Who does not see the size does not learn that it was changed.
  const reading: Right = { resource: 'contact', action: 'read', reach: 'all', fields: ['id', 'custom.region'], groups: [], masked: [], where: null, deny: false };
  await wearing(world, 'marketing', [reading], async (marketing) => expect((await timelineOf(marketing, at, '?limit=1'))[0]).toMatchObject({ changes: [{ field: 'custom.region', to: 'South' }] }));
  expect((await timelineOf(owner))[1]).toMatchObject({ changes: [{ field: 'custom.region', label: 'Region', from: null, to: 'South' }] });
});

it('reads facts in the words that were declared for them, and else by their name', async () => {
  factWords({ 'contact.won': '{actor} won the contact' });
  await world.inside('A', async (tenancy) => {
    for (const fact of ['contact.won', 'contact.walked-away', 'sensitive.opened']) await tenancy.write(factStatement(fact, 'contact', contact, { secret: 'x' }));
  });
  const [named, worded] = await timelineOf(world.as('A', 'rep'), at, '?limit=2');
  expect([worded!.say, worded!.what, worded!.actor.kind, named!.say, JSON.stringify(named)]).toEqual(['Tessera won the contact', 'contact.won', 'system', 'Contact walked away (Tessera)', expect.not.stringContaining('secret')]);
});

it('keeps to the person and to auditors how and when somebody signed in', async () => {
  const { members, accounts, id } = world.organizations.A;
  await world.platform(() => world.get(AccountEvents).tell('signed-in', { accountId: accounts.rep, where: { organizationId: id, memberId: members.rep } as never }));
  const seen = async (caller: Caller) => (await timelineOf(caller, `/api/v1/identity/members/${members.rep}`)).map(({ what }) => what);
  expect(await seen(owner)).toEqual(['member.signed-in', 'created']);
  expect(await seen(world.as('A', 'rep'))).toEqual(['member.signed-in', 'created']);
  expect(await seen(world.as('A', 'manager'))).toEqual(['created']);
});
