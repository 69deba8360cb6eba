import { Injectable } from '@nestjs/common';
import { AccessSource } from '#kernel/gate/access.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Authority } from '#platform/access/authority.js';
import { mayHandOut, OWNER_ROLE } from '#platform/access/hand-out.js';
import type { NamedRole } from './invitation.query.js';

/** S16: an invitation may only name roles whose rights whoever sends it holds themselves. */
@Injectable()
export class RoleGuard {
  constructor(
    private readonly authority: Authority,
    private readonly source: AccessSource,
    private readonly nouns: Nouns,
  ) {}

  async mayInviteTo(roles: readonly NamedRole[]): Promise<void> {
    const acting = await this.authority.acting();
    if (!acting) return;
    if (roles.some(({ key }) => key === OWNER_ROLE)) this.authority.mustBeOwner(acting);
    await this.authority.mustHold(acting, roles.flatMap(({ rights }) => rights));
  }

  /** S20: whoever has been demoted since gives nobody what they lack by now. */
  async mayStillInviteTo(memberId: string, roles: readonly NamedRole[]): Promise<boolean> {
    const access = await this.source.accessOfMember(memberId);
    return access !== null && mayHandOut(access, roles, await this.nouns.here()) === null;
  }
}
