import { Injectable } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';

type Use = 'client' | 'subscriber' | 'bclient';

const FOREVER: RedisOptions = {
  maxRetriesPerRequest: null,
  enableReadyCheck: false,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  // A connection that is cut without a word is found out, because workers ask at least every few seconds.
  socketTimeout: 30_000,
  retryStrategy: (times) => Math.min(times * 200, 2_000),
};

/** All queues share one connection for commands and one for events; each that is worked on has one more to wait with. */
@Injectable()
export class RedisConnections {
  private readonly all = new Set<Redis>();
  private readonly shared = new Map<Use, Redis>();

  constructor(private readonly url: string) {}

  /** Bull calls it for each queue; it never closes what it got from here. */
  forBull = (use: Use): Redis => {
    if (use === 'bclient') return this.open();
    const known = this.shared.get(use);
    if (known) return known;
    const connection = this.open();
    this.shared.set(use, connection);
    return connection;
  };

  get commands(): Redis {
    return this.forBull('client');
  }

  get isReady(): boolean {
    return this.commands.status === 'ready';
  }

  async ping(): Promise<void> {
    if (!this.isReady) throw new Error('There is no connection to Redis. Check REDIS_URL and whether it runs; connecting is tried again for ever.');
    await this.commands.ping();
  }

  closeAll(): void {
    for (const connection of this.all) connection.disconnect();
    this.all.clear();
    this.shared.clear();
  }

  private open(): Redis {
    const connection = new Redis(this.url, FOREVER);
    // Without a listener an error would end the process; readiness tells, once, that Redis is away.
    connection.on('error', () => undefined);
    connection.setMaxListeners(0);
    this.all.add(connection);
    return connection;
  }
}
