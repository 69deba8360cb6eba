import { Injectable, Logger } from '@nestjs/common';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { addLink, headOf, linksAt, moveHead, type Link } from './chain.query.js';
import type { Entry } from './entry.js';
import { Follows, type Follower } from './follower.js';

/** Chains the ledger of each organisation by hash, behind everybody's back: writing costs no more for it. */
@Injectable()
@Follows()
export class Chain implements Follower {
  readonly name = 'chain';
  readonly gatherMs = 1_000;
  private readonly log = new Logger('Chain');
  private readonly moving = new Set<string>();
  private readonly again = new Set<string>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
  ) {}

  async follow(entries: readonly Pick<Entry, 'transaction' | 'id'>[]): Promise<void> {
    const [last, organizationId] = [entries.at(-1), currentOrganizationId()];
    if (!last) return;
    await this.tenancy.transaction(async (transaction) => {
      const [link] = await transaction.query<Link>(addLink(organizationId, last));
      // Another table of another role, so after the commit. One that is missed is made good by the next.
      if (link) transaction.afterCommit(() => void this.keepHead(organizationId).catch((error: unknown) => this.log.warn({ msg: 'The head of a chain lags behind', organizationId, error })));
    });
  }

  /** One at a time, however fast the links come. */
  private async keepHead(organizationId: string): Promise<void> {
    this.again.add(organizationId);
    if (this.moving.has(organizationId)) return;
    this.moving.add(organizationId);
    try {
      while (this.again.delete(organizationId)) await this.moveHead(organizationId);
    } finally {
      this.moving.delete(organizationId);
    }
  }

  /** From a head that the chain still bears, and from no other: one that was cut off or rewritten is never covered up. */
  async moveHead(organizationId: string): Promise<void> {
    const [head] = await this.platform.query<Link>(headOf(organizationId));
    const known = head?.number ?? '0';
    const links = await this.tenancy.read<Link>(linksAt(organizationId, known));
    const [last, same] = [links.at(-1), links.find(({ number }) => number === known)];
    if (head && !same?.digest.equals(head.digest)) return this.log.error({ msg: 'The chain of the ledger is not the one that was. Run "npm run ledger:verify"', organizationId, link: head.number });
    if (last && last.number !== known) await this.platform.query(moveHead(organizationId, known, last));
  }
}
