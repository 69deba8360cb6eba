import { Gate } from '#kernel/gate/gate.js';
import { rightOf, type Right } from '#kernel/resource/grants.js';
import { TwoTenants, type ActorName, type Person } from '#test/worlds/two-tenants.js';

const ROLES = '/api/v1/identity/roles';
const SEATS = '/api/v1/identity/member-roles';
const MEMBERS = '/api/v1/identity/members';
const TEAMS = '/api/v1/identity/teams';
let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

interface Shown {
  id: string;
  key: string;
  rights: Right[];
}

const as = (actor: ActorName) => world.as('A', actor);
const member = (person: Person) => world.organizations.A.members[person];

async function made(url: string, body: object, actor: ActorName = 'owner'): Promise<Shown> {
  const answer = await as(actor).post(url, body);
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
  return answer.json<Shown>();
}

async function role(key: string): Promise<Shown> {
  return (await as('owner').get(`${ROLES}?filter[key]=${key}`)).json<{ data: Shown[] }>().data[0]!;
}

/** Gives a role to somebody, as the owner. */
async function seat(person: Person, roleId: string): Promise<string> {
  const { id } = await made(SEATS, { memberId: member(person), roleId });
  return id;
}

async function rights(list: Right[], person?: Person): Promise<Shown> {
  const created = await made(ROLES, { name: `Role of ${person ?? 'nobody'}`, rights: list });
  if (person) await seat(person, created.id);
  return created;
}

async function refused(answer: Promise<{ statusCode: number; body: string }>, says: RegExp, status = 403): Promise<void> {
  const { statusCode, body } = await answer;
  expect([statusCode, body]).toEqual([status, expect.stringMatching(says)]);
}

const managing = ['role', 'memberRole', 'member', 'team', 'teamMember'].flatMap((noun) => ['read', 'create', 'update', 'delete', 'bulk', 'import', 'export'].map((action) => rightOf(noun, action, 'all')));

describe('S16 somebody who may write roles', () => {
  let helper: Shown;

  beforeAll(async () => {
    helper = await rights([...managing, rightOf('contact', 'read', 'team'), rightOf('company', 'update', 'team'), { ...rightOf('contact', 'export', 'all'), deny: true }], 'support');
  });

  it('gives what they have, and nothing beyond it, by any door', async () => {
    await made(ROLES, { name: 'Reader', rights: [{ resource: 'contact', action: 'read', reach: 'own' }] }, 'support');
    const wider: Right[] = [{ ...rightOf('contact', 'read', 'all'), groups: ['finance'] }, rightOf('contact', 'delete', 'own'), rightOf('*', 'read', 'all'), rightOf('contact', 'export', 'own'), rightOf('company', 'create', 'all')];
    for (const right of wider) {
      await refused(as('support').post(ROLES, { name: 'More', rights: [right] }), /Nobody gives a right that they do not have/);
      const bulk = await as('support').post(`${ROLES}/bulk`, { create: [{ name: 'More', rights: [right] }] });
      expect(bulk.json<{ results: object[] }>().results).toEqual([expect.objectContaining({ status: 403 })]);
    }
    const file = `name,rights\nMore,"${JSON.stringify([rightOf('*', '*', 'all')]).replaceAll('"', '""')}"\n`;
    const imported = await as('support').call('POST', `${ROLES}/import`, { payload: file, headers: { 'content-type': 'text/csv' } });
    expect(imported.json<{ counts: object }>().counts).toMatchObject({ failed: 1 });
  });

  it('changes no role that they hold, nor who holds which together with them', async () => {
    const reader = await made(ROLES, { name: 'Another reader', rights: [rightOf('contact', 'read', 'own')] });
    await refused(as('support').patch(`${ROLES}/${helper.id}`, { rights: [] }), /a role that they hold themselves/);
    await refused(as('support').delete(`${ROLES}/${helper.id}`), /a role that they hold themselves/);
    await refused(as('support').post(SEATS, { memberId: member('support'), roleId: reader.id }), /Nobody gives themselves roles/);
    await refused(as('support').post(SEATS, { memberId: member('rep'), roleId: (await role('admin')).id }), /Nobody gives a right/);
    const given = await made(SEATS, { memberId: member('rep'), roleId: reader.id }, 'support');
    await refused(as('support').patch(`${SEATS}/${given.id}`, { memberId: member('support') }), /Nobody gives themselves roles/);
    await refused(as('support').patch(`${SEATS}/${given.id}`, { roleId: (await role('sales-manager')).id }), /Nobody gives a right/);
    expect((await as('support').delete(`${SEATS}/${given.id}`)).statusCode).toBe(204);
  });

  it('lifts no denial of what they lack, neither by changing a role nor by taking it away or bringing it back', async () => {
    const never = { ...rightOf('company', 'delete', 'all'), deny: true };
    const { id } = await made(ROLES, { name: 'No deleting', rights: [never] });
    const held = await seat('marketing', id);
    await refused(as('support').patch(`${ROLES}/${id}`, { rights: [] }), /delete companies/);
    await refused(as('support').patch(`${ROLES}/${id}`, { rights: [{ ...never, reach: 'own' }] }), /delete companies/);
    await refused(as('support').delete(`${SEATS}/${held}`), /delete companies/);
    const powerful = await made(ROLES, { name: 'Powerful', rights: [rightOf('company', 'delete', 'all')] });
    expect((await as('owner').delete(`${ROLES}/${powerful.id}`)).statusCode).toBe(204);
    await refused(as('support').post(`${ROLES}/${powerful.id}/restore`), /delete companies/);
  });

  it('does not bring back somebody who may do more', async () => {
    await made(SEATS, { memberId: member('suspended'), roleId: (await role('sales-manager')).id });
    await refused(as('support').patch(`${MEMBERS}/${member('suspended')}`, { status: 'active' }), /Nobody gives a right/);
    await refused(as('support').patch(`${MEMBERS}/${member('support')}`, { status: 'suspended' }), /their own membership/);
  });

  it('changes no teams while their own rights depend on teams', async () => {
    await refused(as('support').post(TEAMS, { name: 'Mine' }), /depends on who is in which team/);
    await refused(as('support').post('/api/v1/identity/team-members', { memberId: member('support'), teamId: (await made(TEAMS, { name: 'Everybody' })).id }), /depends on who is in which team/);
  });
});

