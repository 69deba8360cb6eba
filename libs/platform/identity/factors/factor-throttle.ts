import { Injectable } from '@nestjs/common';
import { TooManyRequests } from '#kernel/pipeline/problem.js';
import { RateLimit } from '#platform/edge/rate-limit.js';
import type { Rule } from '#platform/edge/token-store.js';

/** Of a million codes three are right at any moment: whoever knows the password and guesses all day long has one chance in 11,000 a day. */
const RULES: Rule[] = [{ limit: 10, minutes: 10 }, { limit: 30, minutes: 24 * 60 }];

/** Wrong codes, by account. Only somebody who knows the password, or is signed in, can come this far. */
@Injectable()
export class FactorThrottle {
  constructor(private readonly limit: RateLimit) {}

  /** Takes one attempt, or says how long to wait; call the answer to give the attempt back once it has succeeded. */
  async admit(accountId: string): Promise<() => Promise<void>> {
    const taken = await Promise.all(RULES.map(async (rule) => ({ rule, ...(await this.limit.store.take(keyOf(accountId, rule), rule, 1, 0)) })));
    const giveBack = async () => {
      await Promise.all(taken.filter(({ granted }) => granted > 0).map(({ rule }) => this.limit.store.take(keyOf(accountId, rule), rule, 0, 1)));
    };
    const refused = taken.filter(({ granted }) => granted === 0);
    if (refused.length === 0) return giveBack;
    await giveBack();
    throw new TooManyRequests(Math.ceil(Math.max(...refused.map(({ nextInMs }) => nextInMs)) / 1_000));
  }
}

function keyOf(accountId: string, { minutes }: Rule): string {
  return `rate:factor:${accountId}:${minutes}`;
}
