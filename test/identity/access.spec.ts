import { rightOf, type Right } from '#kernel/resource/grants.js';
import type { MatrixRow } from '#platform/access/matrix.js';
import type { Previewed } from '#platform/access/preview.js';
import type { Explained } from '#platform/access/why-words.js';
import { TwoTenants, type ActorName, type Person } from '#test/worlds/two-tenants.js';

const ACCESS = '/api/v1/access';
const ROLES = '/api/v1/identity/roles';
let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

interface Shown {
  id: string;
  key: string;
  name: string;
  rights: Right[];
  version: number;
}

const as = (actor: ActorName) => world.as('A', actor);
const member = (person: Person) => world.organizations.A.members[person];
const byKey = async (key: string) => (await as('owner').get(`${ROLES}?filter[key]=${key}`)).json<{ data: Shown[] }>().data[0]!;
const count = (table: string) => world.inside('A', (tenancy) => tenancy.read<{ count: string }>({ text: `SELECT count(*) || md5(string_agg(t::text, '' ORDER BY t::text)) AS count FROM ${table} t WHERE organization_id = $1`, values: [world.organizations.A.id] }));

describe('The matrix of a role', () => {
  const matrixOf = async (id: string) => (await as('admin').get(`${ACCESS}/roles/${id}/matrix`)).json<{ role: Shown; resources: MatrixRow[] }>();

  it('shows every noun with every action, and comes back as it was shown', async () => {
    const rep = await byKey('sales-rep');
    const { role, resources } = await matrixOf(rep.id);
    expect(role).toEqual({ id: rep.id, key: 'sales-rep', name: rep.name, version: rep.version });
    const contact = resources.find(({ resource }) => resource === 'contact')!;
    const column = (name: string) => contact.actions.find((action) => action.name === name)!;
    expect(column('read')).toMatchObject({ label: 'Read', reach: 'team', limited: false, reaches: ['own', 'team', 'tree', 'all'], allow: [{ reach: 'team', fields: null, where: null }], deny: [] });
    expect(column('export')).toMatchObject({ reach: null, allow: [], deny: [] });
    expect(contact.fields.find(({ name }) => name === 'creditLimit')).toMatchObject({ group: 'finance', visible: 'hidden', update: false });
    expect(contact.fields.find(({ name }) => name === 'lastName')).toMatchObject({ visible: 'shown', update: true });
    const same = await as('admin').call('PUT', `${ACCESS}/roles/${rep.id}/matrix`, { payload: { resources } });
    expect([same.statusCode, same.json<{ resources: object }>().resources]).toEqual([200, resources]);
    expect((await byKey('sales-rep')).rights.toSorted(byText)).toEqual(rep.rights.toSorted(byText));
  });

  it('is written with scopes, conditions, fields and denials, under the rules of roles', async () => {
    const { id } = (await as('admin').post(ROLES, { name: 'Drawn', rights: [] })).json<Shown>();
    const allow = [{ reach: 'team', where: { field: 'stage', operator: 'eq', value: 'lead' }, masked: ['phone'] }, { reach: 'own', fields: ['lastName', 'email'] }];
    const payload = { resources: [{ resource: 'contact', actions: [{ name: 'read', allow }, { name: 'export', deny: [{ reach: 'all' }] }] }] };
    const written = await as('admin').call('PUT', `${ACCESS}/roles/${id}/matrix`, { payload, headers: { 'if-match': '"1"' } });
    expect([written.statusCode, written.headers.etag]).toEqual([200, '"2"']);
    expect((await byKey('drawn')).rights).toEqual([
      { ...rightOf('contact', 'read', 'team'), where: allow[0]!.where, masked: ['phone'] }, { ...rightOf('contact', 'read', 'own'), fields: ['lastName', 'email'] }, { ...rightOf('contact', 'export', 'all'), deny: true },
    ]);
    expect((await as('admin').call('PUT', `${ACCESS}/roles/${id}/matrix`, { payload, headers: { 'if-match': '"1"' } })).statusCode).toBe(412);
    const wrong = { resources: [{ resource: 'contact', actions: [{ name: 'read', allow: [{ reach: 'all', where: { field: 'nothing', operator: 'eq', value: 1 } }, { reach: 'everywhere' }] }] }] };
    const refused = await as('admin').call('PUT', `${ACCESS}/roles/${id}/matrix`, { payload: wrong });
    expect([refused.statusCode, refused.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)]).toEqual([400, ['resources[0].actions[0].allow[1]', 'resources[0].actions[0].allow[0].where']]);
    for (const actor of ['viewer', 'rep'] as const) expect([actor, (await as(actor).call('PUT', `${ACCESS}/roles/${id}/matrix`, { payload })).statusCode]).toEqual([actor, actor === 'viewer' ? 403 : 404]);
  });

  it('S16 gives nobody more by a template or a clone than they have', async () => {
    const templates = (await as('admin').get(`${ACCESS}/templates`)).json<{ data: Shown[] }>().data;
    expect(templates.map(({ key }) => key)).toEqual(['owner', 'admin', 'sales-manager', 'sales-rep', 'marketing', 'support-manager', 'support-agent', 'viewer', 'customer-portal']);
    const made = await as('admin').post(`${ACCESS}/templates/sales-rep/roles`, { name: 'Sales in the north' });
    expect([made.statusCode, made.json<Shown>().key]).toEqual([201, 'sales-in-the-north']);
    // In whichever order they stand.
    const [given, stated] = [made.json<Shown>().rights, (await byKey('sales-rep')).rights];
    expect(given).toHaveLength(stated.length);
    expect(given).toEqual(expect.arrayContaining(stated as object[]));
    const clone = await as('admin').post(`${ACCESS}/roles/${made.json<Shown>().id}/clone`, { name: 'Sales in the north' });
    expect(clone.json<Shown>()).toMatchObject({ key: 'sales-in-the-north-2', rights: made.json<Shown>().rights });
    const helper = (await as('owner').post(ROLES, { name: 'Helper', rights: ['read', 'create', 'update'].map((action) => rightOf('role', action, 'all')) })).json<Shown>();
    await as('owner').post('/api/v1/identity/member-roles', { memberId: member('support'), roleId: helper.id });
    for (const url of [`${ACCESS}/templates/sales-manager/roles`, `${ACCESS}/templates/owner/roles`, `${ACCESS}/roles/${(await byKey('admin')).id}/clone`]) expect([url, (await as('support').post(url, { name: 'More' })).statusCode]).toEqual([url, 403]);
    expect((await as('rep').get(`${ACCESS}/templates`)).statusCode).toBe(403);
    expect((await as('admin').post(`${ACCESS}/templates/nothing/roles`, { name: 'More' })).statusCode).toBe(404);
  });
});

