import { Injectable } from '@nestjs/common';
import { hash, randomBytes } from 'node:crypto';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { addChallenge, takeChallenge, tryChallenge } from './challenge.query.js';

/** What is begun, and what it may be finished for. A token of one purpose is nothing for another. */
export type Purpose = 'second-factor' | 'passkey-sign-in' | 'passkey-enrolment' | 'step-up' | 'federated-sign-in';

export interface Challenge<D> {
  id: string;
  accountId: string | null;
  data: D;
}

interface Begun {
  accountId?: string;
  sessionId?: string;
  data: object;
  lifeMs?: number;
}

const FORM = /^tch_[A-Za-z0-9_-]{43}$/;
const LIFE_MS = 5 * 60_000;
const MOST_ATTEMPTS = 5;

export const STALE = 'This was begun too long ago, or has been finished already. Begin again.';

/** Ceremonies of two steps. What binds the second to the first stands in Postgres, under the hash of a token that only the one who began has. */
@Injectable()
export class Challenges {
  constructor(private readonly platform: PlatformDatabase) {}

  async begin(purpose: Purpose, { accountId, sessionId, data, lifeMs = LIFE_MS }: Begun): Promise<string> {
    const token = `tch_${randomBytes(32).toString('base64url')}`;
    const expiresAt = new Date(currentScope().clock.now().getTime() + lifeMs);
    await this.platform.query(addChallenge({ purpose, hash: hashOf(token), accountId: accountId ?? null, sessionId: sessionId ?? null, data, expiresAt }));
    return token;
  }

  /** One attempt. A handful of them, and it is as if it had never been begun. */
  async attempt<D>(purpose: Purpose, token: unknown, sessionId: string | null = null): Promise<Challenge<D>> {
    if (typeof token !== 'string' || !FORM.test(token)) throw new Unauthenticated(STALE);
    const [challenge] = await this.platform.query<Challenge<D>>(tryChallenge(purpose, hashOf(token), sessionId, currentScope().clock.now(), MOST_ATTEMPTS));
    if (!challenge) throw new Unauthenticated(STALE);
    return challenge;
  }

  /** Uses it up, in the transaction of what it was begun for. Of two who finish at once, one does. */
  async finish({ id }: Challenge<unknown>, transaction: Transaction): Promise<void> {
    if ((await transaction.query(takeChallenge(id))).length === 0) throw new Unauthenticated(STALE);
  }
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
