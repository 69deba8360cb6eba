import { randomBytes } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { SignedIn } from '#platform/identity/sign-in.js';
import { PostOffice } from '#test/mail/post-office.js';
import { MACHINERY } from '#test/worlds/rows.js';
import { TwoTenants, type Caller, type Tenant } from '#test/worlds/two-tenants.js';

export const PASSWORD = 'a long enough password';

type Options = Parameters<Caller['post']>[2];

interface Entry {
  what: string;
  actor_id: string | null;
  after: Record<string, unknown> | null;
}

/** The two tenants, and people who are about to come in: their mailboxes, and networks where nobody has tried anything yet. */
export class Newcomers {
  private places = 0;

  private constructor(
    readonly world: TwoTenants,
    readonly office: PostOffice,
  ) {}

  static async create(environment: Record<string, string> = {}): Promise<Newcomers> {
    const office = await PostOffice.open();
    const world = await TwoTenants.create({ ...office.environment, ...environment });
    await office.work(world.database, environment);
    return new Newcomers(world, office);
  }

  /** An address that nobody has used before. */
  address(name = 'ada'): string {
    return `${name}-${randomBytes(6).toString('hex')}@newcomer.example`;
  }

  /** Without being signed in, from a network of its own. */
  post(url: string, payload: object, options: Options = {}): Promise<LightMyRequestResponse> {
    return this.world.as('A', 'anon').post(`/api/v1/${url}`, payload, { remoteAddress: this.place(), ...options });
  }

  place(): string {
    this.places += 1;
    return `10.7.${this.places >> 8}.${this.places & 255}`;
  }

  async register(email: string, password = PASSWORD, name = 'Ada Lovelace'): Promise<void> {
    const before = this.office.sink.to(email).length;
    await this.post('auth/registration', { email });
    const { tokens } = await this.office.letter(email, before);
    const { statusCode, body } = await this.post('auth/registration/confirm', { token: tokens[0], name, password });
    if (statusCode !== 201) throw new Error(`Nobody was registered: ${statusCode} ${body}`);
  }

  async signIn(email: string, password = PASSWORD, organization?: string): Promise<Caller> {
    const answer = await this.post('auth/sign-in', { email, password, organization });
    if (answer.statusCode !== 200) throw new Error(`Nobody could sign in: ${answer.statusCode} ${answer.body}`);
    return this.world.withToken(answer.json<SignedIn>().accessToken);
  }

  async canSignIn(email: string, password = PASSWORD): Promise<boolean> {
    return (await this.post('auth/sign-in', { email, password })).statusCode === 200;
  }

  /** By an administrator of the tenant; answers with the invitation and the token in the mail. */
  async invite(email: string, roles = ['sales-rep'], tenant: Tenant = 'A'): Promise<{ id: string; token: string }> {
    const before = this.office.sink.to(email).length;
    const answer = await this.world.as(tenant, 'admin').post('/api/v1/identity/invitations', { email, roles });
    if (answer.statusCode !== 201) throw new Error(`Nobody was invited: ${answer.statusCode} ${answer.body}`);
    const { tokens } = await this.office.letter(email, before);
    return { id: answer.json<{ id: string }>().id, token: tokens[0]! };
  }

  facts(organizationId: string, recordId: string): Promise<Entry[]> {
    return inOrganization(organizationId, MACHINERY, () =>
      this.world.get(Tenancy).read<Entry>({ text: `SELECT what, actor_id, after FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 AND kind = 'fact' ORDER BY id`, values: [organizationId, recordId] }));
  }

  platform<R>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.world.platform((platform) => platform.query<R>({ text, values }));
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.office.close();
  }
}

/** A refusal without what differs from one request to the next. */
export function refusal({ statusCode, headers, body }: LightMyRequestResponse): unknown {
  const { requestId: _requestId, instance: _instance, ...problem } = JSON.parse(body) as Record<string, unknown>;
  return { statusCode, type: headers['content-type'], problem };
}
