import { Conflict } from '#kernel/pipeline/problem.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Invitation } from './invitation.js';
import { InvitationMail } from './invitation-mail.js';
import { prolongInvitation, rolesByKey, type NamedRole } from './invitation.query.js';
import { INVITATION_LIFE_MS } from './invitation-rules.js';
import { RoleGuard } from './role-guard.js';

/** With a new link and its full time again; the former link opens nothing any more. */
@Action(Invitation, 'resend', { say: 'Send invitation again' })
export class ResendInvitation {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly mails: InvitationMail,
    private readonly guard: RoleGuard,
  ) {}

  async run({ id, status, email, language, roles }: Invitation, _input: object, { tell }: Act): Promise<void> {
    if (status !== 'pending') throw new Conflict('Only an invitation that is still open can be sent again. Send a new one.');
    const organizationId = currentOrganizationId();
    const named = await this.tenancy.read<NamedRole>(rolesByKey(organizationId, roles));
    if (named.length !== roles.length) throw new Conflict('A role of this invitation is not there any more. Revoke it and send a new one.');
    await this.guard.mayInviteTo(named);
    const now = currentScope().clock.now();
    const expiresAt = new Date(now.getTime() + INVITATION_LIFE_MS);
    await this.tenancy.transaction(async (transaction) => {
      await transaction.query(prolongInvitation(organizationId, id, expiresAt, now));
      await this.mails.send(transaction, { id, email, language, expiresAt, roleIds: named.map((role) => role.id) });
    });
    await tell('invitation.resent');
  }
}