describe('Why', () => {
  const ask = async (actor: ActorName, question: Record<string, string>) => as(actor).get(`${ACCESS}/why?${new URLSearchParams({ resource: 'contact', ...question }).toString()}`);
  const answer = async (actor: ActorName, question: Record<string, string>) => (await ask(actor, question)).json<Explained>();

  it('tells administrators which role and rule decided, whose the record is, and by which teams', async () => {
    const [reps, others] = world.organizations.A.contacts as [string, string];
    const own = await answer('admin', { id: reps, action: 'update', member: member('rep') });
    expect(own).toMatchObject({ allowed: true, owner: { id: member('rep'), is: 'self' }, member: { roles: [{ key: 'sales-rep' }] }, rules: [{ role: 'sales-rep', effect: 'allow', reach: 'own', applies: true, decides: true }] });
    expect(own.say).toBe('CanaryA rep may update this contact. Sales representative allows to update contacts: their own. It belongs to CanaryA rep.');
    expect(own.fields.hidden).toEqual(['creditLimit']);
    const other = await answer('admin', { id: others, action: 'read', member: member('rep') });
    expect(other).toMatchObject({ allowed: false, owner: { is: 'other' }, rules: [{ applies: false, decides: false }] });
    expect(other.say).toMatch(/may not see this contact: what their roles allow does not reach this record\. .*team.* It belongs to CanaryA otherRep, who is in none of the teams/);
    expect((await answer('admin', { id: others, action: 'update', member: member('rep') })).say).toMatch(/they do not even see it/);
    expect((await answer('admin', { id: others, member: member('suspended') })).say).toMatch(/not active/);
    const manager = await answer('admin', { id: reps, action: 'delete', member: member('manager') });
    expect(manager).toMatchObject({ allowed: false, owner: { is: 'tree', path: ['Sales', 'Sales North'] } });
    expect(manager.say).toMatch(/who is in Sales North, below Sales/);
  });

  it('agrees with what really happens, denials and conditions among the reasons', async () => {
    const { id } = (await as('owner').post(ROLES, { name: 'No leads', rights: [{ ...rightOf('contact', 'read', 'all'), deny: true, where: { field: 'tags', operator: 'has', value: 'Tag' } }] })).json<Shown>();
    const seat = (await as('owner').post('/api/v1/identity/member-roles', { memberId: member('marketing'), roleId: id })).json<Shown>();
    const [contact] = world.organizations.A.contacts as [string];
    const denied = await answer('admin', { id: contact, member: member('marketing') });
    expect([denied.allowed, denied.rules.filter(({ decides }) => decides).map(({ role }) => role)]).toEqual([false, ['no-leads']]);
    expect(denied.say).toMatch(/a denial wins over whatever else is granted\. No leads denies to read contacts: all, where tags has "Tag"/);
    await as('owner').delete(`/api/v1/identity/member-roles/${seat.id}`);
    for (const person of ['manager', 'rep', 'otherRep', 'marketing', 'support', 'viewer'] as const)
      for (const each of world.organizations.A.contacts)
        expect([person, (await answer('admin', { id: each, member: member(person) })).allowed]).toEqual([person, (await as(person).get(`/api/v1/sales/contacts/${each}`)).statusCode === 200]);
  });

  it('S22 tells others only about themselves, and nothing of a record that they may not read', async () => {
    const [reps, others] = world.organizations.A.contacts as [string, string];
    expect((await answer('rep', { id: reps, action: 'update' })).allowed).toBe(true);
    expect((await ask('rep', { id: reps, member: member('otherRep') })).statusCode).toBe(403);
    expect((await answer('rep', { id: reps })).fields.hidden).toEqual([]);
    const nobodys = '01934f5e-0000-7000-8000-00000000dead';
    const foreign = world.organizations.B.contacts[0]!;
    const bodies = await Promise.all([others, nobodys, foreign].map(async (id) => (await ask('rep', { id })).body.replaceAll(id, '<id>')));
    expect(new Set(bodies).size).toBe(1);
    expect((await ask('admin', { id: foreign, member: world.organizations.B.members.rep })).statusCode).toBe(404);
    // Nor do those who may read none of its kind.
    expect((await answer('rep', { resource: 'role', id: reps })).allowed).toBe(false);
    for (const wrong of [{ resource: 'nothing', id: reps }, { id: 'x' }, { id: reps, action: 'fly' }, { id: reps, member: 'x' }, { id: reps, more: '1' }] as Record<string, string>[]) expect((await ask('admin', wrong)).statusCode).toBe(400);
  });
});

