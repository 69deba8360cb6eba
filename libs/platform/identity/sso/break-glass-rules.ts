import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { OWNER_ROLE } from '#platform/access/hand-out.js';
import { rolesById, type HeldRole } from '#platform/access/standing.query.js';
import { Member } from '../member.js';
import { MemberRole } from '../role.js';
import { Enforcements } from './enforcement.js';

/** Where the provider is the only way in, an owner who does not need it always stays. */
@Injectable()
export class BreakGlassRules {
  constructor(
    private readonly enforcements: Enforcements,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(Member)
  async checkStanding(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      const goes = kind === 'delete' || (kind === 'update' && before!.status === 'active' && after!.status !== 'active');
      if (goes) await this.enforcements.expectAnother(currentOrganizationId(), before!.id as string);
    }
  }

  @Before(MemberRole)
  async checkRoles(changes: Change[]): Promise<void> {
    const organizationId = currentOrganizationId();
    for (const { kind, before, after } of changes) {
      const left = kind === 'delete' || (kind === 'update' && (before!.memberId !== after!.memberId || before!.roleId !== after!.roleId)) ? before! : null;
      if (!left) continue;
      const [role] = await this.tenancy.read<HeldRole>(rolesById(organizationId, [left.roleId as string]));
      if (role?.key === OWNER_ROLE) await this.enforcements.expectAnother(organizationId, left.memberId as string);
    }
  }
}
