import { Injectable } from '@nestjs/common';
import { openSecret, sealSecret } from '#kernel/field/secret-box.js';
import { Conflict, Invalid, NotFound, Problem } from '#kernel/pipeline/problem.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Account } from '../account.js';
import { Alerts, type Alerted } from '../alerts.js';
import type { Method } from '../sessions/session.js';
import { FactorThrottle } from './factor-throttle.js';
import {
  addRecoveryCodes, beginTotp, confirmTotp, dropRecoveryCodes, factorsOf, lockAccount, recoveryCodesLeft, removeFactor, renameFactor, takeRecoveryCode, totpFactorsOf, unconfirmedTotp, useTotp,
  type Factor, type TotpFactor,
} from './factor.query.js';
import { newRecoveryCodes, recoveryHash } from './recovery-codes.js';
import { newTotpSecret, stepOf, totpUri } from './totp.js';

const MOST_FACTORS = 10;

export interface Codes {
  code?: string;
  recoveryCode?: string;
}

/** What a person has beside the password. */
@Injectable()
export class Factors {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly throttle: FactorThrottle,
    private readonly alerts: Alerts,
  ) {}

  of(accountId: string): Promise<Factor[]> {
    return this.platform.query<Factor>(factorsOf(accountId));
  }

  async recoveryCodesLeft(accountId: string): Promise<number> {
    return (await this.platform.query<{ codes: number }>(recoveryCodesLeft(accountId)))[0]!.codes;
  }

  /** Shown once; it counts from the first code on. */
  async beginTotp({ id: accountId, email }: Account, name: string): Promise<{ id: string; secret: string; uri: string }> {
    const [id, secret] = [uuidv7(), newTotpSecret()];
    await this.platform.transaction(async (transaction) => {
      await this.expectRoom(accountId, transaction);
      await transaction.query(beginTotp({ id, accountId, name }, sealSecret(secret, boundTo(id)), currentScope().clock.now()));
    });
    return { id, secret, uri: totpUri(secret, email) };
  }

  /** Answers with recovery codes when it is the first factor. */
  async confirmTotp(person: Alerted, id: string, code: string): Promise<string[] | null> {
    const accountId = person.id;
    const giveBack = await this.throttle.admit(accountId);
    const now = currentScope().clock.now();
    const codes = await this.platform.transaction(async (transaction) => {
      await this.expectRoom(accountId, transaction);
      const [factor] = await transaction.query<TotpFactor>(unconfirmedTotp(id, accountId));
      if (!factor) throw new NotFound('There is nothing here to be confirmed. Begin again.');
      const step = stepOf(code, openSecret(factor.secret, boundTo(id)), now);
      if (step === null) throw new Invalid([{ at: 'code', rule: 'code', say: 'Is not the code that is shown now. Check the clock of your device.' }]);
      const isFirst = (await transaction.query(factorsOf(accountId))).length === 0;
      await transaction.query(confirmTotp(id, step, now));
      await this.alerts.post(transaction, person, 'factor-added', { kind: 'totp' });
      return isFirst ? this.replaceRecoveryCodes(accountId, transaction) : null;
    });
    await giveBack();
    return codes;
  }

  /** Called where a factor has been added in the same transaction. */
  async recoveryCodesWithFirst(accountId: string, transaction: Transaction): Promise<string[] | null> {
    return (await transaction.query(factorsOf(accountId))).length === 1 ? this.replaceRecoveryCodes(accountId, transaction) : null;
  }

  newRecoveryCodes(person: Alerted): Promise<string[]> {
    const accountId = person.id;
    return this.platform.transaction(async (transaction) => {
      await transaction.query(lockAccount(accountId));
      if ((await transaction.query(factorsOf(accountId))).length === 0) throw new Conflict('Recovery codes stand in for a second factor: set one up first.');
      await this.alerts.post(transaction, person, 'recovery-codes-made');
      return this.replaceRecoveryCodes(accountId, transaction);
    });
  }

  async rename(accountId: string, id: string, name: string): Promise<Factor> {
    const [factor] = await this.platform.query<Factor>(renameFactor(id, accountId, name));
    if (!factor) throw new NotFound();
    return factor;
  }

  /** With the last one go the recovery codes. */
  remove(person: Alerted, id: string): Promise<Factor> {
    const accountId = person.id;
    return this.platform.transaction(async (transaction) => {
      await transaction.query(lockAccount(accountId));
      const [factor] = await transaction.query<Factor>(removeFactor(id, accountId));
      if (!factor) throw new NotFound();
      if ((await transaction.query(factorsOf(accountId))).length === 0) await transaction.query(dropRecoveryCodes(accountId));
      await this.alerts.post(transaction, person, 'factor-removed', { kind: factor.kind });
      return factor;
    });
  }

  /** Uses the code up, in the transaction of what it is given for; null when it is wrong or has been used. */
  async check(accountId: string, { code, recoveryCode }: Codes, transaction: Transaction): Promise<Method | null> {
    const now = currentScope().clock.now();
    if (recoveryCode !== undefined) {
      const hash = recoveryHash(recoveryCode);
      return hash && (await transaction.query(takeRecoveryCode(accountId, hash, now))).length > 0 ? 'recovery-code' : null;
    }
    if (code === undefined) return null;
    for (const { id, secret } of await transaction.query<TotpFactor>(totpFactorsOf(accountId))) {
      const step = stepOf(code, openSecret(secret, boundTo(id)), now);
      if (step !== null && (await transaction.query(useTotp(id, step, now))).length > 0) return 'totp';
    }
    return null;
  }

  async expectRoom(accountId: string, transaction: Transaction): Promise<void> {
    await transaction.query(lockAccount(accountId));
    if ((await transaction.query(factorsOf(accountId))).length >= MOST_FACTORS) throw new Problem(409, 'too-many-factors', 'Enough factors', `An account has at most ${MOST_FACTORS} factors. Remove one first.`);
  }

  private async replaceRecoveryCodes(accountId: string, transaction: Transaction): Promise<string[]> {
    const codes = newRecoveryCodes();
    await transaction.query(dropRecoveryCodes(accountId));
    await transaction.query(addRecoveryCodes(accountId, codes.map((code) => recoveryHash(code)!), currentScope().clock.now()));
    return codes;
  }
}

/** The secret opens in the row of its own factor alone. */
export function boundTo(factorId: string): string {
  return `factor ${factorId}`;
}
