import { Contact } from '#crm/contact/contact.js';
import type { Access } from '#kernel/gate/access.js';
import { AccessSource } from '#kernel/gate/access.js';
import { Gate } from '#kernel/gate/gate.js';
import { Hooks } from '#kernel/pipeline/hooks.js';
import type { ListRequest } from '#kernel/pipeline/list-query.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { SearchDoor } from '#kernel/pipeline/search.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { inOrganization, type Tenancy } from '#kernel/tenancy/tenancy.js';
import { rightsOfTemplate } from '#platform/identity/role-templates.js';
import { builtInNouns } from '#test/worlds/built-in-nouns.js';
import { TestDatabase } from '#test/worlds/database.js';
import { productRegistry } from '../../apps/product.js';
import { BIG, companyId, makeContacts, memberId } from './many-contacts.js';
import { explained, faultsOf, indexConditions, nodesOf, statementsOf, type Explained } from './plan.js';

const BIG_TABLES = ['contact', 'field_value', 'ledger_entry', 'search_entry'];
const registry = productRegistry();
const contact = registry.of(Contact);
const [OWNER, REP] = [memberId(1), memberId(2)];
const TEAM = [2, 3, 4, 5, 6].map(memberId);

class Rights extends AccessSource {
  override accessOfMember(member: string): Promise<Access> {
    const role = member === OWNER ? 'owner' : 'sales-rep';
    return Promise.resolve({ memberId: member, teamMemberIds: TEAM, treeMemberIds: TEAM, rights: rightsOfTemplate(role, registry), roles: [role], timeZone: 'UTC', language: 'en' });
  }

  override accessOfKey(): Promise<null> {
    return Promise.resolve(null);
  }
}

let database: TestDatabase;
let tenancy: Tenancy;
let read: ReadDoor;
let write: WriteDoor;
let search: SearchDoor;
let someId: string;

beforeAll(async () => {
  database = await TestDatabase.create();
  await makeContacts(database);
  tenancy = database.tenancy();
  const nouns = builtInNouns(registry);
  const gate = new Gate(new Rights(), nouns);
  read = new ReadDoor(tenancy, gate);
  write = new WriteDoor(tenancy, gate, new Hooks(registry, () => ({})));
  search = new SearchDoor(tenancy, gate, nouns);
  const [row] = await as(REP, () => tenancy.read<{ id: string }>({ text: `SELECT id FROM contact WHERE organization_id = $1 AND owner_id = $2 ORDER BY id DESC LIMIT 1`, values: [BIG, REP] }));
  someId = row!.id;
}, 180_000);
afterAll(() => database.drop());

function as<T>(member: string, work: () => Promise<T>): Promise<T> {
  return inOrganization(BIG, { kind: 'member', accountId: member, memberId: member }, work);
}

/** What the doors send while they do it, each statement with its plans. */
async function plansOf(member: string, work: () => Promise<unknown>): Promise<Explained[]> {
  return as(member, async () => {
    const sent = await statementsOf(work);
    expect(sent.length).toBeGreaterThan(0);
    const all: Explained[] = [];
    for (const statement of sent) all.push(await explained(statement, tenancy));
    return all;
  });
}

function expectSound(all: readonly Explained[], ...selective: string[]): void {
  for (const { statement, plans } of all) {
    for (const [when, plan] of Object.entries(plans)) {
      const faults = faultsOf(plan, BIG_TABLES);
      if (faults.length) throw new Error(`${when} plan of ${statement.name}:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n${statement.text}\n${JSON.stringify(plan, null, 1)}`);
      const reads = nodesOf(plan).some((node) => node['Relation Name'] && /Scan/.test(node['Node Type']));
      if (reads) expect([when, nodesOf(plan).map((node) => node['One-Time Filter'] ?? '').join(' ')]).toEqual([when, expect.stringContaining('current_org()')]);
    }
  }
  for (const column of selective)
    for (const when of ['first', 'settled'] as const) expect([when, all.map(({ plans }) => indexConditions(plans[when])).join(' ')]).toEqual([when, expect.stringContaining(column)]);
}

const NONE: ListRequest = { filters: [] };
const is = (field: string, value: string, operator = 'eq'): ListRequest => ({ filters: [{ field, operator, value }] });

async function nextPage(member: string, request: ListRequest): Promise<ListRequest> {
  const page = JSON.parse(await as(member, () => read.list(contact, request))) as { page: { next: string } };
  expect(page.page.next).toEqual(expect.any(String));
  return { ...request, after: page.page.next };
}

/** The page is read in the order of an index: nothing is sorted that is not shown. */
function expectNoSort(all: readonly Explained[]): void {
  for (const { plans } of all) for (const plan of Object.values(plans)) expect(nodesOf(plan).map((node) => node['Node Type'])).not.toContain('Sort');
}

