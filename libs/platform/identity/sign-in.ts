import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { Conflict, Problem, Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { addressKey, type Account, type Membership } from './account.js';
import { accountByAddress, accountById, membershipsOf, noteSignIn, type AccountToCheck } from './account.query.js';
import { AccessTokens } from './access-tokens.js';
import { AccountEvents } from './account-events.js';
import { PasskeySignIn } from './factors/passkey-sign-in.js';
import { SecondFactor, type Asked, type Proving } from './factors/second-factor.js';
import type { Identity } from './identity.js';
import { activeMember, type MemberCard } from './member.query.js';
import { Passwords } from './passwords.js';
import type { Device, Method } from './sessions/session.js';
import { Sessions, type Seated } from './sessions/sessions.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** A membership that may be used now. */
export interface Seat {
  organization: { id: string; slug: string; name: string };
  member: MemberCard;
}

export interface SignedIn {
  accessToken: string;
  /** Null for one that replaces another within the same session, and for a session that cannot be renewed. */
  refreshToken: string | null;
  expiresIn: number;
  /** When the session ends, however often it is renewed. */
  endsAt: Date;
  account: Pick<Account, 'id' | 'email' | 'name' | 'superAdmin'>;
  organization: Seat['organization'] | null;
  member: MemberCard | null;
  organizations: Seat['organization'][];
}

/** How somebody came in, once it is clear who they are. */
export interface Admission extends Device {
  methods: Method[];
  withFactor?: boolean;
  /** The organisation to enter at once. */
  organization?: string;
  /** The organisation whose identity provider has vouched for them: nothing else is opened. */
  confinedTo?: string;
}

interface Places {
  chosen: Seat | null;
  seats: Seat[];
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
    private readonly sessions: Sessions,
    private readonly secondFactor: SecondFactor,
    private readonly passkeySignIn: PasskeySignIn,
    private readonly events: AccountEvents,
  ) {}

  /** Whoever has a second factor is asked for it before any session is opened. */
  async withPassword(email: string, password: string, organization: string | undefined, device: Device): Promise<SignedIn | Asked> {
    const key = addressKey(email);
    const [account] = await this.platform.query<AccountToCheck>(accountByAddress(key));
    const giveBack = await this.throttle.admit(key, device.place, account?.lastSignInFrom === device.place);
    const matches = await this.passwords.matches(password, account?.passwordHash ?? null);
    if (!account || !matches || account.status !== 'active') {
      await this.events.tellFailure('sign-in-failed', account?.id ?? null, device, {});
      throw new Unauthenticated(REFUSED);
    }
    const asked = await this.secondFactor.ask(account.id, { organization });
    const answer = asked ?? (await this.admit(account, { methods: ['password'], organization, ...device }));
    await giveBack();
    return answer;
  }

  async withSecondFactor(token: string, proving: Proving, device: Device): Promise<SignedIn> {
    const { accountId, method, data } = await this.secondFactor.finish<{ organization?: string }>(token, proving, device);
    return this.admit(await this.active(accountId), { methods: ['password', method], withFactor: true, organization: data.organization, ...device });
  }

  beginWithPasskey(): Promise<{ token: string; options: PublicKeyCredentialRequestOptionsJSON }> {
    return this.passkeySignIn.begin();
  }

  /** Without a password: the passkey says who it is, and has seen to it that it is them. */
  async withPasskey(token: string, response: unknown, organization: string | undefined, device: Device): Promise<SignedIn> {
    const accountId = await this.passkeySignIn.finish(token, response, device);
    return this.admit(await this.active(accountId), { methods: ['passkey'], withFactor: true, organization, ...device });
  }

  /** Opens a session for somebody who has shown who they are, in whichever way. */
  async admit(account: Account, { organization, confinedTo, ...opening }: Admission): Promise<SignedIn> {
    const places = await this.places(account, organization, confinedTo);
    const seat = seatOf(places);
    const { sessionId, ...tokens } = await this.sessions.open(account.id, { ...opening, seat, confined: confinedTo !== undefined });
    await this.platform.query(noteSignIn(account.id, opening.place, currentScope().clock.now()));
    await this.events.tell('signed-in', { accountId: account.id, sessionId, device: opening, data: { methods: opening.methods }, where: seat });
    return answerOf(account, places, tokens);
  }

  /** For somebody who is signed in already: their token for another organisation ends when the one they hold does. */
  async switchTo(slug: string, { accountId, sessionId, expiresAt }: Identity): Promise<SignedIn> {
    const account = await this.active(accountId);
    const places = await this.places(account, slug);
    const seat = seatOf(places);
    if (!seat) throw new Unauthenticated(REFUSED);
    await this.sessions.moveTo(sessionId, seat);
    await this.events.tell('organisation-entered', { accountId, sessionId, where: seat });
    const { token, expiresInSeconds } = this.tokens.issue({ sub: accountId, sid: sessionId, org: seat.organizationId, mem: seat.memberId }, new Date(), expiresAt);
    return answerOf(account, places, { accessToken: token, refreshToken: null, expiresIn: expiresInSeconds, endsAt: new Date(expiresAt * 1_000) });
  }

  /** The organisations that the account may enter now: active themselves, and with an active member there. */
  async seats(accountId: string, confinedTo?: string | null): Promise<Seat[]> {
    return this.usable(await this.platform.query<Membership>(membershipsOf(accountId)), confinedTo);
  }

  private async active(accountId: string): Promise<Account> {
    const [account] = await this.platform.query<Account>(accountById(accountId));
    if (account?.status !== 'active') throw new Unauthenticated(REFUSED);
    return account;
  }

  private async places(account: Account, slug: string | undefined, confinedTo?: string): Promise<Places> {
    const memberships = await this.platform.query<Membership>(membershipsOf(account.id));
    const seats = await this.usable(memberships, confinedTo);
    const chosen = slug === undefined ? (seats.length === 1 ? seats[0]! : null) : chosenAmong(seats, slug);
    const suspendedEverywhere = memberships.length > 0 && seats.length === 0;
    if (chosen === undefined || suspendedEverywhere) throw confinedTo === undefined && memberships.some((each) => wantsItsProvider(each, slug)) ? providerWanted() : new Unauthenticated(REFUSED);
    return { chosen, seats };
  }

  private async usable(memberships: Membership[], confinedTo?: string | null): Promise<Seat[]> {
    const open = memberships.filter(({ status, organizationId, federatedOnly }) => status === 'active' && (confinedTo ? organizationId === confinedTo : !federatedOnly));
    const seats = await asSystem('choosing an organisation', () => Promise.all(open.map((membership) => this.seatIn(membership))));
    return seats.filter((seat) => seat !== null);
  }

  private async seatIn({ organizationId, memberId, slug, name }: Membership): Promise<Seat | null> {
    const [member] = await inOrganization(organizationId, currentScope().actor, () => this.tenancy.read<MemberCard>(activeMember(organizationId, memberId)));
    return member ? { organization: { id: organizationId, slug, name }, member } : null;
  }
}

