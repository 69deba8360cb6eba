import { vi } from 'vitest';
import type { LightMyRequestResponse } from 'fastify';
import { ConfigError } from '#platform/config/config.js';
import { DEMO_TOTP_SECRET } from '#platform/demo/people.js';
import { stepAt, totpCode } from '#platform/identity/factors/totp.js';
import { ACME, GLOBEX } from '#platform/demo/organizations.js';
import { startApi, testConfig, type TestApi } from '#test/edge/api.js';
import { TestDatabase } from '#test/worlds/database.js';
import { seedCommand } from '../../apps/console/seed.js';

const PASSWORD = 'tessera-demo';
const TABLES = ['organization', 'account', 'membership', 'factor', 'member', 'role', 'member_role', 'team', 'team_member', 'company', 'contact', 'activity', 'communication', 'note', 'ledger_entry', 'search_entry', 'field_value'];
const LOGINS = ['owner', 'admin', 'manager', 'rep', 'marketing', 'support', 'viewer'] as const;
type Login = (typeof LOGINS)[number];

let database: TestDatabase;
let api: TestApi;
const tokens = new Map<string, string>();

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  database = await TestDatabase.create();
  await seedCommand(demoConfig());
  api = await startApi(database, {}, {}, []);
  for (const login of LOGINS) tokens.set(login, await signIn(`${login}@acme.test`));
}, 240_000);
afterAll(async () => {
  await api.app.close();
  await database.drop();
});

function demoConfig() {
  return testConfig({ ...database.environment, DEMO_MODE: 'true' });
}

async function signIn(email: string, organization?: string): Promise<string> {
  const { statusCode, body } = await api.inject({ method: 'POST', url: '/api/v1/auth/sign-in', payload: { email, password: PASSWORD, organization } });
  expect([email, statusCode]).toEqual([email, 200]);
  return (JSON.parse(body) as { accessToken: string }).accessToken;
}

function as(login: Login, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object): Promise<LightMyRequestResponse> {
  return api.inject({ method, url: `/api/v1/${path}`, payload, headers: { authorization: `Bearer ${tokens.get(login)}` } });
}

async function status(...call: Parameters<typeof as>): Promise<number> {
  return (await as(...call)).statusCode;
}

async function ask<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
  return (await database.pool(database.administratorUrl, { max: 1 }).query<R>(text, values)).rows;
}