describe('S16 owners', () => {
  it('are made, suspended and removed by owners alone, and their role stays as it is', async () => {
    const owner = await role('owner');
    await refused(as('admin').post(SEATS, { memberId: member('rep'), roleId: owner.id }), /Only an owner/);
    await refused(as('admin').patch(`${MEMBERS}/${member('owner')}`, { status: 'suspended' }), /Only an owner/);
    await refused(as('admin').delete(`${MEMBERS}/${member('owner')}`), /Only an owner/);
    await refused(as('admin').patch(`${ROLES}/${owner.id}`, { rights: [] }), /role of the owner stays/);
    await refused(as('owner').patch(`${ROLES}/${owner.id}`, { name: 'Boss' }), /role of the owner stays/);
    const seats = (await as('admin').get(`${SEATS}?filter[roleId]=${owner.id}`)).json<{ data: Shown[] }>().data;
    await refused(as('admin').delete(`${SEATS}/${seats[0]!.id}`), /Only an owner/);
    await refused(as('owner').delete(`${SEATS}/${seats[0]!.id}`), /takes? their own away/);
  });

  it('never all go: of two who remove each other at the same moment, one stays', async () => {
    const owner = await role('owner');
    const [mine] = (await as('admin').get(`${SEATS}?filter[roleId]=${owner.id}&filter[memberId]=${member('owner')}`)).json<{ data: Shown[] }>().data;
    for (let round = 0; round < 5; round += 1) {
      const theirs = await seat('admin', owner.id);
      world.get(Gate).forget();
      const answers = await Promise.all([as('owner').delete(`${SEATS}/${theirs}`), as('admin').delete(`${SEATS}/${mine!.id}`)]);
      expect(answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([204, 403]);
      const left = (await world.inside('A', (tenancy) => tenancy.read<{ id: string }>({ text: `SELECT id FROM member_role WHERE organization_id = $1 AND role_id = $2 AND deleted_at IS NULL`, values: [world.organizations.A.id, owner.id] }))).length;
      expect(left).toBe(1);
      // The world begins each round as it was.
      await world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE member_role SET deleted_at = CASE WHEN member_id = $3 THEN NULL ELSE now() END WHERE organization_id = $1 AND role_id = $2`, values: [world.organizations.A.id, owner.id, member('owner')] }));
      world.get(Gate).forget();
    }
  });

  it('cannot be got rid of by suspending each other at the same moment', async () => {
    await seat('admin', (await role('owner')).id);
    world.get(Gate).forget();
    const answers = await Promise.all([as('owner').patch(`${MEMBERS}/${member('admin')}`, { status: 'suspended' }), as('admin').patch(`${MEMBERS}/${member('owner')}`, { status: 'suspended' })]);
    expect(answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 403]);
    await world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE member SET status = 'active' WHERE organization_id = $1 AND id = $2`, values: [world.organizations.A.id, member('owner')] }));
    world.get(Gate).forget();
  });
});

