import { TwoTenants, type ActorName } from '#test/worlds/two-tenants.js';

let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create();
});
afterAll(() => world.close());

async function contacts(tenant: 'A' | 'B', actor: ActorName): Promise<{ status: number; text: string }> {
  const { statusCode, body } = await world.as(tenant, actor).get('/api/v1/sales/contacts');
  return { status: statusCode, text: body };
}

describe('A world with two organisations', () => {
  it('S11 shows each organisation its own records and nothing of the other', async () => {
    for (const [tenant, other] of [['A', 'B'], ['B', 'A']] as const) {
      const { status, text } = await contacts(tenant, 'owner');
      expect(status).toBe(200);
      expect(text).toContain(world.organizations[tenant].canary);
      expect(text).not.toContain(world.organizations[other].canary);
    }
  });

  it.each<[ActorName, number]>([['anon', 401], ['expired', 401], ['suspended', 403], ['viewer', 200], ['rep', 200]])('answers %s with %d', async (actor, expected) => {
    expect((await contacts('A', actor)).status).toBe(expected);
  });
});
