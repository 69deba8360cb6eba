import { Injectable } from '@nestjs/common';
import { AccessSource, type Access } from '#kernel/gate/access.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope, type Actor } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { PRODUCT_MODULES } from '#platform/organizations/organization.js';
import { accessOf, type AccessRow } from './access.query.js';
import { standingOf, type Standing } from './account.query.js';
import { rightsOfKey, type KeyRights } from './keys/api-key.query.js';
import { rightsOfScopes } from './keys/key-scopes.js';
import { rightsOfClient, type ClientRights } from './oauth/oauth-client.query.js';
import { rightsWithin } from './oauth/scopes.js';
import { SessionWatch } from './sessions/session-watch.js';

/** The rights of a member are the sum of those of their roles, while account, organisation and member are all active. */
@Injectable()
export class MemberAccess extends AccessSource {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly watch: SessionWatch,
    private readonly nouns: Nouns,
  ) {
    super();
  }

  override async accessOfMember(memberId: string): Promise<Access | null> {
    const organizationId = currentOrganizationId();
    const [[row], [standing]] = await Promise.all([
      this.tenancy.read<AccessRow>(accessOf(organizationId, memberId)),
      this.platform.query<Standing>(standingOf(organizationId, memberId)),
    ]);
    if (!row || !standing) return null;
    return {
      memberId,
      teamMemberIds: withSelf(row.team_member_ids, memberId),
      treeMemberIds: withSelf(row.tree_member_ids, memberId),
      rights: row.rights.flat(),
      roles: row.roles,
      timeZone: row.time_zone ?? standing.timeZone,
      language: row.language ?? standing.language,
      modulesOff: PRODUCT_MODULES.filter((module) => !standing.modules.includes(module)),
    };
  }

  /** What its role allows, within its scopes, and within what the member that it works for may do at this moment. */
  override async accessOfKey(keyId: string): Promise<Access | null> {
    const [[key], registry] = await Promise.all([this.tenancy.read<KeyRights>(rightsOfKey(currentOrganizationId(), keyId, currentScope().clock.now())), this.nouns.here()]);
    const maker = key && (await this.accessOfMember(key.ownerId));
    return maker ? { ...maker, rights: key.rights, roles: [key.role], within: { ...maker, rights: rightsOfScopes(key.scopes, registry), within: maker } } : null;
  }

  /** On behalf of a member: what they may, within the scopes. As itself: its role, within the scopes and what its owner may. */
  override async accessOfClient({ clientId, memberId, scopes, onBehalf }: Actor & { kind: 'client' }): Promise<Access | null> {
    const [member, registry] = await Promise.all([this.accessOfMember(memberId), this.nouns.here()]);
    if (!member) return null;
    const within = { ...member, rights: rightsWithin(scopes.split(' '), registry) };
    if (onBehalf) return { ...member, within };
    const [client] = await this.tenancy.read<ClientRights>(rightsOfClient(currentOrganizationId(), clientId));
    return client?.ownerId === memberId ? { ...member, rights: client.rights, roles: [client.role], within: { ...within, within: member } } : null;
  }

  override stillWelcome(): void | Promise<void> {
    return this.watch.expectWelcome();
  }
}

/** Whoever is in no team is a team of one. */
function withSelf(ids: string[], memberId: string): string[] {
  return ids.includes(memberId) ? ids : [...ids, memberId];
}