/** By id or by short name; two of one's organisations may have the same. */
function chosenAmong(seats: Seat[], wanted: string): Seat | undefined {
  const byId = seats.find(({ organization }) => organization.id === wanted);
  const bySlug = seats.filter(({ organization }) => organization.slug === wanted);
  if (!byId && bySlug.length > 1) throw new Conflict('Several of your organisations have this short name. Name the one that you mean by its id.');
  return byId ?? bySlug[0];
}

function wantsItsProvider({ status, federatedOnly, slug, organizationId }: Membership, wanted: string | undefined): boolean {
  return status === 'active' && federatedOnly && (wanted === undefined || slug === wanted || organizationId === wanted);
}

/** Said only to somebody who has shown who they are. */
function providerWanted(): Problem {
  return new Problem(403, 'provider-required', 'Sign in through your organisation', 'This organisation lets people in through its own identity provider alone: begin at /auth/sso/start with your e-mail address.');
}

function seatOf({ chosen }: Places): Seated | null {
  return chosen && { organizationId: chosen.organization.id, memberId: chosen.member.id };
}

function answerOf({ id, email, name, superAdmin }: Account, { chosen, seats }: Places, tokens: Pick<SignedIn, 'accessToken' | 'refreshToken' | 'expiresIn' | 'endsAt'>): SignedIn {
  return {
    ...tokens,
    account: { id, email, name, superAdmin },
    organization: chosen?.organization ?? null,
    member: chosen?.member ?? null,
    organizations: seats.map(({ organization }) => organization),
  };
}
