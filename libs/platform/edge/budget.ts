import type { Rule, Taken, TokenStore } from './token-store.js';

/** How much of a limit is left after a request has been counted, or when to come back. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  /** 0 when the request may go on. */
  readonly retryAfterSeconds: number;
}

interface Lease {
  tokens: number;
  batch: number;
  remaining: number;
  fullAt: number;
  until: number;
  refusedUntil: number;
  renewal: Promise<void> | null;
}

const LEASE_MS = 1_000;

/**
 * Counts requests against one rule. Asking Redis for each would cost every request a round trip, so a process leases
 * tokens in small batches: one for an occasional caller, more for a busy one (at most a twentieth of the limit), renewed
 * before they run out. What a lease does not use within a second is given back with the next one. The shared limit is
 * therefore exact; only the remaining number that a caller sees may lag by the leases of other processes.
 */
export class Budgets {
  private readonly leases = new Map<string, Lease>();
  private readonly largestBatch: number;

  constructor(
    private readonly store: TokenStore,
    private readonly rule: Rule,
    private readonly mostKeys = 50_000,
  ) {
    this.largestBatch = Math.max(1, Math.floor(rule.limit / 20));
  }

  /** Answers at once while the lease lasts. */
  charge(key: string): Budget | Promise<Budget> {
    const lease = this.leases.get(key) ?? this.open(key);
    const now = Date.now();
    if (lease.tokens > 0 && now < lease.until) {
      lease.tokens -= 1;
      if (lease.tokens < lease.batch >> 2) void this.renew(key, lease);
      return this.budget(lease, now, 0);
    }
    if (now < lease.refusedUntil) return this.budget(lease, now, lease.refusedUntil - now);
    return this.chargeAfterRenewal(key, lease);
  }

  private async chargeAfterRenewal(key: string, lease: Lease): Promise<Budget> {
    // Requests that waited for one renewal may use it up among them; the rest renew once more.
    for (;;) {
      await this.renew(key, lease);
      const now = Date.now();
      if (lease.tokens > 0) {
        lease.tokens -= 1;
        return this.budget(lease, now, 0);
      }
      if (now < lease.refusedUntil) return this.budget(lease, now, lease.refusedUntil - now);
    }
  }

  private renew(key: string, lease: Lease): Promise<void> {
    lease.renewal ??= this.lease(key, lease).finally(() => {
      lease.renewal = null;
    });
    return lease.renewal;
  }

  private async lease(key: string, lease: Lease): Promise<void> {
    const expired = Date.now() >= lease.until;
    const unused = expired ? lease.tokens : 0;
    if (expired) lease.tokens = 0;
    lease.batch = expired ? Math.max(1, lease.batch >> 1) : Math.min(lease.batch << 1, this.largestBatch);
    this.fill(lease, await this.store.take(key, this.rule, lease.batch, unused));
  }

  private fill(lease: Lease, { granted, remaining, fullInMs, nextInMs }: Taken): void {
    const now = Date.now();
    lease.tokens += granted;
    lease.remaining = remaining;
    lease.fullAt = now + fullInMs;
    lease.until = now + LEASE_MS;
    lease.refusedUntil = granted > 0 ? 0 : now + nextInMs;
  }

  private open(key: string): Lease {
    if (this.leases.size >= this.mostKeys) this.forgetHalf();
    const lease: Lease = { tokens: 0, batch: 1, remaining: this.rule.limit, fullAt: 0, until: 0, refusedUntil: 0, renewal: null };
    this.leases.set(key, lease);
    return lease;
  }

  /** The older half: a flood of addresses must not grow the process, and must not cost a search for each one. */
  private forgetHalf(): void {
    let left = this.leases.size >> 1;
    for (const key of this.leases.keys()) {
      if (left === 0) return;
      this.leases.delete(key);
      left -= 1;
    }
  }

  private budget(lease: Lease, now: number, waitMs: number): Budget {
    return {
      limit: this.rule.limit,
      remaining: waitMs > 0 ? 0 : Math.max(0, lease.remaining + lease.tokens),
      resetSeconds: Math.max(0, Math.ceil((lease.fullAt - now) / 1_000)),
      retryAfterSeconds: waitMs > 0 ? Math.max(1, Math.ceil(waitMs / 1_000)) : 0,
    };
  }
}

/** The one that will stop the caller first. */
export function tighter(a: Budget, b: Budget): Budget {
  if (a.retryAfterSeconds !== b.retryAfterSeconds) return a.retryAfterSeconds > b.retryAfterSeconds ? a : b;
  return a.remaining / a.limit <= b.remaining / b.limit ? a : b;
}
