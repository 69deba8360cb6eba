import { Injectable, Logger } from '@nestjs/common';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Config } from '#platform/config/config.js';
import { nearestLanguage } from '#platform/mail/letter.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import type { Account } from '../account.js';
import { accountById } from '../account.query.js';
import { AccountEvents } from '../account-events.js';
import { Alerts } from '../alerts.js';
import { AccessTokens } from '../access-tokens.js';
import { hashOf, isRefreshToken, newRefreshToken, openSuccessor, sealSuccessor } from './refresh-tokens.js';
import { Revocations } from './revocations.js';
import { OVER, type Device, type Ending, type Method, type Session } from './session.js';
import {
  addRefreshToken, addSession, endSession, endSessionsConfinedTo, endSessionsOf, endSessionsOfMember, liveSessionsOf, liveSessionsOfMember, lockSessionOfToken, moveSession, proveSession,
  refreshTokenBy, seeSession, useRefreshToken, type LockedSession,
} from './session.query.js';

/** Where in the organisations a session stands. */
export interface Seated {
  organizationId: string;
  memberId: string;
}

export interface Opening extends Device {
  methods: Method[];
  /** A second factor was among the methods, or a method that counts as two. */
  withFactor?: boolean;
  seat?: Seated | null;
  /** The seat is all that it is good for: an identity provider has vouched for the person, and only there. */
  confined?: boolean;
  /** False for a session that must end with its first access token. */
  renewable?: boolean;
}

export interface SessionTokens {
  sessionId: string;
  accessToken: string;
  /** In seconds. */
  expiresIn: number;
  refreshToken: string | null;
  /** When the refresh token ends, however often it is renewed. */
  endsAt: Date;
}

interface RefreshTokenRow {
  usedAt: Date | null;
  successor: Buffer | null;
}

/** Whoever lost the answer may ask again for so long, and gets the same successor. */
const GRACE_MS = 10_000;

