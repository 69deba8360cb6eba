import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
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
    for (const memberId of await this.formerOwners(changes)) await this.enforcements.expectAnother(currentOrganizationId(), memberId);
  }

  @After(MemberRole)
  async unmark(changes: Change[]): Promise<void> {
    for (const memberId of await this.formerOwners(changes)) await this.enforcements.unmark(currentOrganizationId(), memberId);
  }

  private async formerOwners(changes: Change[]): Promise<string[]> {
    const left = changes.filter(({ kind, before, after }) => kind === 'delete' || (kind === 'update' && (before!.memberId !== after!.memberId || before!.roleId !== after!.roleId))).map(({ before }) => before!);
    const roles = left.length === 0 ? [] : await this.tenancy.read<HeldRole>(rolesById(currentOrganizationId(), left.map(({ roleId }) => roleId as string)));
    return left.filter(({ roleId }) => roles.some(({ id, key }) => id === roleId && key === OWNER_ROLE)).map(({ memberId }) => memberId as string);
  }
}
