import { vi } from 'vitest';
import { createServer, type AddressInfo } from 'node:net';
import { Names } from '#platform/outbound/names.js';
import { TwoTenants, type Caller, type Tenant } from '#test/worlds/two-tenants.js';
import { CLIENT, ForeignProvider, type Person } from './foreign-provider.js';
import { Browser, type Arrival } from './oauth-world.js';
import { ask, read } from './people.js';

const PROVIDERS = '/api/v1/identity/identity-providers';
const DOMAINS = '/api/v1/identity/sign-in-domains';

/** The API on a port of its own, and an identity provider for each of the two organisations on another. */
export class SsoWorld {
  private constructor(
    readonly tenants: TwoTenants,
    readonly url: string,
    readonly foreign: Readonly<Record<Tenant, ForeignProvider>>,
    /** What stands in the DNS as text; other names say nothing. */
    readonly dns: Map<string, string[]>,
  ) {}

  /** `more` are further hosts that may be reached. */
  static async create(more: string[] = []): Promise<SsoWorld> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const ids = { A: '0193aaaa-0000-7000-8000-000000000001', B: '0193aaaa-0000-7000-8000-000000000002' };
    const [A, B] = await Promise.all([ids.A, ids.B].map((id) => ForeignProvider.create([`${url}/sso/callback/${id}`])));
    const tenants = await TwoTenants.create({ PUBLIC_URL: url, OUTBOUND_HOSTS: [A!.host, B!.host, ...more].join(',') });
    const dns = new Map<string, string[]>();
    vi.spyOn(tenants.get(Names), 'texts').mockImplementation((name) => Promise.resolve(dns.get(name) ?? []));
    await tenants.app.listen({ port, host: '127.0.0.1' });
    return new SsoWorld(tenants, url, { A: A!, B: B! }, dns);
  }

  async close(): Promise<void> {
    await this.tenants.close();
    await Promise.all([this.foreign.A.close(), this.foreign.B.close()]);
  }

  /** As an administrator does it: the provider, the domain, the text in the DNS. Gives the id of the provider. */
  async setUp(tenant: Tenant, values: object = {}, domain = `tenant-${tenant.toLowerCase()}.test`): Promise<string> {
    const id = await this.provider(tenant, values);
    await this.domain(tenant, id, domain);
    return id;
  }

  async provider(tenant: Tenant, values: object = {}): Promise<string> {
    const given = { name: 'Ours', issuer: this.foreign[tenant].issuer, ...CLIENT, scopes: ['email', 'profile', 'groups'], groupsClaim: 'groups', defaultRoleId: await this.roleId(tenant, 'viewer'), ...values };
    return read<{ id: string }>(await this.tenants.as(tenant, 'owner').post(PROVIDERS, given), 201).id;
  }

  async domain(tenant: Tenant, providerId: string, name: string): Promise<string> {
    const owner = this.tenants.as(tenant, 'owner');
    const { id, proof } = read<{ id: string; proof: string }>(await owner.post(DOMAINS, { name, providerId }), 201);
    this.dns.set(`_tessera-sign-in.${name}`, [proof]);
    read(await owner.post(`/api/v1/auth/sso/domains/${id}/verify`));
    return id;
  }

  async roleId(tenant: Tenant, key: string): Promise<string> {
    const { id } = this.tenants.organizations[tenant];
    const [role] = await this.tenants.inside(tenant, (tenancy) => tenancy.read<{ id: string }>({ text: 'SELECT id FROM role WHERE organization_id = $1 AND key = $2 AND deleted_at IS NULL', values: [id, key] }));
    return role!.id;
  }

  async map(tenant: Tenant, providerId: string, group: string, role: string): Promise<void> {
    read(await this.tenants.as(tenant, 'owner').post('/api/v1/identity/group-roles', { providerId, name: group, roleId: await this.roleId(tenant, role) }), 201);
  }

  browser(): Browser {
    return new Browser(this.url, {});
  }

  /** What a page of ours does. */
  start(browser: Browser, email: string, returnTo = '/api/v1/me', headers: Record<string, string> = {}): Promise<Arrival> {
    return browser.open(`${this.url}/api/v1/auth/sso/start`, { method: 'POST', body: JSON.stringify({ email, returnTo }), headers: { 'content-type': 'application/json', 'x-tessera-request': '1', origin: this.url, ...headers } });
  }

  async goUrl(browser: Browser, email: string): Promise<string> {
    return (JSON.parse((await this.start(browser, email)).html) as { url: string }).url;
  }

  /** To the provider of the tenant and to the address by which it leads back, which is not opened yet. */
  async wayBack(tenant: Tenant, browser: Browser, person: Person, goUrl: string): Promise<string> {
    this.foreign[tenant].person = person;
    const away = await browser.open(goUrl);
    if (!away.url.startsWith(this.foreign[tenant].issuer)) throw new Error(`Not led away: ${away.status} ${away.html}`);
    return (await new Browser(this.foreign[tenant].issuer, {}).open(away.url)).url;
  }

  /** The whole way, as a person goes it. */
  async comeIn(tenant: Tenant, person: Person, browser = this.browser()): Promise<Arrival> {
    const url = await this.goUrl(browser, person.email ?? `any@tenant-${tenant.toLowerCase()}.test`);
    return browser.open(await this.wayBack(tenant, browser, person, url));
  }

  async inside(tenant: Tenant, person: Person): Promise<{ caller: Caller; browser: Browser; me: Me }> {
    const browser = this.browser();
    const arrived = await this.comeIn(tenant, person, browser);
    if (arrived.status !== 200) throw new Error(`Not let in: ${arrived.status} ${arrived.html}`);
    return { caller: this.tenants.withToken(browser.cookies['tessera-access']!), browser, me: JSON.parse(arrived.html) as Me };
  }

  async facts(tenant: Tenant, what: string): Promise<Record<string, unknown>[]> {
    const rows = await this.tenants.inside(tenant, (tenancy) => tenancy.read<{ data: Record<string, unknown> }>({ text: `SELECT after AS data FROM ledger_entry WHERE organization_id = $1 AND kind = 'fact' AND what = $2 ORDER BY id`, values: [this.tenants.organizations[tenant].id, what] }));
    return rows.map(({ data }) => data);
  }

  /** All that a provider has opened. */
  sessions(): Promise<unknown[]> {
    return this.ask('SELECT id FROM session WHERE confined_to IS NOT NULL');
  }

  ask<R>(text: string, values: unknown[] = []): Promise<R[]> {
    return ask<R>(this.tenants, text, values);
  }
}

export interface Me {
  account: { id: string; email: string; superAdmin: boolean };
  organization: { slug: string };
  member: { id: string; name: string };
  roles: string[];
  organizations: { slug: string }[];
}

/** Why somebody was not let in, as the page says it. */
export function reasonOf({ status, html }: Arrival): string {
  return `${status} ${/<code>([^<]*)<\/code>/.exec(html)?.[1] ?? html}`;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