/** Who is signed in, where, until when. The truth stands in Postgres. */
@Injectable()
export class Sessions {
  private readonly log = new Logger('Sessions');
  private readonly idleMs: number;
  private readonly longestMs: number;

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tokens: AccessTokens,
    private readonly revocations: Revocations,
    private readonly events: AccountEvents,
    private readonly alerts: Alerts,
    { sessionIdleMinutes, sessionLongestHours }: Config,
  ) {
    this.idleMs = sessionIdleMinutes * 60_000;
    this.longestMs = sessionLongestHours * 3_600_000;
  }

  /** Whoever calls has made sure who the person is. */
  async open(accountId: string, { methods, withFactor = false, seat = null, confined = false, renewable = true, place, device }: Opening): Promise<SessionTokens> {
    if (confined && !seat) throw new TypeError('A session can only be confined to where it stands.');
    const now = currentScope().clock.now();
    const id = uuidv7();
    const refreshToken = renewable ? newRefreshToken() : null;
    const { token, expiresInSeconds } = this.tokens.issue({ sub: accountId, sid: id, org: seat?.organizationId, mem: seat?.memberId }, now);
    const endsAt = new Date(now.getTime() + (renewable ? this.longestMs : expiresInSeconds * 1_000));
    await this.platform.transaction(async (transaction) => {
      await transaction.query(addSession({
        id, accountId, organizationId: seat?.organizationId ?? null, memberId: seat?.memberId ?? null, confinedTo: confined ? seat!.organizationId : null, methods, openedAt: now, factorAt: withFactor ? now : null,
        idleUntil: this.idleUntil(now), endsAt, place, device,
      }));
      if (refreshToken) await transaction.query(addRefreshToken(id, hashOf(refreshToken), now));
    });
    return { sessionId: id, accessToken: token, expiresIn: expiresInSeconds, refreshToken, endsAt };
  }

  /**
   * Uses the token up and gives its successor. One that was used before ends the whole session, since somebody else has it;
   * unless it was used just now and the successor has not been, which is how a lost answer looks.
   */
  async refresh(refreshToken: unknown): Promise<SessionTokens> {
    if (!isRefreshToken(refreshToken)) throw new Unauthenticated(OVER);
    const now = currentScope().clock.now();
    const answer = await this.platform.transaction(async (transaction) => this.rotate(transaction, refreshToken, now));
    if ('reused' in answer) {
      this.revocations.announce({ sessionId: answer.reused.id });
      this.log.warn({ msg: 'A refresh token was used a second time: its session has been ended', session: answer.reused.id, account: answer.reused.accountId });
      await this.events.tell('refresh-token-reused', { accountId: answer.reused.accountId, sessionId: answer.reused.id, where: 'everywhere' });
      throw new Unauthenticated(OVER);
    }
    const { session, successor } = answer;
    const { token, expiresInSeconds } = this.tokens.issue(
      { sub: session.accountId, sid: session.id, org: session.organizationId ?? undefined, mem: session.memberId ?? undefined }, now, Math.floor(session.endsAt.getTime() / 1_000));
    return { sessionId: session.id, accessToken: token, expiresIn: expiresInSeconds, refreshToken: successor, endsAt: session.endsAt };
  }

  private async rotate(transaction: Transaction, token: string, now: Date): Promise<{ session: Session; successor: string } | { reused: Session }> {
    const hash = hashOf(token);
    const [session] = await transaction.query<LockedSession>(lockSessionOfToken(hash));
    const [row] = await transaction.query<RefreshTokenRow>(refreshTokenBy(hash));
    if (!session || !row || session.endedAt || session.idleUntil <= now || session.endsAt <= now || session.accountStatus !== 'active') throw new Unauthenticated(OVER);
    if (row.usedAt) {
      const lost = row.successor && now.getTime() - row.usedAt.getTime() < GRACE_MS ? openSuccessor(row.successor, token) : null;
      const [next] = lost ? await transaction.query<RefreshTokenRow>(refreshTokenBy(hashOf(lost))) : [];
      if (lost && next && !next.usedAt) return { session, successor: lost };
      await transaction.query(endSession(session.id, session.accountId, now, 'token-reused' satisfies Ending));
      await this.alertOfReuse(transaction, session);
      return { reused: session };
    }
    const successor = newRefreshToken();
    await transaction.query(useRefreshToken(hash, now, sealSuccessor(successor, token)));
    await transaction.query(addRefreshToken(session.id, hashOf(successor), now));
    await transaction.query(seeSession(session.id, now, this.idleUntil(now)));
    return { session, successor };
  }

  /** Whoever sent it may be anybody, so the organisation says in which language. */
  private async alertOfReuse(transaction: Transaction, { accountId, organizationId, device }: Session): Promise<void> {
    const [account] = await transaction.query<Account>(accountById(accountId));
    const [organization] = organizationId ? await transaction.query<Organization>(organizationById(organizationId)) : [];
    await this.alerts.post(transaction, { ...account!, language: nearestLanguage(organization?.language) }, 'session-copied', { device: device ?? '' });
  }

  /** Moves the session into another organisation, unless its administrators have ended what was opened before. */
  async moveTo(sessionId: string, { organizationId, memberId }: Seated): Promise<void> {
    if ((await this.platform.query(moveSession(sessionId, organizationId, memberId))).length === 0) throw new Unauthenticated('This session may not enter the organisation any more. Sign in again.');
  }

  /** The person has just proved once more who they are. */
  async stepUp(sessionId: string, method: Method, withFactor: boolean): Promise<void> {
    await this.platform.query(proveSession(sessionId, currentScope().clock.now(), method, withFactor));
    this.revocations.announce({ sessionId });
  }

  of(accountId: string, confinedTo: string | null = null): Promise<Session[]> {
    return this.platform.query<Session>(liveSessionsOf(accountId, currentScope().clock.now(), confinedTo));
  }

  ofMember({ organizationId, memberId }: Seated): Promise<Session[]> {
    return this.platform.query<Session>(liveSessionsOfMember(organizationId, memberId, currentScope().clock.now()));
  }

  /** Null when this account has no such session, or it has ended already. */
  async end(sessionId: string, accountId: string, because: Ending, confinedTo: string | null = null): Promise<Session | null> {
    const [session] = await this.platform.query<Session>(endSession(sessionId, accountId, currentScope().clock.now(), because, confinedTo));
    if (!session) return null;
    this.revocations.announce({ sessionId });
    await this.tellEnd(session, because);
    return session;
  }

  async endAllOf(accountId: string, { except = null, because, confinedTo = null }: { except?: string | null; because: Ending; confinedTo?: string | null }): Promise<Session[]> {
    const ended = await this.platform.query<Session>(endSessionsOf(accountId, except, currentScope().clock.now(), because, confinedTo));
    this.revocations.announce({ accountId });
    for (const session of ended) await this.tellEnd(session, because);
    return ended;
  }

  /** In one organisation alone; what the person does elsewhere is not its administrators' business. */
  async endAllOfMember({ organizationId, memberId }: Seated, because: Ending): Promise<Session[]> {
    const ended = await this.platform.query<Session>(endSessionsOfMember(organizationId, memberId, currentScope().clock.now(), because));
    this.revocations.announce({ organizationId, memberId });
    for (const session of ended) await this.tellEnd(session, because);
    return ended;
  }

  /** What an organisation's provider has vouched for, once it is another or none. */
  async endAllConfinedTo(organizationId: string, because: Ending): Promise<void> {
    const ended = await this.platform.query<Session>(endSessionsConfinedTo(organizationId, currentScope().clock.now(), because));
    this.revocations.announce({ organizationId });
    for (const session of ended) await this.tellEnd(session, because);
  }

  private tellEnd({ id, accountId, organizationId, memberId }: Session, because: Ending): Promise<void> {
    return this.events.tell('session-ended', { accountId, sessionId: id, data: { because }, where: organizationId && memberId ? { organizationId, memberId } : null });
  }

  private idleUntil(now: Date): Date {
    return new Date(now.getTime() + this.idleMs);
  }
}
