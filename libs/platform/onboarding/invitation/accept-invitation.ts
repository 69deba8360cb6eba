import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Forbidden, Invalid, Problem } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { addressKey, type Account } from '#platform/identity/account.js';
import { AccountEvents } from '#platform/identity/account-events.js';
import { accountByAddress } from '#platform/identity/account.query.js';
import { activeMember, addMember } from '#platform/identity/member.query.js';
import { Passwords } from '#platform/identity/passwords.js';
import type { Device } from '#platform/identity/sessions/session.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById, standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { LinkNotValid } from '../link-token.js';
import { openAccount } from '../account/account-change.query.js';
import { acceptInvitation, dropLink, giveRole, invitationBy, lockInvitation, takeSeat, type OpenInvitation } from './invitation.query.js';
import { readInvitationToken } from './invitation-token.js';
import { RoleGuard } from './role-guard.js';

/** Somebody without an account says how they want to be called and what they want to sign in with. */
export interface NewPerson {
  name?: string;
  password?: string;
}

export interface Accepted {
  organization: Pick<Organization, 'id' | 'slug' | 'name'>;
  email: string;
}

interface Found {
  invitation: OpenInvitation & { roles: NonNullable<OpenInvitation['roles']> };
  organization: Organization;
  account: Account | null;
}

interface Joining {
  accountId: string;
  memberId: string;
  name: string;
  /** Null for somebody who has an account already. */
  passwordHash: string | null;
}

/** How an invitation becomes a membership: once, and for the address it was sent to. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly passwords: Passwords,
    private readonly guard: RoleGuard,
    private readonly events: AccountEvents,
  ) {}

  /** For whoever holds the link: what it is about, and whether they must sign in or become somebody first. */
  async look(token: string): Promise<{ organization: string; inviter: string | null; email: string; expiresAt: string; hasAccount: boolean }> {
    const { invitation, organization, account } = await this.find(token);
    return { organization: organization.name, inviter: invitation.inviter, email: invitation.email, expiresAt: invitation.expiresAt.toISOString(), hasAccount: account !== null };
  }

  async accept(token: string, person: NewPerson, device: Device): Promise<Accepted> {
    const { hash } = readInvitationToken(token) ?? {};
    const { invitation, organization, account } = await this.find(token);
    const joining = account ? this.known(account) : await this.newcomer(invitation.email, person);
    const { accountId, memberId } = joining;
    await inOrganization(organization.id, { kind: 'member', accountId, memberId }, () =>
      this.tenancy.transaction(async (transaction) => {
        await transaction.query(lockInvitation(organization.id, hash!));
        await this.join(transaction, organization.id, await this.stillOpen(transaction, organization.id, hash!), joining);
        // Last, while the invitation is held: should this commit and the other not, nobody is a member yet and the link still opens.
        await this.seat(organization.id, invitation.email, joining);
      }),
    );
    await this.events.tell('invitation-accepted', { accountId, device, data: { organization: organization.id }, where: null });
    return { organization: { id: organization.id, slug: organization.slug, name: organization.name }, email: invitation.email };
  }

  private async find(token: string): Promise<Found> {
    const { organizationId, hash } = readInvitationToken(token) ?? {};
    if (!organizationId || !hash) throw new LinkNotValid();
    const [standing] = await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId));
    if (standing?.status !== 'active') throw new LinkNotValid();
    const invitation = await inOrganization(organizationId, currentScope().actor, () => this.tenancy.transaction((transaction) => this.stillOpen(transaction, organizationId, hash)));
    const [account] = await this.platform.query<Account>(accountByAddress(addressKey(invitation.email)));
    if (account && account.status !== 'active') throw new LinkNotValid();
    const [organization] = await this.platform.query<Organization>(organizationById(organizationId));
    return { invitation, organization: organization!, account: account ?? null };
  }

  /** S20: as things stand now, not as they stood when it was sent. */
  private async stillOpen(transaction: Transaction, organizationId: string, hash: Buffer): Promise<Found['invitation']> {
    const [invitation] = await transaction.query<OpenInvitation>(invitationBy(organizationId, hash, currentScope().clock.now()));
    const { roles, sentBy, inviter } = invitation ?? {};
    if (!invitation || !roles || (sentBy && !inviter)) throw new LinkNotValid();
    if (sentBy && !(await this.guard.mayStillInviteTo(sentBy, roles))) throw new LinkNotValid();
    return { ...invitation, roles };
  }

  private known({ id, name }: Account): Joining {
    const accountId = signedInAs();
    if (accountId === null) throw new Problem(401, 'sign-in-first', 'Sign in first', 'There is an account with the address of this invitation. Sign in with it, then accept.');
    if (accountId !== id) throw new Forbidden('This invitation is for another e-mail address than yours. Sign in with that one.');
    return { accountId: id, memberId: uuidv7(), name, passwordHash: null };
  }

  private async newcomer(email: string, { name, password }: NewPerson): Promise<Joining> {
    if (signedInAs() !== null) throw new Forbidden('This invitation is for another e-mail address than yours. Sign out, then open it again.');
    const missing = [...(name ? [] : ['name']), ...(password ? [] : ['password'])];
    if (missing.length > 0) throw new Invalid(missing.map((at) => ({ at, rule: 'required', say: 'Is needed, since you have no account yet.' })));
    return { accountId: uuidv7(), memberId: uuidv7(), name: name!, passwordHash: await this.passwords.hash(password!, [name!, email]) };
  }

  private async join(transaction: Transaction, organizationId: string, { id, email, roles }: Found['invitation'], { memberId, name }: Joining): Promise<void> {
    await transaction.query(addMember(organizationId, { id: memberId, name, email }));
    const [member] = await transaction.query(activeMember(organizationId, memberId));
    if (!member) throw new LinkNotValid();
    for (const role of roles) await transaction.query(giveRole(organizationId, memberId, role.id));
    await transaction.query(acceptInvitation(organizationId, id, memberId, currentScope().clock.now()));
    await transaction.query(dropLink(organizationId, id));
    await transaction.query(factStatement('invitation.accepted', 'invitation', id, { memberId, roles: roles.map(({ key }) => key) }));
  }

  private async seat(organizationId: string, email: string, { accountId, memberId, name, passwordHash }: Joining): Promise<void> {
    await this.platform.transaction(async (transaction) => {
      if (passwordHash !== null) {
        const [account] = await transaction.query(openAccount(accountId, email, name, passwordHash));
        // Somebody has opened an account with this address a moment ago.
        if (!account) throw new LinkNotValid();
      }
      await transaction.query(takeSeat(organizationId, accountId, memberId));
    });
  }
}

/** A person; no key of theirs accepts anything. */
function signedInAs(): string | null {
  const { actor } = currentScope();
  return actor.kind === 'member' || actor.kind === 'account' ? actor.accountId : null;
}