describe('What would this change alter', () => {
  const preview = (actor: ActorName, body: object, headers = {}) => as(actor).post(`${ACCESS}/preview`, body, { headers });

  it('tells who would gain and lose what, and writes nothing', async () => {
    const rep = await byKey('sales-rep');
    const before = [await count('role'), await count('member_role'), await count('ledger_entry')];
    const rights = [...rep.rights.filter(({ resource, action }) => !(resource === 'contact' && ['read', 'create'].includes(action))), { ...rightOf('contact', 'read', 'all'), groups: ['finance'] }];
    const answered = await preview('admin', { role: rep.id, rights });
    const altered = answered.json<Previewed>();
    expect([answered.statusCode, altered.allowed, altered.members]).toEqual([200, true, 2]);
    const mine = altered.shown.find(({ member: { id } }) => id === member('rep'))!;
    const ofContacts = mine.rights.filter(({ resource }) => resource === 'contact');
    expect(ofContacts).toEqual([{ resource: 'contact', action: 'read', before: 'team', after: 'all', effect: 'changes' }, { resource: 'contact', action: 'create', before: 'all', after: null, effect: 'loses' }]);
    // Whoever sees more contacts sees more of what belongs to them, too.
    const following = mine.rights.filter((right) => !ofContacts.includes(right));
    expect(following.map(({ resource }) => resource)).toEqual(expect.arrayContaining(['address', 'affiliation']));
    expect(new Set(following.map(({ action, effect }) => `${action} ${effect}`))).toEqual(new Set(['read changes', 'bulk changes']));
    expect(mine.fields).toEqual([{ resource: 'contact', field: 'creditLimit', before: 'hidden', after: 'shown' }]);
    expect(mine.records.filter(({ resource }) => resource === 'contact')).toEqual([{ resource: 'contact', before: 1, after: 3 }]);
    const roles = [(await byKey('viewer')).id];
    const moved = (await preview('admin', { member: member('support'), roles }, { 'idempotency-key': 'preview-1' })).json<Previewed>();
    expect(moved.shown[0]!.rights).toContainEqual({ resource: 'role', action: 'update', before: 'all', after: null, effect: 'loses' });
    expect(moved).toMatchObject({ allowed: true, members: 1 });
    expect([await count('role'), await count('member_role'), await count('ledger_entry')]).toEqual(before);
  });

  it('says when it would be refused, and is for those who administer roles', async () => {
    const owner = await byKey('owner');
    expect((await preview('admin', { member: member('rep'), roles: [owner.id] })).json<Previewed>()).toMatchObject({ allowed: false, refusal: 'Only an owner may do this to an owner.', shown: [] });
    expect((await preview('rep', { member: member('rep'), roles: [owner.id] })).statusCode).toBe(403);
    expect((await preview('admin', { role: (await byKey('viewer')).id, rights: [{ resource: 'nothing', action: 'read', reach: 'all' }] })).statusCode).toBe(400);
    for (const wrong of [{}, { role: owner.id }, { member: member('rep'), roles: ['x'] }, { member: world.organizations.B.members.rep, roles: [] }]) expect([400, 404]).toContain((await preview('admin', wrong)).statusCode);
  });
});

function byText(a: Right, b: Right): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}
