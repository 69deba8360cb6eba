import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Authority } from '#platform/access/authority.js';
import { rolesById, type HeldRole } from '#platform/access/standing.query.js';
import { Member } from '../member.js';
import { Revocations } from '../sessions/revocations.js';
import { isLoopback } from './client-fields.js';
import { OauthClient } from './oauth-client.js';
import { forgetClientSecretsOf } from './oauth-client.query.js';
import { scopesOf } from './scopes.js';
import { newClientId } from './subject.js';

/** S16 and S30 for applications: nobody gives one what they lack, and people come back nowhere but where its administrators said. */
@Injectable()
export class ClientRules {
  constructor(
    private readonly authority: Authority,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
    private readonly revocations: Revocations,
  ) {}

  @Before(OauthClient)
  async check(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    await this.authority.mustHaveProved();
    for (const change of changes) {
      const { kind, after, set } = change;
      if (kind === 'delete' || !after) continue;
      if (kind === 'create') set('clientId', newClientId(currentOrganizationId()));
      // Whoever cannot keep a secret, or is only now back again, has none.
      if (kind === 'restore' || (kind === 'update' && after.kind !== 'confidential')) set('digest', null);
      await this.checkValues(change);
      const [role] = after.roleId ? await this.tenancy.read<HeldRole>(rolesById(currentOrganizationId(), [after.roleId as string])) : [];
      if (acting && role) await this.authority.mustHandOut(acting, role);
    }
  }

  @After(OauthClient)
  async takeEffect(): Promise<void> {
    const organizationId = currentOrganizationId();
    await this.tenancy.transaction(async (transaction) => transaction.afterCommit(() => this.revocations.announce({ organizationId })));
  }

  @After(Member, { delete: true })
  async forgetSecrets(changes: Change[]): Promise<void> {
    const gone = changes.map(({ before }) => before!.id as string);
    await this.tenancy.write(forgetClientSecretsOf(currentOrganizationId(), gone));
  }

  private async checkValues({ after, complain }: Change): Promise<void> {
    const redirects = listIn(after!.redirectUris);
    const insecure = redirects.filter((uri) => (after!.kind === 'native' ? uri.startsWith('http:') !== isLoopback(uri) : uri.startsWith('http:')));
    for (const uri of insecure) complain('redirectUris', 'https', `"${uri}" must be https; only an application on a device may use http, and only to its own loopback.`);
    const known = scopesOf(await this.nouns.here());
    for (const scope of listIn(after!.scopes)) if (!known.includes(scope)) complain('scopes', 'unknown', `There is no scope "${scope}".`);
  }
}

/** On its way in, JSON is still the text that will be stored. */
function listIn(value: unknown): string[] {
  return (typeof value === 'string' ? JSON.parse(value) : (value ?? [])) as string[];
}
