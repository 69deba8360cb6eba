import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Position } from './entry.js';
import { isFollower, type Follower } from './follower.js';
import { entriesAfterCursor, moveCursor, organizationsWithNews, type ReadEntry } from './ledger.query.js';

const BATCH = 500;
const MOST_REMEMBERED = 10_000;

/** What an organisation's ledger still holds: nothing new, what somebody leaves to gather, something that a running transaction may yet get in front of, or trouble. */
export type Rest = 'nothing' | 'gathering' | 'not final' | 'failed';
const WORST_FIRST = ['failed', 'not final', 'gathering'] as const;

class MovedByAnother extends Error {}

/** Brings what stands in the ledger to those who follow it. That two do so at once costs time, and breaks nothing. */
@Injectable()
export class Relay implements OnApplicationBootstrap {
  private readonly logger = new Logger('Ledger');
  private followers: Follower[] = [];
  /** When those who gather have read last. */
  private readonly readAt = new Map<string, number>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly discovery: DiscoveryService,
  ) {}

  onApplicationBootstrap(): void {
    const found = this.discovery.getProviders().filter(({ metatype }) => typeof metatype === 'function' && isFollower(metatype));
    this.followers = [...new Set(found.map(({ instance }) => instance as Follower))];
    const names = this.followers.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice) throw new Error(`Two followers of the ledger are called ${twice}: they would share a cursor. Rename one.`);
  }

  /** Everybody in whose ledger something is unread. */
  async withNews(): Promise<string[]> {
    const found = await Promise.all(this.followers.map(({ name }) => this.platform.query<{ organizationId: string }>(organizationsWithNews(name))));
    return [...new Set(found.flat().map(({ organizationId }) => organizationId))];
  }

  /** Reads on until there is no more. A follower that fails stays where it is, and holds up no other. Without `hurry`, those who gather may leave it for later. */
  advance(organizationId: string, hurry = true): Promise<Rest> {
    return inOrganization(organizationId, { kind: 'system', reason: 'ledger relay' }, async () => {
      const rests = await Promise.all(this.followers.map((follower) => this.bring(follower, hurry)));
      return WORST_FIRST.find((rest) => rests.includes(rest)) ?? 'nothing';
    });
  }

  private gathers({ name, gatherMs }: Follower): boolean {
    if (gatherMs === undefined) return false;
    const key = `${currentOrganizationId()} ${name}`;
    const now = performance.now();
    if (now - (this.readAt.get(key) ?? -Infinity) < gatherMs) return true;
    if (this.readAt.size >= MOST_REMEMBERED) this.readAt.clear();
    this.readAt.set(key, now);
    return false;
  }

  private async bring(follower: Follower, hurry: boolean): Promise<Rest> {
    if (!hurry && this.gathers(follower)) return 'gathering';
    try {
      for (;;) {
        const read = await this.tenancy.read<ReadEntry>(entriesAfterCursor(currentOrganizationId(), follower.name, BATCH));
        const entries = read.slice(0, finalOnes(read));
        if (entries.length > 0) await this.hand(follower, entries);
        if (entries.length < read.length) return 'not final';
        if (read.length < BATCH) return 'nothing';
      }
    } catch (error) {
      if (error instanceof MovedByAnother) return 'not final';
      this.logger.error({ msg: 'A follower of the ledger failed and will be tried again', follower: follower.name, organizationId: currentOrganizationId(), error });
      return 'failed';
    }
  }

  private async hand(follower: Follower, entries: readonly ReadEntry[]): Promise<void> {
    const [first, last] = [entries[0]!, entries.at(-1)!];
    const from: Position = { transaction: first.cursorTransaction, entryId: first.cursorEntryId };
    const to: Position = { transaction: last.transaction, entryId: last.id };
    if (follower.outside) await follower.follow(entries, from);
    await this.tenancy.transaction(async (transaction) => {
      const moved = await transaction.query(moveCursor(currentOrganizationId(), follower.name, from, to));
      if (moved.length === 0) throw new MovedByAnother();
      if (!follower.outside) await follower.follow(entries, from);
    });
  }
}

function finalOnes(entries: readonly ReadEntry[]): number {
  const open = entries.findIndex(({ final }) => !final);
  return open === -1 ? entries.length : open;
}
