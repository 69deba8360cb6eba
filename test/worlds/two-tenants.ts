import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Type } from '@nestjs/common';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { addAccount } from '#platform/identity/account.query.js';
import { AccessTokens } from '#platform/identity/access-tokens.js';
import type { NewSession } from '#platform/identity/sessions/session.js';
import { addSession } from '#platform/identity/sessions/session.query.js';
import { OrganizationSetup } from '#platform/identity/organization-setup.js';
import type { Organization } from '#platform/organizations/organization.js';
import { startApi } from '#test/edge/api.js';
import { TestDatabase } from './database.js';
import { MACHINERY } from './rows.js';

export type Tenant = 'A' | 'B';
/** People of either organisation, and those who should get nowhere. */
export type ActorName = 'owner' | 'admin' | 'manager' | 'rep' | 'otherRep' | 'marketing' | 'support' | 'viewer' | 'suspended' | 'expired' | 'anon';

const ROLES = { owner: 'owner', admin: 'admin', manager: 'sales-manager', rep: 'sales-rep', otherRep: 'sales-rep', marketing: 'marketing', support: 'support-agent', viewer: 'viewer', suspended: 'sales-rep' } as const;
export type Person = keyof typeof ROLES;
const PEOPLE = Object.keys(ROLES) as Person[];
const LONG_AGO_MS = 60 * 60 * 1_000;

type Options = Omit<InjectOptions, 'url' | 'method' | 'headers'> & { headers?: Record<string, string> };
type Body = InjectOptions['payload'];

/** Calls the API as one person. */
export interface Caller {
  readonly headers: Readonly<Record<string, string>>;
  call(method: InjectOptions['method'], url: string, options?: Options): Promise<LightMyRequestResponse>;
  get(url: string, options?: Options): Promise<LightMyRequestResponse>;
  post(url: string, payload?: Body, options?: Options): Promise<LightMyRequestResponse>;
  patch(url: string, payload?: Body, options?: Options): Promise<LightMyRequestResponse>;
  delete(url: string, options?: Options): Promise<LightMyRequestResponse>;
}

export interface TestOrganization extends Organization {
  /** Stands in every text of this organisation's records, and must never be seen from the other one. */
  canary: string;
  members: Readonly<Record<Person, string>>;
  accounts: Readonly<Record<Person, string>>;
  /** Everybody is signed in. */
  sessions: Readonly<Record<Person, string>>;
  companies: readonly string[];
  contacts: readonly string[];
}

/** The whole API over a database of its own, with two organisations of identical shape. */
export class TwoTenants {
  readonly organizations: Readonly<Record<Tenant, TestOrganization>> = { A: organization('A', 1), B: organization('B', 2) };

  private constructor(
    readonly database: TestDatabase,
    readonly app: NestFastifyApplication,
    private readonly environment: Record<string, string>,
  ) {}

  static async create(environment: Record<string, string> = {}): Promise<TwoTenants> {
    const database = await TestDatabase.create();
    const { app } = await startApi(database, environment, {}, []);
    const world = new TwoTenants(database, app, environment);
    await world.settle('A');
    await world.settle('B');
    return world;
  }

  as(tenant: Tenant, actor: ActorName): Caller {
    return this.withToken(actor === 'anon' ? null : this.token(tenant, actor));
  }

  /** `null` calls without a token. */
  withToken(token: string | null): Caller {
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const call: Caller['call'] = (method, url, { headers: more, ...options } = {}) => this.inject({ method, url, headers: { ...headers, ...more }, ...options });
    return {
      headers,
      call,
      get: (url, options) => call('GET', url, options),
      post: (url, payload, options) => call('POST', url, { payload, ...options }),
      patch: (url, payload, options) => call('PATCH', url, { payload, ...options }),
      delete: (url, options) => call('DELETE', url, options),
    };
  }

  token(tenant: Tenant, actor: Exclude<ActorName, 'anon'>): string {
    const { id: org, accounts, members, sessions } = this.organizations[tenant];
    const person = actor === 'expired' ? 'rep' : actor;
    const since = actor === 'expired' ? new Date(Date.now() - LONG_AGO_MS) : new Date();
    return this.app.get(AccessTokens).issue({ sub: accounts[person], sid: sessions[person], org, mem: members[person] }, since).token;
  }

  /** A second process that serves the same database: what one forgets, the other may still know. */
  async anotherProcess(): Promise<NestFastifyApplication> {
    return (await startApi(this.database, this.environment, {}, [])).app;
  }

  get<T>(provider: Type<T>): T {
    return this.app.get<T>(provider, { strict: false });
  }

  /** Runs what machinery would do, inside the organisation. */
  inside<T>(tenant: Tenant, work: (tenancy: Tenancy) => Promise<T>): Promise<T> {
    return inOrganization(this.organizations[tenant].id, MACHINERY, () => work(this.get(Tenancy)));
  }

