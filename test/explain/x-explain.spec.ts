import { randomBytes } from 'node:crypto';
import { hasSubscribers } from 'node:diagnostics_channel';
import type { LightMyRequestResponse } from 'fastify';
import type { Trace } from '#platform/edge/traces.js';
import { startApi } from '#test/edge/api.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';

const ASKED = { headers: { 'x-explain': '1' } };
let world: TwoTenants;

beforeAll(async () => {
  world = await TwoTenants.create({ NODE_ENV: 'development' });
});
afterAll(() => world.close());

function traceOf(answer: LightMyRequestResponse): Trace & { ms: number } {
  return JSON.parse(String(answer.headers['x-explain'])) as Trace & { ms: number };
}

describe('x-explain in development', () => {
  it('says which steps a list took, with its WHERE and the rule that decided', async () => {
    const answer = await world.as('A', 'rep').get('/api/v1/sales/contacts?filter[stage]=customer&sort=fullName', ASKED);
    expect(answer.statusCode).toBe(200);
    const { steps, roles, rules, ms } = traceOf(answer);
    expect(steps[0]!.step).toBe('identify');
    expect(steps.map(({ step }) => step)).toEqual(expect.arrayContaining(['identity.access', 'membership.standing', expect.stringMatching(/^contact\.list/)]));
    expect(steps.every((step) => step.ms <= ms + 1)).toBe(true);
    const list = steps.find(({ step }) => step.startsWith('contact.list'))!;
    expect(list.sql).toMatch(/^SELECT … FROM "contact" t WHERE t\.organization_id = \$1 AND t\.deleted_at IS NULL AND \(t\."owner_id" = ANY \(\$\d+::uuid\[\]\) AND t\."stage" = \$\d+::text\) ORDER BY t\."full_name" ASC, t\."id" ASC LIMIT/);
    expect(list.parameters?.slice(0, 3)).toEqual(['$1 organisation', expect.stringMatching(/^\$2 \d+ values$/), '$3 string']);
    expect(roles).toEqual(['sales-rep']);
    expect(rules['contact read']).toMatch(/^ownerId in.*, from rights on team$/);
  });

  it('names no value: neither ids of others, nor what was asked for', async () => {
    const { members } = world.organizations.A;
    const answer = await world.as('A', 'rep').patch(`/api/v1/sales/contacts/${world.organizations.A.contacts[0]}`, { jobTitle: 'Secret job' }, ASKED);
    expect(answer.statusCode).toBe(200);
    const text = String(answer.headers['x-explain']);
    expect(text).toContain('UPDATE');
    for (const value of ['Secret job', world.organizations.A.id, ...Object.values(members), ...world.organizations.A.contacts]) expect(text).not.toContain(value);
    expect(traceOf(answer).rules).toHaveProperty('contact update', expect.stringMatching(/ownerId eq/));
  });

  it('answers with refusals too, and stays within its bounds', async () => {
    const refused = await world.as('A', 'viewer').post('/api/v1/sales/contacts', { lastName: 'X' }, ASKED);
    expect([refused.statusCode, traceOf(refused).rules['contact create']]).toEqual([403, 'never, from rights on nothing']);
    const many = Array.from({ length: 60 }, (_, n) => ({ lastName: `Bulk ${n}` }));
    const bulk = await world.as('A', 'owner').post('/api/v1/sales/contacts/bulk', { create: many }, ASKED);
    expect([bulk.statusCode, String(bulk.headers['x-explain']).length <= 8_000]).toEqual([200, true]);
    expect(traceOf(bulk).steps.length).toBeGreaterThan(3);
  });

  it('keeps what happens at the same time apart, and says nothing unasked', async () => {
    const [asked, unasked] = await Promise.all([world.as('A', 'owner').get('/api/v1/sales/companies', ASKED), world.as('A', 'owner').get('/api/v1/sales/contacts')]);
    expect(unasked.headers).not.toHaveProperty('x-explain');
    expect(traceOf(asked).steps.some(({ step }) => step.startsWith('contact.'))).toBe(false);
  });
});

describe('Elsewhere', () => {
  it.each(['production', 'test'])('%s ignores it, and nobody listens', async (environment) => {
    await world.app.close();
    const draw = (): string => randomBytes(32).toString('hex');
    const keys = { ENCRYPTION_KEY: draw(), COOKIE_SECRET: draw(), PUSH_KEY: draw() };
    const api = await startApi(world.database, { NODE_ENV: environment, ...keys }, {}, []);
    const { id, accounts, sessions, members } = world.organizations.A;
    const { token } = api.tokens.issue({ sub: accounts.owner, sid: sessions.owner, org: id, mem: members.owner });
    const answer = await api.inject({ url: '/api/v1/sales/contacts', headers: { authorization: `Bearer ${token}`, 'x-explain': '1' } });
    expect([answer.statusCode, answer.headers['x-explain']]).toEqual([200, undefined]);
    expect(['tessera:statement', 'tessera:decision'].map((channel) => hasSubscribers(channel))).toEqual([false, false]);
    await api.app.close();
  });
});
