import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Command, Redis, type RedisOptions } from 'ioredis';
import { Config } from '#platform/config/config.js';

/** The adapter of Socket.IO waits for none of its commands: that one fails with the connection must not count as forgotten by us. */
class Unattended extends Redis {
  override sendCommand(...sent: [command: Command, stream?: never]): unknown {
    const answer = super.sendCommand(...sent);
    if (answer instanceof Promise) answer.catch(() => undefined);
    return answer;
  }
}

/** The connections of live updates, which wait for nothing and nobody: what is missed is caught up with from the ledger. */
@Injectable()
export class LiveRedis implements OnApplicationShutdown {
  private readonly opened: Redis[] = [];
  /** Fails at once while Redis is away. */
  readonly commands: Redis;

  constructor(private readonly config: Config) {
    this.commands = this.open({ commandTimeout: 1_000, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  }

  /** For listening, or for whatever has its own way of waiting. */
  open(more: RedisOptions = {}): Redis {
    const redis = new Unattended(this.config.redisUrl, { connectTimeout: 5_000, keepAlive: 10_000, maxRetriesPerRequest: null, enableReadyCheck: false, retryStrategy: (times) => Math.min(times * 200, 2_000), ...more });
    // Without a listener an error would end the process; readiness tells that Redis is away.
    redis.on('error', () => undefined);
    this.opened.push(redis);
    return redis;
  }

  onApplicationShutdown(): void {
    for (const redis of this.opened) redis.disconnect();
  }
}
