import { Injectable } from '@nestjs/common';
import { currentScope } from '#kernel/tenancy/scope.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Language, Parameters } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import type { Account } from './account.js';

/** To whom, and in which language. */
export interface Alerted extends Pick<Account, 'id' | 'email'> {
  language: Language;
}

const WORTH_SENDING_MS = 24 * 60 * 60_000;

/** Tells a person by mail what was done to their account, since it may have been somebody else. It stands or falls with what was done. */
@Injectable()
export class Alerts {
  constructor(private readonly mail: Mail) {}

  async post(transaction: Transaction, { email, language }: Alerted, letter: string, parameters: Parameters = {}): Promise<void> {
    const usefulUntil = new Date(currentScope().clock.now().getTime() + WORTH_SENDING_MS);
    await this.mail.post(transaction, { effectKey: `${letter}:${uuidv7()}`, to: email, language, letter, parameters, usefulUntil });
  }
}
