import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { Conflict, Unauthenticated } from '#kernel/pipeline/problem.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { AccountEvents } from '../account-events.js';
import { accountToCheckById, type AccountToCheck } from '../account.query.js';
import type { Identity } from '../identity.js';
import { Passwords } from '../passwords.js';
import type { Device, Method } from '../sessions/session.js';
import { Sessions } from '../sessions/sessions.js';
import { Challenges, type Challenge, type Purpose } from './challenges.js';
import { FactorThrottle } from './factor-throttle.js';
import { Factors, type Codes } from './factors.js';
import { NOT_FITTING, Passkeys } from './passkeys.js';

export type Way = 'totp' | 'passkey' | 'recovery-code' | 'password';

/** One of them. */
export interface Proving extends Codes {
  password?: string;
  passkey?: unknown;
}

export interface Asked {
  /** Finishes what was begun, and nothing else. */
  token: string;
  methods: Way[];
  /** For `navigator.credentials.get()`, when there is a passkey. */
  passkey: PublicKeyCredentialRequestOptionsJSON | null;
}

interface Pending {
  challenge: string | null;
}

const WRONG = 'The code is wrong, or has been used already.';

/** Asks for the second factor and judges the answer: in the middle of a sign-in, and again before what is delicate. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly challenges: Challenges,
    private readonly factors: Factors,
    private readonly passkeys: Passkeys,
    private readonly throttle: FactorThrottle,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly events: AccountEvents,
  ) {}

  /** Null when the account has none. `data` comes back when it is finished. */
  async ask(accountId: string, data: object): Promise<Asked | null> {
    const factors = await this.factors.of(accountId);
    return factors.length === 0 ? null : this.begin('second-factor', { accountId, data });
  }

  async finish<D>(token: string, proving: Proving, device: Device): Promise<{ accountId: string; method: Method; data: D }> {
    const challenge = await this.challenges.attempt<D & Pending>('second-factor', token);
    const accountId = challenge.accountId!;
    return { accountId, method: await this.judge(challenge, accountId, proving, device), data: challenge.data };
  }

  /** Where there is no second factor, the password serves. */
  askAgain({ accountId, sessionId }: Identity): Promise<Asked> {
    return this.begin('step-up', { accountId, sessionId, data: {} });
  }

  async stepUp({ accountId, sessionId, organizationId, memberId }: Identity, token: string, proving: Proving, device: Device): Promise<void> {
    const challenge = await this.challenges.attempt<Pending>('step-up', token, sessionId);
    const method = proving.password === undefined ? await this.judge(challenge, accountId, proving, device) : await this.judgePassword(challenge, accountId, proving.password, device);
    await this.sessions.stepUp(sessionId, method, method !== 'password');
    await this.events.tell('stepped-up', { accountId, sessionId, device, data: { method }, where: organizationId && memberId ? { organizationId, memberId } : null });
  }

  private async begin(purpose: Purpose, { accountId, sessionId, data }: { accountId: string; sessionId?: string; data: object }): Promise<Asked> {
    const factors = await this.factors.of(accountId);
    const passkey = await this.passkeys.ask(accountId);
    const recovery: Way[] = factors.length > 0 && (await this.factors.recoveryCodesLeft(accountId)) > 0 ? ['recovery-code'] : [];
    const methods: Way[] = factors.length > 0 ? [...new Set(factors.map(({ kind }) => kind)), ...recovery] : ['password'];
    const token = await this.challenges.begin(purpose, { accountId, sessionId, data: { ...data, challenge: passkey?.challenge ?? null } });
    return { token, methods, passkey };
  }

  private async judge(challenge: Challenge<Pending>, accountId: string, proving: Proving, device: Device): Promise<Method> {
    // A passkey cannot be guessed, so nobody needs to wait who uses one.
    const giveBack = proving.passkey === undefined ? await this.throttle.admit(accountId) : null;
    try {
      const method = proving.passkey === undefined ? await this.useCode(challenge, accountId, proving) : await this.usePasskey(challenge, accountId, proving.passkey);
      await giveBack?.();
      if (method === 'recovery-code') await this.events.tell('recovery-code-used', { accountId, device, where: 'everywhere' });
      return method;
    } catch (error) {
      if (error instanceof Unauthenticated) await this.events.tellFailure('second-factor-failed', accountId, device, {});
      throw error;
    }
  }

  private useCode(challenge: Challenge<Pending>, accountId: string, codes: Codes): Promise<Method> {
    return this.platform.transaction(async (transaction) => {
      const method = await this.factors.check(accountId, codes, transaction);
      if (!method) throw new Unauthenticated(WRONG);
      await this.challenges.finish(challenge, transaction);
      return method;
    });
  }

  private async usePasskey(challenge: Challenge<Pending>, accountId: string, response: unknown): Promise<Method> {
    if (!challenge.data.challenge) throw new Unauthenticated(NOT_FITTING);
    const use = await this.passkeys.check(response, challenge.data.challenge, accountId);
    await this.platform.transaction(async (transaction) => {
      await use(transaction);
      await this.challenges.finish(challenge, transaction);
    });
    return 'passkey';
  }

  private async judgePassword(challenge: Challenge<Pending>, accountId: string, password: string, device: Device): Promise<Method> {
    if ((await this.factors.of(accountId)).length > 0) throw new Conflict('This account has a second factor: it is the proof that is asked for.');
    const giveBack = await this.throttle.admit(accountId);
    const [account] = await this.platform.query<AccountToCheck>(accountToCheckById(accountId));
    if (!(await this.passwords.matches(password, account?.passwordHash ?? null))) {
      await this.events.tellFailure('second-factor-failed', accountId, device, {});
      throw new Unauthenticated('The password is not right.');
    }
    await giveBack();
    await this.platform.transaction((transaction) => this.challenges.finish(challenge, transaction));
    return 'password';
  }
}
