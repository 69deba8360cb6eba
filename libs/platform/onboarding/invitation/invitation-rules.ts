import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { addressKey } from '#platform/identity/account.js';
import { Member } from '#platform/identity/member.js';
import { Invitation } from './invitation.js';
import { InvitationMail } from './invitation-mail.js';
import { dropLink, revokeInvitationsOf, rolesByKey, standingOfAddress, type AddressStanding, type NamedRole } from './invitation.query.js';
import { RoleGuard } from './role-guard.js';

export const INVITATION_LIFE_MS = 7 * 24 * 60 * 60_000;
const MOST_ROLES = 10;
const FIXED = ['email', 'roles'];

/** Who may be asked, for which roles; and what ends an invitation beside its being accepted. */
@Injectable()
export class InvitationRules {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly mails: InvitationMail,
    private readonly guard: RoleGuard,
  ) {}

  @Before(Invitation)
  async check(changes: Change[]): Promise<void> {
    for (const change of changes) {
      const { kind, before, after, complain } = change;
      if (kind === 'create') await this.checkNew(change);
      if (kind === 'update') for (const name of FIXED) if (JSON.stringify(before![name]) !== JSON.stringify(after![name])) complain(name, 'fixed', 'Cannot be changed. Revoke the invitation and send another one.');
      if (kind === 'restore') complain('status', 'ended', 'What was deleted opens nothing any more. Send another invitation.');
    }
  }

  @After(Invitation)
  async send(changes: Change[]): Promise<void> {
    const organizationId = currentOrganizationId();
    for (const { kind, before, after } of changes) {
      if (kind === 'delete') await this.tenancy.write(dropLink(organizationId, before!.id as string));
      if (kind !== 'create') continue;
      const { id, email, language, expiresAt, roles } = after as unknown as Invitation;
      const named = await this.tenancy.read<NamedRole>(rolesByKey(organizationId, roles));
      await this.tenancy.transaction(async (transaction) => {
        await this.mails.send(transaction, { id, email, language, expiresAt: new Date(expiresAt!), roleIds: named.map((role) => role.id) });
        await transaction.query(factStatement('invitation.sent', 'invitation', id, { roles }));
      });
    }
  }

  /** S20: whoever is sent away must not come back by an invitation that is still in their mailbox. */
  @After(Member)
  async endWithMember(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      const leaves = kind === 'delete' || (kind === 'update' && before!.status === 'active' && after!.status !== 'active');
      if (leaves) await this.tenancy.write(revokeInvitationsOf(currentOrganizationId(), before!.email as string, currentScope().clock.now()));
    }
  }

  private async checkNew({ after, complain, set }: Change): Promise<void> {
    const { email } = after as unknown as Invitation;
    const roles = (after!.roles ?? []) as string[];
    const organizationId = currentOrganizationId();
    const now = currentScope().clock.now();
    if (roles.length === 0) return complain('roles', 'required', 'Must name at least one role.');
    if (roles.length > MOST_ROLES) return complain('roles', 'length', `Name at most ${MOST_ROLES} roles.`);
    const named = await this.tenancy.read<NamedRole>(rolesByKey(organizationId, roles));
    const unknown = roles.filter((key) => !named.some((role) => role.key === key));
    if (unknown.length > 0) return complain('roles', 'unknown', `There is no role "${unknown[0]}". Name roles by their key, such as viewer.`);
    await this.guard.mayInviteTo(named);
    const [standing] = await this.tenancy.read<AddressStanding>(standingOfAddress(organizationId, email));
    if (standing?.isMember) return complain('email', 'member', 'Is the address of a member already.');
    if (standing?.pendingUntil && standing.pendingUntil > now) return complain('email', 'pending', 'Has an invitation that is still open. Send that one again, or revoke it first.');
    if (standing?.pendingUntil) await this.tenancy.write(revokeInvitationsOf(organizationId, email, now));
    set('pendingFor', addressKey(email));
    set('expiresAt', new Date(now.getTime() + INVITATION_LIFE_MS).toISOString());
  }
}
