import { Injectable } from '@nestjs/common';
import { LIVE_CHANNEL, type LiveNews } from './live-news.js';
import { LiveRedis } from './live-redis.js';

/** Lets the open pages of a member know that there is something new to read, in whichever process they are connected. */
@Injectable()
export class LiveBell {
  constructor(private readonly redis: LiveRedis) {}

  /** Pages ask by themselves after a while, too: nothing is lost while Redis is away. */
  ring(organizationId: string, memberId: string): void {
    const news: LiveNews = { organizationId, changes: [], rights: false, notified: memberId };
    void this.redis.commands.publish(LIVE_CHANNEL, JSON.stringify(news)).catch(() => undefined);
  }
}
