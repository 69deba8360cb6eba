import { Injectable } from '@nestjs/common';
import { mailboxOf } from '#kernel/field/email.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Revocations } from '../sessions/revocations.js';
import { addressKey, type Account } from '../account.js';
import { AccountEvents } from '../account-events.js';
import { accountByAddress, accountById } from '../account.query.js';
import { activeMember, addMember } from '../member.query.js';
import { linkAccount, linkedAccount, linksOf, openFederatedAccount, seatOfAccount, seatOfMember, takeFreeSeat, useLink, verifiedDomain, type SeatOfAccount, type VerifiedDomain } from './federation.query.js';
import { GroupRoles } from './group-roles.js';
import { NotLetIn } from './let-in.js';
import { memberByAddress, memberById, type MemberStanding } from './provider.query.js';
import { domainOfAddress } from './public-domains.js';
import type { Provider, Vouched } from './relying-party.js';

/** What has to be made before somebody can come in; null is there already. */
interface Coming {
  account: Account;
  memberId: string;
  isLinked: boolean;
  hasAccount: boolean;
  hasSeat: boolean;
  hasMember: boolean;
}

/** Somebody may have been quicker with the same, such as another browser of the same person: look again before it is said. */
class Overtaken extends NotLetIn {}

const MOST_LOOKS = 3;

/** Which of our people a provider means. Its word makes somebody a member of its own organisation, and touches nothing that they are elsewhere. */
@Injectable()
export class FederatedPeople {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly roles: GroupRoles,
    private readonly revocations: Revocations,
    private readonly events: AccountEvents,
  ) {}

  /** The account, which has its place and its roles in the organisation then. */
  async welcome(provider: Provider, vouched: Vouched): Promise<Account> {
    for (let look = 1; ; look += 1) {
      try {
        return await this.bring(provider, vouched);
      } catch (error) {
        if (!(error instanceof Overtaken) || look === MOST_LOOKS) throw error;
      }
    }
  }

  /** The address must be the person's, as the provider says, and the domain the organisation's, as the DNS has said. */
  async expectOwnAddress({ organizationId }: Provider, { email, emailVerified }: Vouched): Promise<string> {
    const address = email === null ? null : mailboxOf(email.trim());
    if (address === null || !emailVerified) throw new NotLetIn('email-not-verified');
    const [domain] = await this.platform.query<VerifiedDomain>(verifiedDomain(domainOfAddress(address)));
    if (domain?.organizationId !== organizationId) throw new NotLetIn('foreign-domain');
    return address;
  }

  private async bring(provider: Provider, vouched: Vouched): Promise<Account> {
    const { organizationId } = provider;
    const address = await this.expectOwnAddress(provider, vouched);
    const coming = await this.who(provider, vouched, address);
    const { account, memberId, isLinked } = coming;
    const now = currentScope().clock.now();
    await inOrganization(organizationId, { kind: 'member', accountId: account.id, memberId }, () =>
      this.tenancy.transaction(async (transaction) => {
        if (!coming.hasMember) {
          await transaction.query(addMember(organizationId, { id: memberId, name: account.name, email: address }));
          if ((await transaction.query(activeMember(organizationId, memberId))).length === 0) throw new Overtaken('address-taken');
        }
        if (await this.roles.apply(transaction, provider, memberId, vouched.groups)) transaction.afterCommit(() => this.revocations.announce({ organizationId, memberId }));
        // Last, while the member is held: should this commit and the other not, the next time finishes it.
        await this.seat(organizationId, vouched, coming, now);
      }),
    );
    if (!isLinked) await this.events.tell('provider-linked', { accountId: account.id, data: { issuer: vouched.issuer, provider: provider.name }, where: { organizationId, memberId } });
    return account;
  }

  /** The subject wins over the address, which may have been another person's before. */
  private async who({ organizationId }: Provider, { issuer, subject, name }: Vouched, address: string): Promise<Coming> {
    const [link] = await this.platform.query<{ accountId: string }>(linkedAccount(organizationId, issuer, subject));
    const [known] = await this.platform.query<Account>(link ? accountById(link.accountId) : accountByAddress(addressKey(address)));
    if (!known) return this.newcomer(organizationId, address, { id: uuidv7(), email: address, name: shownName(name, address), status: 'active', superAdmin: false });
    if (known.status !== 'active') throw new NotLetIn('account-suspended');
    if (!link && (await this.platform.query<{ issuer: string }>(linksOf(organizationId, known.id))).some((other) => other.issuer === issuer)) throw new Overtaken('known-by-another-name');
    const [seat] = await this.platform.query<SeatOfAccount>(seatOfAccount(organizationId, known.id));
    if (!seat) return { ...(await this.newcomer(organizationId, address, known)), hasAccount: true, isLinked: link !== undefined };
    const [member] = await this.inside<MemberStanding>(organizationId, memberById(organizationId, seat.memberId));
    return { account: known, memberId: seat.memberId, isLinked: link !== undefined, hasAccount: true, hasSeat: true, hasMember: mayEnter(member) };
  }

  /** A member with the address who has never signed in becomes theirs; one who was removed stays out. */
  private async newcomer(organizationId: string, address: string, account: Account): Promise<Coming> {
    const [member] = await this.inside<MemberStanding>(organizationId, memberByAddress(organizationId, addressKey(address)));
    const hasMember = mayEnter(member);
    if (hasMember && (await this.platform.query(seatOfMember(organizationId, member!.id))).length > 0) throw new Overtaken('address-taken');
    return { account, memberId: member?.id ?? uuidv7(), isLinked: false, hasAccount: false, hasSeat: false, hasMember };
  }

  private async seat(organizationId: string, { issuer, subject }: Vouched, { account, memberId, isLinked, hasAccount, hasSeat }: Coming, now: Date): Promise<void> {
    await this.platform.transaction(async (transaction) => {
      const must = async (statement: Parameters<typeof transaction.query>[0]) => {
        if ((await transaction.query(statement)).length === 0) throw new Overtaken('address-taken');
      };
      if (!hasAccount) await must(openFederatedAccount(account.id, account.email, account.name));
      if (!hasSeat) await must(takeFreeSeat(organizationId, account.id, memberId));
      if (isLinked) await transaction.query(useLink(organizationId, issuer, subject, now));
      else await must(linkAccount(organizationId, issuer, subject, account.id, now));
    });
  }

  private inside<R>(organizationId: string, statement: Parameters<Tenancy['read']>[0]): Promise<R[]> {
    return inOrganization(organizationId, { kind: 'anonymous' }, () => this.tenancy.read<R>(statement));
  }
}

/** False when there is none yet. */
function mayEnter(member: MemberStanding | undefined): boolean {
  if (member?.deleted) throw new NotLetIn('member-removed');
  if (member?.status === 'suspended') throw new NotLetIn('member-suspended');
  return member !== undefined;
}

function shownName(name: string | null, address: string): string {
  const line = (name ?? '').normalize('NFC').replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ').trim();
  return Array.from(line).slice(0, 120).join('').trim() || address.slice(0, address.indexOf('@'));
}
