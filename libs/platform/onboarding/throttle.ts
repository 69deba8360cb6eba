import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { TooManyRequests } from '#kernel/pipeline/problem.js';
import { addressKey as networkKey, RateLimit } from '#platform/edge/rate-limit.js';
import type { Rule } from '#platform/edge/token-store.js';
import { addressKey } from '#platform/identity/account.js';

const HOUR = 60;
const DAY = 24 * HOUR;

/** What may be asked for how often. Whether anybody has the address makes no difference. */
const MAILS_TO_ADDRESS: Rule[] = [{ limit: 3, minutes: 15 }, { limit: 10, minutes: DAY }];
const MAILS_FROM_PLACE: Rule[] = [{ limit: 30, minutes: HOUR }];
const LINKS_FROM_PLACE: Rule[] = [{ limit: 60 }];
const OF_ACCOUNT: Rule[] = [{ limit: 5, minutes: HOUR }, { limit: 20, minutes: DAY }];

interface Budget {
  key: string;
  rule: Rule;
}

/** Keeps strangers from filling mailboxes, from trying links, and from making organisations by the dozen. */
@Injectable()
export class OnboardingThrottle {
  constructor(private readonly limit: RateLimit) {}

  /** Somebody without an account, or who has not said so, asks for a mail. */
  async admitMail(purpose: string, email: string, clientAddress: string): Promise<void> {
    const address = hash('sha256', addressKey(email), 'base64url').slice(0, 22);
    await this.take([...budgets(`rate:${purpose}:address:${address}`, MAILS_TO_ADDRESS), ...budgets(`rate:${purpose}:place:${networkKey(clientAddress)}`, MAILS_FROM_PLACE)]);
  }

  async admitLink(clientAddress: string): Promise<void> {
    await this.take(budgets(`rate:link:place:${networkKey(clientAddress)}`, LINKS_FROM_PLACE));
  }

  async admitAccount(purpose: string, accountId: string): Promise<void> {
    await this.take(budgets(`rate:${purpose}:account:${accountId}`, OF_ACCOUNT));
  }

  private async take(wanted: Budget[]): Promise<void> {
    const taken = await Promise.all(wanted.map(async ({ key, rule }) => this.limit.store.take(key, rule, 1, 0)));
    const refused = taken.filter(({ granted }) => granted === 0);
    if (refused.length === 0) return;
    // Whoever is refused for one reason does not pay for the others.
    await Promise.all(wanted.filter((_budget, index) => taken[index]!.granted > 0).map(({ key, rule }) => this.limit.store.take(key, rule, 0, 1)));
    throw new TooManyRequests(Math.ceil(Math.max(...refused.map(({ nextInMs }) => nextInMs)) / 1_000));
  }
}

function budgets(name: string, rules: readonly Rule[]): Budget[] {
  return rules.map((rule) => ({ key: `${name}:${rule.minutes ?? 1}`, rule }));
}
