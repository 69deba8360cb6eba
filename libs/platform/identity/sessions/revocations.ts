import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Config } from '#platform/config/config.js';

/** Whose rights or sessions have changed: all that is named must fit. */
export interface Revocation {
  sessionId?: string;
  accountId?: string;
  organizationId?: string;
  memberId?: string;
}

const CHANNEL = 'tessera:revoked';
const NAMES = ['sessionId', 'accountId', 'organizationId', 'memberId'] as const;

/**
 * Tells all processes at once that something they remember of people and sessions holds no more. Only an accelerator:
 * whoever remembers something asks again within seconds, with or without Redis.
 */
@Injectable()
export class Revocations implements OnModuleDestroy {
  private readonly listeners: ((revocation: Revocation) => void)[] = [];
  private publisher: Redis | undefined;
  private subscriber: Redis | undefined;

  constructor(private readonly config: Config) {}

  listen(listener: (revocation: Revocation) => void): void {
    this.listeners.push(listener);
    this.subscriber ??= this.subscribed();
  }

  /** Call it after the change has been committed. */
  announce(revocation: Revocation): void {
    this.tell(revocation);
    this.publisher ??= this.connected({ commandTimeout: 2_000 });
    void this.publisher.publish(CHANNEL, JSON.stringify(revocation)).catch(() => undefined);
  }

  onModuleDestroy(): void {
    this.publisher?.disconnect();
    this.subscriber?.disconnect();
  }

  private subscribed(): Redis {
    const redis = this.connected();
    redis.on('message', (_channel, text) => {
      const revocation = revocationIn(text);
      if (revocation) this.tell(revocation);
    });
    void redis.subscribe(CHANNEL).catch(() => undefined);
    return redis;
  }

  private tell(revocation: Revocation): void {
    for (const listener of this.listeners) listener(revocation);
  }

  private connected(more: RedisOptions = {}): Redis {
    const redis = new Redis(this.config.redisUrl, { connectTimeout: 5_000, keepAlive: 10_000, maxRetriesPerRequest: null, enableReadyCheck: false, retryStrategy: (times) => Math.min(times * 200, 2_000), ...more });
    // Without a listener an error would end the process.
    redis.on('error', () => undefined);
    return redis;
  }
}

/** Whoever can write to Redis can at most make us ask Postgres again. */
function revocationIn(text: string): Revocation | null {
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    const named = NAMES.filter((name) => isUuid(said[name]));
    return named.length > 0 ? Object.fromEntries(named.map((name) => [name, said[name] as string])) : null;
  } catch {
    return null;
  }
}
