import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Conflict, Forbidden } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Authority, type Acting } from '#platform/access/authority.js';
import { gained } from '#platform/access/coverage.js';
import { OWNER_ROLE } from '#platform/access/hand-out.js';
import { rolesById, type HeldRole } from '#platform/access/standing.query.js';
import { Config } from '#platform/config/config.js';
import { Sessions } from '../sessions/sessions.js';
import { enforcement } from './federation.query.js';
import { GroupRole, IdentityProvider } from './identity-provider.js';
import { usableProviders, type ProviderRow } from './provider.query.js';

/** S16 for identity providers: whoever decides whose word counts could become anybody, and whoever names roles gives them away. */
@Injectable()
export class ProviderRules {
  constructor(
    private readonly authority: Authority,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  @Before(IdentityProvider)
  async checkProvider(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    await this.authority.mustHaveProved();
    if (acting) mustBeOwner(acting);
    for (const { kind, before, after, complain } of changes) {
      if (before?.enabled && (kind === 'delete' || (kind === 'update' && !after!.enabled))) await this.expectAnotherWay(before.id as string);
      if (!after) continue;
      this.checkIssuer(after.issuer as string, complain);
      const [role] = after.defaultRoleId ? await this.rolesOf(after.defaultRoleId as string) : [];
      if (role?.key === OWNER_ROLE) complain('defaultRoleId', 'owner', 'Nobody becomes an owner by signing in: map a group to that role, or name another one.');
    }
  }

  /** What another provider has said, or one that does not count any more, holds no longer. */
  @After(IdentityProvider)
  async endSessions(changes: Change[]): Promise<void> {
    const counts = ({ kind, before, after }: Change) => kind === 'create' || kind === 'restore' || (after !== null && before!.issuer === after.issuer && (after.enabled || !before!.enabled));
    if (changes.some((change) => !counts(change))) await this.sessions.endAllConfinedTo(currentOrganizationId(), 'provider-changed');
  }

  @Before(GroupRole)
  async checkGroups(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    await this.authority.mustHaveProved();
    if (!acting) return;
    for (const { before, after } of changes) {
      const roles = await this.rolesOf(...[before?.roleId, after?.roleId].filter((id) => typeof id === 'string'));
      const of = (record: Change['after']) => roles.find(({ id }) => id === record?.roleId);
      const [left, taken] = [of(before), of(after)];
      // Whoever loses the role may be freed of what it forbade them.
      if (left) await this.authority.mustHold(acting, gained(left.rights, [], await this.nouns.here()));
      if (left?.key === OWNER_ROLE) this.authority.mustBeOwner(acting);
      if (taken) await this.authority.mustHandOut(acting, taken);
    }
  }

  private rolesOf(...ids: string[]): Promise<HeldRole[]> {
    return this.tenancy.read<HeldRole>(rolesById(currentOrganizationId(), ids));
  }

  private checkIssuer(issuer: string, complain: Change['complain']): void {
    const url = URL.canParse(issuer) ? new URL(issuer) : null;
    if (!url || url.username !== '' || url.search !== '' || url.hash !== '') complain('issuer', 'issuer', 'Must be the address of the provider, as it writes it itself.');
    else if (url.protocol !== 'https:' && this.config.nodeEnv === 'production') complain('issuer', 'https', 'Must begin with https.');
  }

  private async expectAnotherWay(without: string): Promise<void> {
    const organizationId = currentOrganizationId();
    const [{ enforced } = { enforced: false }] = await this.platform.query<{ enforced: boolean }>(enforcement(organizationId));
    if (!enforced) return;
    const others = (await this.tenancy.read<ProviderRow>(usableProviders(organizationId))).filter(({ id }) => id !== without);
    if (others.length === 0) throw new Conflict('Members come in through this provider alone. Let them sign in otherwise first, at /auth/sso/enforcement.');
  }
}

export function mustBeOwner({ roles }: Acting): void {
  if (!roles.some(({ key }) => key === OWNER_ROLE)) throw new Forbidden('What an identity provider says counts for everybody here, for owners too: only an owner enters or changes one and its domains.');
}
