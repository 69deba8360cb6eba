import { Injectable } from '@nestjs/common';
import { AccessSource, type Access } from '#kernel/gate/access.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { accessOf, type AccessRow } from './access.query.js';

/** The rights of a member are the sum of those of their roles. */
@Injectable()
export class MemberAccess extends AccessSource {
  constructor(private readonly tenancy: Tenancy) {
    super();
  }

  override async accessOfMember(memberId: string): Promise<Access | null> {
    const [row] = await this.tenancy.read<AccessRow>(accessOf(currentOrganizationId(), memberId));
    if (!row) return null;
    return {
      memberId,
      teamMemberIds: withSelf(row.team_member_ids, memberId),
      treeMemberIds: withSelf(row.tree_member_ids, memberId),
      rights: row.rights.flat(),
      roles: row.roles,
      timeZone: row.time_zone ?? 'UTC',
      language: row.language ?? 'en',
    };
  }
}

/** Whoever is in no team is a team of one. */
function withSelf(ids: string[], memberId: string): string[] {
  return ids.includes(memberId) ? ids : [...ids, memberId];
}
