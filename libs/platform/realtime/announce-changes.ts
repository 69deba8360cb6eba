import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import type { Entry } from '#platform/ledger/entry.js';
import { type Follower, Follows } from '#platform/ledger/follower.js';
import { Happenings } from '#platform/ledger/happenings.js';
import { changeOf, decidesRights, LIVE_CHANNEL, type LiveNews } from './live-news.js';
import { LiveRedis } from './live-redis.js';

/** Whoever was not there for so long catches up from the ledger. */
const WORTH_TELLING_MS = 60_000;

/** Tells all API processes what happened, in order. That it is told twice does no harm. */
@Injectable()
@Follows()
export class AnnounceChanges implements Follower {
  readonly name = 'live';
  readonly outside = true;

  constructor(
    private readonly happenings: Happenings,
    private readonly redis: LiveRedis,
  ) {}

  async follow(entries: readonly Entry[]): Promise<void> {
    const since = new Date(currentScope().clock.now().getTime() - WORTH_TELLING_MS);
    const fresh = entries.filter(({ happenedAt }) => happenedAt > since);
    if (fresh.length === 0) return;
    const news: LiveNews = { organizationId: currentOrganizationId(), changes: (await this.happenings.of(fresh)).map(changeOf), rights: fresh.some(({ subject }) => decidesRights(subject)) };
    await this.redis.commands.publish(LIVE_CHANNEL, JSON.stringify(news));
  }
}
