import { Injectable } from '@nestjs/common';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { addressKey, type Account, type Membership } from './account.js';
import { accountByAddress, accountById, membershipsOf, noteSignIn, type AccountToCheck } from './account.query.js';
import { AccessTokens } from './access-tokens.js';
import { activeMember, type MemberCard } from './member.query.js';
import { Passwords } from './passwords.js';
import { placeOf, SignInThrottle } from './sign-in-throttle.js';

/** A membership that may be used now. */
export interface Seat {
  organization: { id: string; slug: string; name: string };
  member: MemberCard;
}

export interface SignedIn {
  accessToken: string;
  tokenType: 'Bearer';
  expiresIn: number;
  account: Pick<Account, 'id' | 'email' | 'name' | 'superAdmin'>;
  organization: Seat['organization'] | null;
  member: MemberCard | null;
  organizations: Seat['organization'][];
}

interface Session {
  id: string;
  /** In seconds; a token that replaces another ends with it. */
  until?: number;
}

/** One sentence for every reason, so that it tells nobody whether an address is known here. */
const REFUSED = 'The e-mail address or the password is not right, or you cannot sign in here at present.';

@Injectable()
export class SignIn {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly tokens: AccessTokens,
  ) {}

  async withPassword(email: string, password: string, slug: string | undefined, clientAddress: string): Promise<SignedIn> {
    const key = addressKey(email);
    const place = placeOf(clientAddress);
    const [account] = await this.platform.query<AccountToCheck>(accountByAddress(key));
    const giveBack = await this.throttle.admit(key, place, account?.lastSignInFrom === place);
    const matches = await this.passwords.matches(password, account?.passwordHash ?? null);
    if (!account || !matches || account.status !== 'active') throw new Unauthenticated(REFUSED);
    const answer = await this.seated(account, slug, { id: uuidv7() });
    await giveBack();
    await this.platform.query(noteSignIn(account.id, place, currentScope().clock.now()));
    return answer;
  }

  /** For somebody who is signed in already: their token for another organisation ends when the one they hold does. */
  async switchTo(slug: string, accountId: string, session: Session): Promise<SignedIn> {
    const [account] = await this.platform.query<Account>(accountById(accountId));
    if (account?.status !== 'active') throw new Unauthenticated(REFUSED);
    return this.seated(account, slug, session);
  }

  /** The organisations that the account may enter now: active themselves, and with an active member there. */
  async seats(accountId: string): Promise<Seat[]> {
    return this.usable(await this.platform.query<Membership>(membershipsOf(accountId)));
  }

  private async seated(account: Account, slug: string | undefined, session: Session): Promise<SignedIn> {
    const memberships = await this.platform.query<Membership>(membershipsOf(account.id));
    const seats = await this.usable(memberships);
    const chosen = slug === undefined ? (seats.length === 1 ? seats[0]! : null) : seats.find(({ organization }) => organization.slug === slug);
    const suspendedEverywhere = memberships.length > 0 && seats.length === 0;
    if (chosen === undefined || suspendedEverywhere) throw new Unauthenticated(REFUSED);
    const { token, expiresInSeconds } = this.tokens.issue({ sub: account.id, sid: session.id, org: chosen?.organization.id, mem: chosen?.member.id }, new Date(), session.until);
    const { id, email, name, superAdmin } = account;
    return {
      accessToken: token,
      tokenType: 'Bearer',
      expiresIn: expiresInSeconds,
      account: { id, email, name, superAdmin },
      organization: chosen?.organization ?? null,
      member: chosen?.member ?? null,
      organizations: seats.map(({ organization }) => organization),
    };
  }

  private async usable(memberships: Membership[]): Promise<Seat[]> {
    const open = memberships.filter(({ status }) => status === 'active');
    const seats = await asSystem('choosing an organisation', () => Promise.all(open.map((membership) => this.seatOf(membership))));
    return seats.filter((seat) => seat !== null);
  }

  private async seatOf({ organizationId, memberId, slug, name }: Membership): Promise<Seat | null> {
    const [member] = await inOrganization(organizationId, currentScope().actor, () => this.tenancy.read<MemberCard>(activeMember(organizationId, memberId)));
    return member ? { organization: { id: organizationId, slug, name }, member } : null;
  }
}
