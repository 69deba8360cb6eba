import { Injectable } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';

/** A connection cut without a word is found out after this time: health asks every second, waiting workers every five. */
const SILENT_MS = 30_000;

type Use = 'client' | 'subscriber' | 'bclient';

const FOREVER: RedisOptions = {
  maxRetriesPerRequest: null,
  enableReadyCheck: false,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  retryStrategy: (times) => Math.min(times * 200, 2_000),
};

/** All queues share one connection for commands and one for events; each that is worked on has one more to wait with. */
@Injectable()
export class RedisConnections {
  private readonly all = new Set<Redis>();
  private closed = false;
  private readonly shared = new Map<Use, Redis>();

  constructor(private readonly url: string) {}

  /** Bull calls it for each queue; it never closes what it got from here. */
  forBull = (use: Use): Redis => {
    if (use === 'bclient') return this.open(use);
    const known = this.shared.get(use);
    if (known) return known;
    const connection = this.open(use);
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
    this.closed = true;
    for (const connection of this.all) connection.disconnect();
  }

  private open(use: Use): Redis {
    const connection = new Redis(this.url, FOREVER);
    // Without a listener an error would end the process; readiness tells, once, that Redis is away.
    connection.on('error', () => undefined);
    // A subscriber is silent by nature; what it misses is looked up every five seconds.
    if (use !== 'subscriber') connection.on('connect', () => connection.stream.setTimeout(SILENT_MS, () => connection.stream.destroy()));
    connection.setMaxListeners(0);
    this.all.add(connection);
    if (this.closed) connection.disconnect();
    return connection;
  }
}
