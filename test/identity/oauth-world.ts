import { createServer, type AddressInfo } from 'node:net';
import * as client from 'openid-client';
import { Passwords } from '#platform/identity/passwords.js';
import { TwoTenants, type Person, type Tenant } from '#test/worlds/two-tenants.js';

export const BACK = 'https://app.example.com/callback';

export interface Application {
  id: string;
  clientId: string;
  clientSecret: string | null;
}

/** The API on a port of its own, as applications and browsers reach it. */
export class OauthWorld {
  private constructor(
    readonly tenants: TwoTenants,
    readonly url: string,
  ) {}

  static async create(): Promise<OauthWorld> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const tenants = await TwoTenants.create({ PUBLIC_URL: url });
    await tenants.app.listen({ port, host: '127.0.0.1' });
    return new OauthWorld(tenants, url);
  }

  close(): Promise<void> {
    return this.tenants.close();
  }

  async application(tenant: Tenant, values: object = {}): Promise<Application> {
    const owner = this.tenants.as(tenant, 'owner');
    const made = await owner.post('/api/v1/identity/oauth-clients', { name: 'Reports', kind: 'confidential', redirectUris: [BACK], scopes: ['openid', 'profile', 'read', 'write'], ...values });
    if (made.statusCode !== 201) throw new Error(`${made.statusCode} ${made.body}`);
    const { id, clientId, kind } = JSON.parse(made.body) as { id: string; clientId: string; kind: string };
    const secret = kind === 'confidential' ? await owner.post(`/api/v1/auth/clients/${id}/secret`) : null;
    if (secret && secret.statusCode !== 201) throw new Error(`${secret.statusCode} ${secret.body}`);
    return { id, clientId, clientSecret: secret && (JSON.parse(secret.body) as { clientSecret: string }).clientSecret };
  }

  /** As the strict client of another project sees the server. */
  discover({ clientId, clientSecret }: Application): Promise<client.Configuration> {
    return client.discovery(new URL(`${this.url}/oauth`), clientId, undefined, clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret), { execute: [client.allowInsecureRequests] });
  }

  browser(tenant?: Tenant, person?: Person): Browser {
    return new Browser(this.url, tenant && person ? { 'tessera-access': this.tenants.token(tenant, person) } : {});
  }

  async setPassword(tenant: Tenant, person: Person, password: string): Promise<string> {
    const hash = await this.tenants.get(Passwords).hash(password);
    const [row] = await this.tenants.platform((platform) => platform.query<{ email: string }>({ text: 'UPDATE account SET password_hash = $2 WHERE id = $1 RETURNING email', values: [this.tenants.organizations[tenant].accounts[person], hash] }));
    return row!.email;
  }
}

export interface Arrival {
  status: number;
  url: string;
  html: string;
  headers: Headers;
}

/** Keeps cookies and follows the way as long as it stays with us. */
export class Browser {
  language = 'en';

  constructor(
    private readonly home: string,
    readonly cookies: Record<string, string>,
  ) {}

  async open(url: string, init: RequestInit = {}): Promise<Arrival> {
    const cookie = Object.entries(this.cookies).map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { 'accept-language': this.language, ...(init.headers as Record<string, string>), ...(cookie && { cookie }) } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) delete this.cookies[name];
      else this.cookies[name] = value;
    }
    const location = answer.headers.get('location');
    const next = location && new URL(location, url).href;
    if (next && !next.startsWith(`${this.home}/`)) return { status: answer.status, url: next, html: '', headers: answer.headers };
    if (next) return this.open(next);
    return { status: answer.status, url, html: await answer.text(), headers: answer.headers };
  }

  send(url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Arrival> {
    return this.open(url, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.home, ...headers } });
  }

  /** Says yes on whatever page asks. */
  async agree(page: Arrival, fields: Record<string, string> = {}): Promise<Arrival> {
    const organization = /name="organization" value="([^"]+)"|<option value="([^"]+)"/.exec(page.html);
    if (!organization) throw new Error(`Nothing to agree to: ${page.status} ${page.html}`);
    return this.send(page.url, { step: 'allow', organization: (organization[1] ?? organization[2])!, ...fields });
  }
}

export interface Begun {
  url: URL;
  verifier: string;
  state: string;
}

export async function begin(config: client.Configuration, more: Record<string, string> = {}): Promise<Begun> {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const asked = { redirect_uri: BACK, scope: 'openid profile read write', code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', state, ...more };
  return { url: client.buildAuthorizationUrl(config, asked), verifier, state };
}

/** All the way to the tokens. */
export async function letIn(browser: Browser, config: client.Configuration, more: Record<string, string> = {}): Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers> {
  const { url, verifier, state } = await begin(config, more);
  const page = await browser.open(url.href);
  const back = page.html === '' ? page : await browser.agree(page);
  return client.authorizationCodeGrant(config, new URL(back.url), { pkceCodeVerifier: verifier, expectedState: state });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
