import type { Right } from '#kernel/resource/grants.js';
import { Gate } from '#kernel/gate/gate.js';
import { ROLE_TEMPLATES, rightsOfTemplate } from '#platform/identity/role-templates.js';
import { Roles } from '#platform/identity/roles.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { productRegistry } from '../../apps/product.js';

let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

interface RoleRow {
  rights: Right[];
  given: string[];
  deleted: boolean;
}

async function role(key: string): Promise<RoleRow> {
  const [row] = await world.inside('A', (tenancy) => tenancy.read<RoleRow>({ text: 'SELECT rights, given, deleted_at IS NOT NULL AS deleted FROM role WHERE organization_id = $1 AND key = $2', values: [world.organizations.A.id, key] }));
  return row!;
}

function change(key: string, set: string, value: unknown): Promise<unknown> {
  return world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE role SET ${set} WHERE organization_id = $1 AND key = $2`, values: [world.organizations.A.id, key, value] }));
}

const rightsOn = ({ rights }: RoleRow, noun: string) => rights.filter(({ resource }) => resource === noun);
const without = (list: Right[], noun: string) => JSON.stringify(list.filter(({ resource }) => resource !== noun));

describe('The roles of an organisation', () => {
  it('are those of the templates, with the grants beside the nouns', async () => {
    const registry = productRegistry();
    for (const key of Object.keys(ROLE_TEMPLATES)) expect((await role(key)).rights).toEqual(rightsOfTemplate(key, registry));
  });

  it('get the rights on a noun that is new, in every organisation, and keep what administrators changed', async () => {
    const before = await role('sales-rep');
    await change('sales-rep', 'rights = $3', JSON.stringify([...JSON.parse(without(before.rights, 'contact')) as Right[], { ...rightsOn(before, 'company')[0]!, deny: true }]));
    await change('sales-rep', 'given = $3', JSON.stringify(before.given.filter((noun) => noun !== 'contact')));
    await world.get(Roles).syncEverywhere();
    const after = await role('sales-rep');
    expect(rightsOn(after, 'contact')).toEqual(rightsOn(before, 'contact'));
    expect(rightsOn(after, 'company')).toHaveLength(rightsOn(before, 'company').length + 1);
    expect([...after.given].sort()).toEqual([...before.given].sort());
  });

  it('S16 never get back what an administrator took away, nor come back once deleted', async () => {
    const { rights } = await role('sales-manager');
    await change('sales-manager', 'rights = $3', without(rights, 'contact'));
    await change('marketing', 'deleted_at = $3', new Date());
    await world.get(Roles).syncEverywhere();
    expect(rightsOn(await role('sales-manager'), 'contact')).toEqual([]);
    expect((await role('marketing')).deleted).toBe(true);
    world.get(Gate).forget();
    const seen = async (person: 'manager' | 'marketing' | 'viewer') => (JSON.parse((await world.as('A', person).get('/api/v1/sales/contacts/count')).body) as { count: number }).count;
    expect(await Promise.all((['manager', 'marketing', 'viewer'] as const).map(seen))).toEqual([0, 0, 3]);
  });

  it('are not written again when nothing is new', async () => {
    const versions = () => world.inside('B', (tenancy) => tenancy.read({ text: 'SELECT key, version, updated_at FROM role WHERE organization_id = $1 ORDER BY key', values: [world.organizations.B.id] }));
    const before = await versions();
    await Promise.all([world.get(Roles).syncEverywhere(), world.get(Roles).syncEverywhere()]);
    expect(await versions()).toEqual(before);
  });
});
