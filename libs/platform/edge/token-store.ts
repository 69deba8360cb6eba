import { Logger } from '@nestjs/common';
import { Redis, type Result } from 'ioredis';

export interface Rule {
  /** Tokens per minute, or per so many minutes; also the largest burst. */
  readonly limit: number;
  readonly minutes?: number;
}

export interface Taken {
  granted: number;
  /** Tokens that are left for everybody. */
  remaining: number;
  /** Until the bucket is full again. */
  fullInMs: number;
  /** Until the next token, when none was granted. */
  nextInMs: number;
}

export interface TokenStore {
  take(key: string, rule: Rule, wanted: number, returned: number): Promise<Taken>;
}

const MINUTE_US = 60_000_000;

function periodUs({ limit, minutes = 1 }: Rule): number {
  return (minutes * MINUTE_US) / limit;
}

/**
 * The generic cell rate algorithm on one number per key: the time at which the bucket will be full again. Takes up to as
 * many tokens as are wanted and gives back those of the last batch that were not used, in one round trip. The server's
 * own clock counts, so that processes need not agree on the time.
 */
const TAKE = `
local period, limit, wanted, returned = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full = tonumber(redis.call('GET', KEYS[1]) or now) - returned * period
if full < now then full = now end
local free = math.floor((limit * period - (full - now)) / period)
local granted = math.max(0, math.min(wanted, free))
full = full + granted * period
if full > now then redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000)) else redis.call('DEL', KEYS[1]) end
return { granted, free - granted, math.ceil((full - now) / 1000), math.ceil((full - now + period - limit * period) / 1000) }
`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    takeTokens(key: string, period: number, limit: number, wanted: number, returned: number): Result<[number, number, number, number], Context>;
  }
}

const PAUSE_AFTER_FAILURE_MS = 2_000;

/** Shared by all processes. When Redis is gone or frozen, each process counts for itself and asks again now and then. */
export class RedisTokenStore implements TokenStore {
  private readonly log = new Logger('RateLimit');
  private readonly own = new ProcessTokenStore();
  private readonly redis: Redis;
  private pausedUntil = 0;

  constructor(url: string, timeoutMs = 100) {
    this.redis = new Redis(url, {
      commandTimeout: timeoutMs,
      connectTimeout: 1_000,
      socketTimeout: 5_000,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
      scripts: { takeTokens: { lua: TAKE, numberOfKeys: 1 } },
    });
    this.redis.on('error', (error: Error) => this.pause(error));
  }

  async take(key: string, rule: Rule, wanted: number, returned: number): Promise<Taken> {
    if (Date.now() < this.pausedUntil) return this.own.take(key, rule, wanted, returned);
    try {
      const [granted, remaining, fullInMs, nextInMs] = await this.redis.takeTokens(key, periodUs(rule), rule.limit, wanted, returned);
      return { granted, remaining, fullInMs, nextInMs: Math.max(1, nextInMs) };
    } catch (error) {
      this.pause(error instanceof Error ? error : new Error(String(error)));
      return this.own.take(key, rule, wanted, returned);
    }
  }

  close(): void {
    this.redis.disconnect();
  }

  private pause({ message }: Error): void {
    const now = Date.now();
    if (now >= this.pausedUntil) this.log.warn(`Redis does not answer (${message || 'connection refused'}): each process limits on its own.`);
    this.pausedUntil = now + PAUSE_AFTER_FAILURE_MS;
  }
}

/** The same algorithm in this process alone. */
export class ProcessTokenStore implements TokenStore {
  private readonly fullAt = new Map<string, number>();

  constructor(private readonly mostKeys = 50_000) {}

  take(key: string, rule: Rule, wanted: number, returned: number): Promise<Taken> {
    const now = Date.now();
    const { limit } = rule;
    const period = periodUs(rule) / 1_000;
    let full = Math.max(now, (this.fullAt.get(key) ?? now) - returned * period);
    const free = Math.floor((limit * period - (full - now)) / period);
    const granted = Math.max(0, Math.min(wanted, free));
    full += granted * period;
    this.fullAt.delete(key);
    if (this.fullAt.size >= this.mostKeys) this.forgetOldest();
    this.fullAt.set(key, full);
    return Promise.resolve({ granted, remaining: free - granted, fullInMs: full - now, nextInMs: Math.max(1, full - now + period - limit * period) });
  }

  private forgetOldest(): void {
    for (const key of this.fullAt.keys()) {
      this.fullAt.delete(key);
      return;
    }
  }
}
