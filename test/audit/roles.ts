import { Gate } from '#kernel/gate/gate.js';
import type { Right } from '#kernel/resource/grants.js';
import type { Caller, Person, TwoTenants } from '#test/worlds/two-tenants.js';

/** The member has these rights and no others while the work runs. */
export async function wearing(world: TwoTenants, person: Exclude<Person, 'suspended'>, rights: readonly Right[], work: (caller: Caller) => Promise<void>): Promise<void> {
  const { id, members } = world.organizations.A;
  const query = <R>(text: string, values: unknown[]): Promise<R[]> => world.inside('A', (tenancy) => tenancy.write<R>({ text, values }));
  const [role] = await query<{ id: string }>(`INSERT INTO role (organization_id, created_at, updated_at, key, name, rights) VALUES ($1, now(), now(), uuidv7()::text, 'For a test', $2) RETURNING id`, [id, JSON.stringify(rights)]);
  const worn = await query<{ id: string }>(`UPDATE member_role SET deleted_at = now() WHERE organization_id = $1 AND member_id = $2 AND deleted_at IS NULL RETURNING id`, [id, members[person]]);
  await query(`INSERT INTO member_role (organization_id, created_at, updated_at, member_id, role_id) VALUES ($1, now(), now(), $2, $3)`, [id, members[person], role!.id]);
  world.get(Gate).forget();
  try {
    await work(world.as('A', person));
  } finally {
    await query(`UPDATE member_role SET deleted_at = now() WHERE organization_id = $1 AND role_id = $2`, [id, role!.id]);
    await query(`UPDATE member_role SET deleted_at = NULL WHERE organization_id = $1 AND id = ANY ($2)`, [id, worn.map((each) => each.id)]);
    world.get(Gate).forget();
  }
}