describe('The demo world', () => {
  it('has thousands of records, of eighteen months up to now', async () => {
    for (const { id } of [ACME, GLOBEX]) {
      const [found] = await ask<Record<string, number>>(
        `SELECT (SELECT count(*)::int FROM company WHERE organization_id = $1) AS companies, count(*)::int AS contacts,
           extract(day FROM now() - min(c.created_at))::int AS oldest, extract(day FROM now() - max(c.created_at))::int AS newest,
           count(*) FILTER (WHERE c.created_at > now())::int AS future, count(DISTINCT date_trunc('month', c.created_at))::int AS months, count(DISTINCT c.owner_id)::int AS owners,
           count(*) FILTER (WHERE uuid_extract_timestamp(c.id) <> date_trunc('milliseconds', c.created_at))::int AS strangers
         FROM contact c WHERE c.organization_id = $1`,
        [id],
      );
      expect(found).toMatchObject({ companies: 1_500, contacts: 4_000, newest: 0, future: 0, strangers: 0 });
      expect(found!.oldest).toBeGreaterThan(500);
      expect(found!.months).toBeGreaterThanOrEqual(18);
      expect(found!.owners).toBeGreaterThanOrEqual(10);
    }
  });

  it('has deals in every stage with the history that led there, and leads with reasons for their score', async () => {
    for (const { id } of [ACME, GLOBEX]) {
      const [deals] = await ask<Record<string, number>>(
        `SELECT count(*)::int AS deals, count(DISTINCT o.stage_id)::int AS stages, count(*) FILTER (WHERE o.outcome = 'open')::int AS open,
           count(*) FILTER (WHERE o.stage_id IS DISTINCT FROM (SELECT e.stage_id FROM stage_entry e WHERE e.opportunity_id = o.id ORDER BY e.entered_at DESC LIMIT 1))::int AS astray,
           count(*) FILTER (WHERE o.outcome <> 'open' AND o.closing_amount IS NULL)::int AS unreckoned FROM opportunity o WHERE o.organization_id = $1`,
        [id],
      );
      expect(deals).toMatchObject({ deals: 210, stages: 6, astray: 0, unreckoned: 0 });
      expect(deals!.open).toBeGreaterThan(20);
      const [leads] = await ask<Record<string, number>>(`SELECT count(*)::int AS leads, count(DISTINCT l.score)::int AS scores, count(*) FILTER (WHERE l.score <> 0 AND NOT EXISTS (SELECT 1 FROM lead_score s WHERE s.lead_id = l.id))::int AS unexplained,
          count(o.id)::int AS converted, count(*) FILTER (WHERE l.converted_at IS NOT NULL AND (o.id IS NULL OR o.contact_id IS DISTINCT FROM l.contact_id OR o.source IS DISTINCT FROM l.source OR l.created_at >= o.created_at))::int AS astray
        FROM lead l LEFT JOIN opportunity o ON o.organization_id = l.organization_id AND o.lead_id = l.id AND o.id = l.opportunity_id WHERE l.organization_id = $1`, [id]);
      const [targets] = await ask<Record<string, number>>(`SELECT count(*)::int AS targets, (SELECT count(*)::int FROM opportunity o WHERE o.organization_id = $1 AND o.outcome = 'won' AND NOT EXISTS (SELECT 1 FROM deal_credit c WHERE c.opportunity_id = o.id)) AS uncredited FROM sales_target WHERE organization_id = $1`, [id]);
      expect(targets!.targets).toBeGreaterThan(3);
      expect(targets!.uncredited).toBe(0);
      expect(leads).toMatchObject({ leads: 160, unexplained: 0, astray: 0 });
      expect(leads!.converted).toBeGreaterThan(30);
      expect(leads!.scores).toBeGreaterThan(5);
    }
  });

  it('has what was said and is to be done with people, booked, agreed to and divided into segments', async () => {
    const total = async (login: Login, noun: string) => (JSON.parse((await as(login, 'GET', `sales/${noun}/count`)).body) as { count: number }).count;
    const counts = await Promise.all(['communications', 'notes', 'activities', 'bookings', 'consents', 'segments'].map((noun) => total('manager', noun)));
    expect(counts.map((count, n) => [n, count > [300, 200, 350, 15, 200, 2][n]!])).toEqual(counts.map((_count, n) => [n, true]));
    expect(await total('rep', 'notes')).toBeLessThan(counts[1]!);
    expect(JSON.parse((await as('rep', 'GET', 'sales/agenda?when=this-week')).body)).toMatchObject({ data: expect.arrayContaining([expect.objectContaining({ state: 'open' })]) as object[] });
    const segments = JSON.parse((await as('manager', 'GET', 'sales/segments')).body) as { data: { id: string }[] };
    for (const { id } of segments.data) expect((JSON.parse((await as('manager', 'GET', `sales/segment-members/${id}`)).body) as { data: object[] }).data.length).toBeGreaterThan(5);
    const [odd] = await ask<{ early: number; late: number }>(`SELECT count(*) FILTER (WHERE created_at > now())::int AS late, count(*) FILTER (WHERE state = 'done' AND completed_at < created_at - interval '1 day' AND series_id IS NULL)::int AS early FROM activity`);
    expect(odd).toEqual({ early: 0, late: 0 });
  });

  it('is not touched by a second seed', async () => {
    const state = () => Promise.all(TABLES.map(async (table) => [table, ...(await ask(`SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM ${table} t`))]));
    const before = await state();
    await seedCommand(demoConfig());
    expect(await state()).toEqual(before);
  }, 120_000);

  it('is refused in production and wherever nobody asked for it', async () => {
    await expect(seedCommand(testConfig(database.environment))).rejects.toThrow('DEMO_MODE=true');
    expect(() => testConfig({ ...database.environment, DEMO_MODE: 'true', NODE_ENV: 'production' })).toThrow(ConfigError);
    const forced = Object.assign(Object.create(demoConfig()) as ReturnType<typeof demoConfig>, {});
    Object.defineProperty(forced, 'nodeEnv', { value: 'production' });
    await expect(seedCommand(forced)).rejects.toThrow('never in production');
  });

  it('lets one person into both organisations, and the operator into none', async () => {
    const seen = async (organization: string) => {
      const token = await signIn('both@tessera.test', organization);
      const { body } = await api.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } });
      return JSON.parse(body) as { organization: { slug: string }; roles: string[]; organizations: unknown[] };
    };
    expect(await seen('acme')).toMatchObject({ organization: { slug: 'acme' }, roles: ['sales-manager'], organizations: [{}, {}] });
    expect(await seen('globex')).toMatchObject({ organization: { slug: 'globex' }, roles: ['sales-rep'] });
    const first = await api.inject({ method: 'POST', url: '/api/v1/auth/sign-in', payload: { email: 'root@tessera.test', password: PASSWORD } });
    const { status: state, token } = JSON.parse(first.body) as { status: string; token: string };
    expect(state).toBe('mfa_required');
    const second = await api.inject({ method: 'POST', url: '/api/v1/auth/sign-in/second-factor', payload: { token, code: totpCode(DEMO_TOTP_SECRET, stepAt(new Date())) } });
    const root = await api.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${(JSON.parse(second.body) as { accessToken: string }).accessToken}` } });
    expect(JSON.parse(root.body)).toMatchObject({ account: { superAdmin: true }, organization: null, organizations: [] });
  });
});

describe('What each role may do with contacts', () => {
  const total = async (login: Login) => (JSON.parse((await as(login, 'GET', 'sales/contacts/count')).body) as { count: number }).count;
  const contactOf = async (email: string) =>
    (await ask<{ id: string }>(`SELECT c.id FROM contact c JOIN member m ON m.organization_id = c.organization_id AND m.id = c.owner_id WHERE c.organization_id = $1 AND m.email = $2 LIMIT 1`, [ACME.id, email]))[0]!.id;
  const fresh = (login: Login) => ({ lastName: 'Neumann-Test', email: `new-${login}@firma.example` });

  it.each<[Login, 'all' | 'team']>([['owner', 'all'], ['admin', 'all'], ['manager', 'all'], ['rep', 'team'], ['marketing', 'all'], ['support', 'all'], ['viewer', 'all']])('%s reads %s', async (login, reach) => {
    const count = await total(login);
    if (reach === 'all') expect(count).toBeGreaterThanOrEqual(4_000);
    else expect(count).toBeLessThan(2_500);
    expect(count).toBeGreaterThan(500);
  });

  it.each<[Login, number]>([['owner', 201], ['admin', 201], ['manager', 201], ['rep', 201], ['marketing', 403], ['support', 403], ['viewer', 403]])('%s creates: %d', async (login, expected) => {
    expect(await status(login, 'POST', 'sales/contacts', fresh(login))).toBe(expected);
  });

  it.each<[Login, boolean]>([['owner', true], ['admin', true], ['manager', true], ['rep', false], ['marketing', false], ['support', false], ['viewer', false]])('%s sees the credit limit: %s', async (login, sees) => {
    const { body } = await as(login, 'GET', 'sales/contacts?limit=1');
    expect('creditLimit' in (JSON.parse(body) as { data: object[] }).data[0]!).toBe(sees);
    expect(await status(login, 'GET', 'sales/contacts?sort=creditLimit&limit=1')).toBe(sees ? 200 : 400);
  });

  it('rep changes their own, not those of the team, and does not see those of other teams', async () => {
    const [own, team, other] = await Promise.all(['rep@acme.test', 'marlene.kuhnert@acme.test', 'saga.lindholm@acme.test'].map(contactOf));
    expect(await status('rep', 'PATCH', `sales/contacts/${own}`, { jobTitle: 'Buyer' })).toBe(200);
    expect(await status('rep', 'GET', `sales/contacts/${team}`)).toBe(200);
    expect(await status('rep', 'PATCH', `sales/contacts/${team}`, { jobTitle: 'Buyer' })).toBe(403);
    expect(await status('rep', 'GET', `sales/contacts/${other}`)).toBe(404);
    expect(await status('rep', 'DELETE', `sales/contacts/${own}`)).toBe(403);
    expect(await status('manager', 'PATCH', `sales/contacts/${other}`, { creditLimit: { amount: 100, currency: 'EUR' } })).toBe(200);
    expect(await status('manager', 'DELETE', `sales/contacts/${other}`)).toBe(204);
  });

  it('support changes telephone and address, and nothing else', async () => {
    const id = await contactOf('rep@acme.test');
    expect(await status('support', 'PATCH', `sales/contacts/${id}`, { phone: '+49 30 23125 001' })).toBe(200);
    expect([400, 403]).toContain(await status('support', 'PATCH', `sales/contacts/${id}`, { jobTitle: 'Nobody' }));
    for (const login of ['marketing', 'viewer'] as const) expect([403, 404]).toContain(await status(login, 'PATCH', `sales/contacts/${id}`, { phone: '+49 30 23125 002' }));
  });

  it('S11 reaches no contact of the other organisation with any role', async () => {
    const [{ id: foreign }] = (await ask<{ id: string }>('SELECT id FROM contact WHERE organization_id = $1 LIMIT 1', [GLOBEX.id])) as [{ id: string }];
    const nowhere = '0193ffff-0000-7000-8000-000000000000';
    for (const login of LOGINS)
      for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
        const [one, two] = await Promise.all([foreign, nowhere].map((id) => status(login, method, `sales/contacts/${id}`, method === 'PATCH' ? { jobTitle: 'x' } : undefined)));
        // A field that is not theirs to change is refused before any record is looked for.
        expect([400, 403, 404]).toContain(one);
        expect(one).toBe(two);
      }
  });
});