  platform<T>(work: (platform: PlatformDatabase) => Promise<T>): Promise<T> {
    return runInScope(anonymousScope('test-world'), () => work(this.get(PlatformDatabase)));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  private async settle(tenant: Tenant): Promise<void> {
    const place = this.organizations[tenant];
    const setup = this.get(OrganizationSetup);
    await this.platform(async (platform) => {
      for (const person of PEOPLE) await platform.query(addAccount({ id: place.accounts[person], email: emailOf(person, place), name: nameOf(person, place) }, null));
      await setup.create(place, joining('owner', place));
      for (const person of PEOPLE) await setup.join(place.id, joining(person, place));
    });
    const teams = ['Sales', 'Sales North', 'Sales South'].map((name, n) => ({ id: idOf(place.id, 'team', n), name, parent: n === 0 ? null : idOf(place.id, 'team', 0) }));
    const seats: [number, Person][] = [[0, 'manager'], [1, 'rep'], [1, 'suspended'], [2, 'otherRep']];
    await this.inside(tenant, (tenancy) =>
      tenancy.transaction(async (transaction) => {
        for (const { id, name, parent } of teams)
          await transaction.query({ text: `INSERT INTO team (organization_id, id, name, parent_id, created_at, updated_at) VALUES ($1, $2, $3, $4, now(), now())`, values: [place.id, id, name, parent] });
        for (const [team, person] of seats)
          await transaction.query({ text: `INSERT INTO team_member (organization_id, team_id, member_id, created_at, updated_at) VALUES ($1, $2, $3, now(), now())`, values: [place.id, teams[team]!.id, place.members[person]] });
        await transaction.query({ text: `UPDATE member SET status = 'suspended' WHERE organization_id = $1 AND id = $2`, values: [place.id, place.members.suspended] });
      }),
    );
    await this.platform(async (platform) => {
      for (const person of PEOPLE) await platform.query(addSession(sessionOf(person, place)));
    });
    await this.fill(tenant);
  }

  /** Through the API itself: a company and contacts of the rep, of the other rep and of the manager. */
  private async fill(tenant: Tenant): Promise<void> {
    const { canary, members, companies, contacts } = this.organizations[tenant] as TestOrganization & { companies: string[]; contacts: string[] };
    const owner = this.as(tenant, 'owner');
    for (const [n, holder] of (['rep', 'otherRep', 'manager'] as const).entries()) {
      const ownerId = members[holder];
      const company = await this.made(owner.post('/api/v1/sales/companies', { name: `${canary} works ${n}`, ownerId, annualRevenue: { amount: 1_000_000 + n, currency: 'EUR' } }));
      const contact = await this.made(owner.post('/api/v1/sales/contacts', {
        firstName: canary, lastName: `Person ${n}`, email: `person${n}@${canary.toLowerCase()}.example`, phone: `+49 30 2312500${n}`, companyId: company, ownerId, creditLimit: { amount: 5_000, currency: 'EUR' }, tags: ['Tag', canary],
      }));
      companies.push(company);
      contacts.push(contact);
    }
  }

  private async made(answer: Promise<LightMyRequestResponse>): Promise<string> {
    const { statusCode, body } = await answer;
    if (statusCode !== 201) throw new Error(`The world could not be filled: ${statusCode} ${body}`);
    return (JSON.parse(body) as { id: string }).id;
  }

  private inject(options: InjectOptions): Promise<LightMyRequestResponse> {
    const fastify = this.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    return fastify.inject(options) as unknown as Promise<LightMyRequestResponse>;
  }
}

function organization(tenant: Tenant, n: number): TestOrganization {
  const id = `0193aaaa-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  const each = (kind: string) => Object.fromEntries(PEOPLE.map((person, index) => [person, idOf(id, kind, index)])) as Record<Person, string>;
  return {
    id, slug: `tenant-${tenant.toLowerCase()}`, name: `Tenant ${tenant}`, country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', language: 'en', modules: ['sales', 'marketing', 'support', 'projects'],
    canary: `Canary${tenant}`, members: each('member'), accounts: each('account'), sessions: each('session'), companies: [], contacts: [],
  };
}

/** The same in every run. */
function idOf(organizationId: string, kind: string, n: number): string {
  const kinds = ['member', 'account', 'team', 'session'];
  return `0193${(kinds.indexOf(kind) + 0xb).toString(16)}000-0000-7000-8000-${organizationId.slice(-4)}${n.toString(16).padStart(8, '0')}`;
}

function joining(person: Person, place: TestOrganization) {
  return { id: place.members[person], accountId: place.accounts[person], name: nameOf(person, place), email: emailOf(person, place), role: ROLES[person] };
}

function sessionOf(person: Person, { id, sessions, accounts, members }: TestOrganization): NewSession {
  const [openedAt, later] = [new Date(), new Date(Date.now() + 24 * LONG_AGO_MS)];
  return { id: sessions[person], accountId: accounts[person], organizationId: id, memberId: members[person], confinedTo: null, methods: ['password'], openedAt, factorAt: null, idleUntil: later, endsAt: later, place: 'test', device: null };
}

function nameOf(person: Person, { canary }: TestOrganization): string {
  return `${canary} ${person}`;
}

function emailOf(person: Person, { slug }: TestOrganization): string {
  return `${person.toLowerCase()}@${slug}.test`;
}
