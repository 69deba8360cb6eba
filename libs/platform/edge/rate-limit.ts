import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isIP } from 'node:net';
import { Config } from '#platform/config/config.js';
import type { Identity } from '#platform/identity/identity.js';
import { TooManyRequests } from '#kernel/pipeline/problem.js';
import { Budgets, tighter, type Budget } from './budget.js';
import { RedisTokenStore } from './token-store.js';

/**
 * Who is identified is counted as a person or key and as an organisation; who is not, as an address. So an office behind
 * one address is not one caller, and nobody who fails to sign in can hide among those who did.
 */
@Injectable()
export class RateLimit implements OnModuleDestroy {
  /** For those who count something else than requests. */
  readonly store: RedisTokenStore;
  private readonly organizations: Budgets;
  private readonly actors: Budgets;
  private readonly addresses: Budgets;

  constructor({ redisUrl, rateLimits }: Config) {
    this.store = new RedisTokenStore(redisUrl);
    this.organizations = new Budgets(this.store, { limit: rateLimits.organization });
    this.actors = new Budgets(this.store, { limit: rateLimits.actor });
    this.addresses = new Budgets(this.store, { limit: rateLimits.address });
  }

  chargeAddress(address: string): Budget | Promise<Budget> {
    return this.addresses.charge(`rate:address:${addressKey(address)}`);
  }

  chargeActor({ actorBudget, organizationBudget }: Pick<Identity, 'actorBudget' | 'organizationBudget'>): Budget | Promise<Budget> {
    const own = this.actors.charge(actorBudget);
    if (organizationBudget === null) return own;
    const shared = this.organizations.charge(organizationBudget);
    if (own instanceof Promise || shared instanceof Promise) return Promise.all([own, shared]).then(([a, b]) => tighter(a, b));
    return tighter(own, shared);
  }

  onModuleDestroy(): void {
    this.store.close();
  }
}

/** Shows the budget on the answer, and refuses when it is used up. */
export function spend(reply: FastifyReply, budget: Budget): TooManyRequests | undefined {
  reply.header('ratelimit-limit', budget.limit);
  reply.header('ratelimit-remaining', budget.remaining);
  reply.header('ratelimit-reset', budget.resetSeconds);
  return budget.retryAfterSeconds > 0 ? new TooManyRequests(budget.retryAfterSeconds) : undefined;
}

/** One subscriber has a whole /64 of IPv6 addresses, and an IPv4 address may come in IPv6 clothes. */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const first = head ? head.split(':') : [];
  const last = tail ? tail.split(':') : [];
  const groups = [...first, ...Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0'), ...last];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
