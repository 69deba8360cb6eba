import { Conflict } from '#kernel/pipeline/problem.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Invitation } from './invitation.js';
import { revokeInvitationsOf } from './invitation.query.js';

/** Its link opens nothing any more. */
@Action(Invitation, 'revoke', { say: 'Revoke invitation' })
export class RevokeInvitation {
  constructor(private readonly tenancy: Tenancy) {}

  async run({ status, email }: Invitation, _input: object, { tell }: Act): Promise<void> {
    if (status !== 'pending') throw new Conflict('This invitation is not open any more.');
    await this.tenancy.write(revokeInvitationsOf(currentOrganizationId(), email, currentScope().clock.now()));
    await tell('invitation.revoked');
  }
}
