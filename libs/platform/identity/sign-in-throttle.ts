import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { TooManyRequests } from '#kernel/pipeline/problem.js';
import { addressKey as networkKey, RateLimit } from '#platform/edge/rate-limit.js';
import type { Rule } from '#platform/edge/token-store.js';

interface Budget {
  key: string;
  rule: Rule;
}

/** Every failure uses up all budgets of its row: after a few the wait is seconds, after more it is minutes. */
const PLACE_AND_ADDRESS: Rule[] = [{ limit: 5 }, { limit: 20, minutes: 60 }];
const PLACE: Rule[] = [{ limit: 60 }, { limit: 600, minutes: 60 }];
const ADDRESS: Rule[] = [{ limit: 20 }, { limit: 100, minutes: 60 }];
/**
 * Of all addresses of one domain together, against one password tried on everybody in an organisation from everywhere.
 * The domain stands for the organisation, since an unknown address has none and must be treated alike. Full again within
 * a minute: where many share a domain, nobody waits longer than a second or two.
 */
const DOMAIN: Rule[] = [{ limit: 300 }];

/**
 * Failed attempts to sign in, counted by the address that was typed (whether or not anybody has it), by its domain, by the
 * network the attempt came from, and by address and network together. Where somebody signed in last, strangers elsewhere cannot lock them out.
 */
@Injectable()
export class SignInThrottle {
  constructor(private readonly limit: RateLimit) {}

  /** Takes one attempt, or says how long to wait; call the answer to give the attempt back once it has succeeded. */
  async admit(addressKey: string, place: string, isTheirUsualPlace: boolean): Promise<() => Promise<void>> {
    const budgets = budgetsOf(addressKey, place, isTheirUsualPlace);
    const taken = await Promise.all(budgets.map(async (budget) => ({ budget, ...(await this.limit.store.take(budget.key, budget.rule, 1, 0)) })));
    const giveBack = async () => {
      await Promise.all(taken.filter(({ granted }) => granted > 0).map(({ budget: { key, rule } }) => this.limit.store.take(key, rule, 0, 1)));
    };
    const refused = taken.filter(({ granted }) => granted === 0);
    if (refused.length === 0) return giveBack;
    await giveBack();
    throw new TooManyRequests(Math.ceil(Math.max(...refused.map(({ nextInMs }) => nextInMs)) / 1_000));
  }
}

/** What a place is called in keys and in the account: the network, without the part that its owner may choose. */
export function placeOf(clientAddress: string): string {
  return networkKey(clientAddress);
}

/** Redis never learns who tries to sign in: addresses are hashed. */
function budgetsOf(addressKey: string, place: string, isTheirUsualPlace: boolean): Budget[] {
  const [address, domain] = [addressKey, addressKey.slice(addressKey.lastIndexOf('@') + 1)].map((text) => hash('sha256', text, 'base64url').slice(0, 22));
  return [
    ...PLACE_AND_ADDRESS.map((rule) => ({ key: `rate:sign-in:both:${address}:${place}:${rule.minutes ?? 1}`, rule })),
    ...PLACE.map((rule) => ({ key: `rate:sign-in:place:${place}:${rule.minutes ?? 1}`, rule })),
    ...(isTheirUsualPlace ? [] : DOMAIN.map((rule) => ({ key: `rate:sign-in:domain:${domain}:${rule.minutes ?? 1}`, rule }))),
    ...(isTheirUsualPlace ? [] : ADDRESS.map((rule) => ({ key: `rate:sign-in:address:${address}:${rule.minutes ?? 1}`, rule }))),
  ];
}
