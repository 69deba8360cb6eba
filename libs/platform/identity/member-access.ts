import { Injectable } from '@nestjs/common';
import { AccessSource, type Access } from '#kernel/gate/access.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { accessOf, type AccessRow } from './access.query.js';
import { standingOf, type Standing } from './account.query.js';
import { SessionWatch } from './sessions/session-watch.js';

/** The rights of a member are the sum of those of their roles, while account, organisation and member are all active. */
@Injectable()
export class MemberAccess extends AccessSource {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly watch: SessionWatch,
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
    };
  }

  override stillWelcome(): void | Promise<void> {
    return this.watch.expectWelcome();
  }
}

/** Whoever is in no team is a team of one. */
function withSelf(ids: string[], memberId: string): string[] {
  return ids.includes(memberId) ? ids : [...ids, memberId];
}
