import { Injectable } from '@nestjs/common';
import { AccessSource } from '#kernel/gate/access.js';
import { Gate } from '#kernel/gate/gate.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import type { Right } from '#kernel/resource/grants.js';
import type { NamedRole } from './invitation.query.js';

/** S16: an invitation may only name roles whose rights whoever sends it holds themselves. */
@Injectable()
export class RoleGuard {
  constructor(
    private readonly gate: Gate,
    private readonly source: AccessSource,
  ) {}

  async mayInviteTo(_roles: readonly NamedRole[]): Promise<void> {
    const { access } = await this.gate.ability();
    if (!access.rights.some(isEverything) || access.rights.some(({ deny }) => deny)) throw new Forbidden('Only administrators invite.');
  }

  /** S16 S20: whoever has been demoted since gives nobody what they lack themselves. */
  async mayStillInviteTo(memberId: string, _roles: readonly NamedRole[]): Promise<boolean> {
    const access = await this.source.accessOfMember(memberId);
    return access !== null && access.rights.some(isEverything) && !access.rights.some(({ deny }) => deny);
  }
}

function isEverything({ resource, action, reach, fields, where }: Right): boolean {
  return resource === '*' && action === '*' && reach === 'all' && fields === null && where === null;
}