describe('Teams', () => {
  it('form a tree: none stands below itself, whichever two moves would close the circle together', async () => {
    const b = (actor: ActorName) => world.as('B', actor);
    const make = async (name: string, parentId: string | null) => (await b('owner').post(TEAMS, { name, parentId })).json<Shown>().id;
    const top = await make('Top', null);
    const middle = await make('Middle', top);
    const low = await make('Low', middle);
    await refused(b('owner').patch(`${TEAMS}/${top}`, { parentId: low }), /Low is in Middle is in Top/, 400);
    await refused(b('owner').patch(`${TEAMS}/${top}`, { parentId: top }), /below itself/, 400);
    for (let n = 0; n < 5; n += 1) {
      const [one, two] = [await make(`One ${n}`, null), await make(`Two ${n}`, null)];
      const moves = await Promise.all([b('owner').patch(`${TEAMS}/${one}`, { parentId: two }), b('owner').patch(`${TEAMS}/${two}`, { parentId: one })]);
      expect(moves.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 400]);
      const parents = (await b('owner').get(`${TEAMS}?filter[id][in]=${one},${two}`)).json<{ data: { parentId: string | null }[] }>().data.map(({ parentId }) => parentId);
      expect(parents.filter((parentId) => parentId === null)).toHaveLength(1);
    }
    await refused(b('owner').delete(`${TEAMS}/${middle}`), /still refer to it/, 409);
  });
});

describe('Whoever decides about rights', () => {
  it('has proved who they are a moment ago, whichever door they come through', async () => {
    const { sessions, members } = world.organizations.B;
    await world.platform((platform) => platform.query({ text: `UPDATE session SET proved_at = now() - interval '1 hour' WHERE id = $1`, values: [sessions.admin] }));
    const admin = world.as('B', 'admin');
    const [{ id }] = (await admin.get(`${ROLES}?filter[key]=viewer`)).json<{ data: [Shown] }>().data;
    for (const [url, body] of [[ROLES, { name: 'New', rights: [] }], [SEATS, { memberId: members.rep, roleId: id }], ['/api/v1/identity/api-keys', { name: 'Key', roleId: id }], [`/api/v1/access/roles/${id}/clone`, { name: 'New' }]] as const) await refused(admin.post(url, body), /step-up-required/);
    expect((await admin.post(`${ROLES}/bulk`, { create: [{ name: 'New', rights: [] }] })).json()).toMatchObject({ results: [{ status: 403 }] });
    await refused(admin.call('PUT', `/api/v1/access/roles/${id}/matrix`, { payload: { resources: [] } }), /step-up-required/);
  });
});

describe('A role', () => {
  it('takes no right that fits no noun, and says where and why', async () => {
    const list = [{ resource: 'contcat', action: 'read', reach: 'all' }, { resource: 'contact', action: 'fly', reach: 'all' }, { resource: 'member', action: 'read', reach: 'own' }, { resource: 'contact', action: 'read', reach: 'all', fields: ['shoeSize'], where: { field: 'stage', operator: 'like', value: 'x' } }];
    const answer = await as('owner').post(ROLES, { name: 'Odd', rights: list });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)).toEqual(['rights[0].resource', 'rights[1].action', 'rights[2].reach', 'rights[3].fields', 'rights[3].where']);
    for (const wrong of [{}, 'all', [{ resource: 'contact' }], [{ resource: 'contact', action: 'read', reach: 'far' }], [{ resource: 'contact', action: 'read', reach: 'all', more: 1 }], [{ resource: 'contact', action: 'read', reach: 'all', where: { constructor: 1 } }]])
      await refused(as('owner').post(ROLES, { name: 'Odd', rights: wrong }), /"at":"rights"/, 400);
  });

  it('is not deleted while somebody holds it, and its changes are in the ledger with whoever made them', async () => {
    const { id } = await rights([rightOf('contact', 'read', 'all')], 'viewer');
    await refused(as('owner').delete(`${ROLES}/${id}`), /still refer to it/, 409);
    expect((await as('owner').patch(`${ROLES}/${id}`, { rights: [] })).statusCode).toBe(200);
    const entries = await world.inside('A', (tenancy) => tenancy.read({ text: `SELECT what, actor_id, changed FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 ORDER BY id`, values: [world.organizations.A.id, id] }));
    expect(entries).toEqual([{ what: 'insert', actor_id: member('owner'), changed: [] }, { what: 'update', actor_id: member('owner'), changed: ['rights'] }]);
  });
});