describe('In a tenant of 200,000 contacts among 400,000', () => {
  it('a page of the newest, and the next', async () => {
    for (const request of [NONE, await nextPage(OWNER, NONE)]) {
      const all = await plansOf(OWNER, () => read.list(contact, request));
      expectSound(all, ...(request.after ? ['id <'] : []));
      expectNoSort(all);
    }
  });

  it.each(['fullName', '-fullName', 'email', 'phone', 'stage', 'companyId', '-ownerId', 'createdAt'])('a page sorted by %s, and the next', async (sort) => {
    const request = { ...NONE, sort };
    for (const each of [request, await nextPage(OWNER, request)]) {
      const all = await plansOf(OWNER, () => read.list(contact, each));
      expectSound(all);
      expectNoSort(all);
    }
  });

  it.each([
    ['a choice', is('stage', 'customer'), 'stage'],
    ['an owner', is('ownerId', 'me'), 'owner_id'],
    ['a company', is('companyId', companyId(7)), 'company_id'],
    ['an e-mail', is('email', 'contact77@mail.test'), 'email_key'],
    ['a telephone number', is('phone', '+49 30 1000077'), 'phone_key'],
    ['a name', is('fullName', 'First7 Last7'), 'full_name'],
    ['a tag', is('tags', 'tag40', 'has'), 'text_value'],
    ['an id', is('id', memberId(1)), 'id ='],
    ['a period', is('createdAt', 'today', 'during'), 'organization_id'],
  ])('filtered by %s', async (_what, request, column) => {
    expectSound(await plansOf(OWNER, () => read.list(contact, request)), column);
  });

  it('filtered by a choice and sorted by name', async () => {
    expectSound(await plansOf(OWNER, () => read.list(contact, { ...is('stage', 'customer'), sort: 'fullName' })));
  });

  it('filtered by the name of the company', async () => {
    expectSound(await plansOf(OWNER, () => read.list(contact, is('company.name', 'Company 7'))), 'company');
  });

  it('under the rule of a team: newest, sorted, filtered', async () => {
    for (const request of [NONE, { ...NONE, sort: 'fullName' }, { ...is('stage', 'customer'), sort: 'fullName' }, is('ownerId', 'me')]) expectSound(await plansOf(REP, () => read.list(contact, request)));
  });

  it('counts, of all, of a choice and under the rule of a team', async () => {
    expectSound(await plansOf(OWNER, () => read.total(contact, NONE)));
    expectSound(await plansOf(OWNER, () => read.total(contact, is('stage', 'customer'))), 'stage');
    expectSound(await plansOf(REP, () => read.total(contact, NONE)), 'owner_id');
  });

  it('one record, with its links and its company', async () => {
    expectSound(await plansOf(OWNER, () => read.get(contact, someId, { include: 'company' })), 'id =');
    expectSound(await plansOf(REP, () => read.get(contact, someId)), 'id =');
  });

  it('searches in a list, and everywhere', async () => {
    for (const member of [OWNER, REP]) {
      expectSound(await plansOf(member, () => read.list(contact, { ...NONE, q: 'last7' })), '(id = (unnest(');
      expectSound(await plansOf(member, () => search.search('last7', { limit: 20 })), '(id = ');
    }
  });

  it('creates, with the question about its references', async () => {
    const all = await plansOf(REP, () => write.create(contact, { lastName: 'New', companyId: companyId(3), ownerId: memberId(3), tags: ['vip'] }));
    expect(new Set(all.map(({ statement }) => statement.name?.replace(/\.\w+$/, '')))).toEqual(new Set(['contact.create', 'contact.references']));
    expectSound(all, 'id =');
  });

  it('changes, with and without references, under the rule of its owner', async () => {
    expectSound(await plansOf(REP, () => write.update(contact, someId, { jobTitle: 'Boss' })), 'id =');
    expectSound(await plansOf(REP, () => write.update(contact, someId, { companyId: companyId(5) })), 'id =');
  });

  it('says why a change was refused, deletes and restores', async () => {
    expectSound(await plansOf(REP, () => write.update(contact, companyId(1), { jobTitle: 'Boss' }).catch(() => undefined)), 'id =');
    expectSound(await plansOf(OWNER, () => write.delete(contact, someId)), 'id =');
    expectSound(await plansOf(OWNER, () => write.restore(contact, someId)), 'id =');
  });

  it('lets go of a company that is deleted', async () => {
    expectSound(await plansOf(OWNER, () => write.delete(registry.get('company'), companyId(9))), 'company_id');
  });
});

describe('The look at plans itself', () => {
  it('sees a statement that forgot the organisation, and a column without an index', async () => {
    const forgetful = await as(OWNER, () => explained({ text: `SELECT id FROM contact WHERE email_key = $1`, values: ['a@b.test'] }, tenancy));
    expect(() => expectSound([forgetful])).toThrow('current_org()');
    const unindexed = await plansOf(OWNER, () => read.list(contact, is('jobTitle', 'Boss')));
    expect(() => expectSound(unindexed, 'job_title')).toThrow('job_title');
  });

  it('sees rows of everybody being read, and a seal that is asked for once per row', () => {
    expect(faultsOf({ 'Node Type': 'Limit', Plans: [{ 'Node Type': 'Seq Scan', 'Relation Name': 'contact', Filter: '(organization_id = current_org())' }] }, BIG_TABLES)).toEqual([
      'Seq Scan on contact: reads everybody\'s rows', 'Seq Scan on contact: asks for the seal once per row',
    ]);
    expect(faultsOf({ 'Node Type': 'Index Scan', 'Index Name': 'other', 'Index Cond': '(id = $1)' }, BIG_TABLES)).toEqual(['Index Scan on other: its condition (id = $1) lacks the organisation']);
  });
});
