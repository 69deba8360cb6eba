import { Injectable } from '@nestjs/common';
import { Problem } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope, runInScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { Telling, type Told } from '#platform/ledger/telling.js';
import { byId, Gathered } from '#platform/work/gathered.js';
import { accountsOfMembers } from '#platform/work/work.query.js';
import { beginAttempts, deliveriesInHand, endDeliveries, lockTargets, targetsFailed, targetsTook, tryAgain, waitingFor, type Attempt, type DeliveryInHand, type Ended, type Failure } from './delivery.query.js';
import { Pace } from './pace.js';

/** Whoever has said nothing of an attempt by then is gone. */
const OPEN_FOR_MS = 40_000;

type AboutRecord = DeliveryInHand & { noun: string; recordId: string };

/** The rows of deliveries, read and written together for all that are under way at the same moment. */
@Injectable()
export class Deliveries {
  private readonly found = new Gathered((ids: readonly string[]) => this.read<DeliveryInHand>(deliveriesInHand(currentOrganizationId(), ids, this.now())));
  private readonly waiting = new Gathered((ids: readonly string[]) => this.read<{ id: string; waiting: number }>(waitingFor(currentOrganizationId(), ids)));
  private readonly accounts = new Gathered(async (memberIds: readonly string[]) => byId(await this.platform.query<{ id: string; accountId: string }>(accountsOfMembers(currentOrganizationId(), memberIds))));
  private readonly told = new Gathered((deliveries: readonly AboutRecord[]) => this.telling.ofEach(deliveries));
  private readonly begun = new Gathered((attempts: readonly Attempt[]) => this.beginEach(attempts));
  private readonly ended = new Gathered<Ended, void>((ended) => this.endEach(ended));
  private readonly failed = new Gathered((failures: readonly Failure[]) => this.failEach(failures));

  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly telling: Telling,
    private readonly pace: Pace,
  ) {}

  /** Nothing when it has ended already. */
  inHand(id: string): Promise<DeliveryInHand | undefined> {
    return this.found.ask(id);
  }

  /** What its owner may know of it at this moment. */
  async forItsOwner(delivery: AboutRecord): Promise<Told | 'owner gone' | null> {
    const { ownerId } = delivery;
    const account = ownerId ? await this.accounts.ask(ownerId) : undefined;
    if (!ownerId || !account) return 'owner gone';
    const actor = { kind: 'member', accountId: account.accountId, memberId: ownerId } as const;
    try {
      return (await runInScope({ ...currentScope(), actor, reason: null }, () => this.told.ask(delivery))) ?? null;
    } catch (error) {
      if (error instanceof Problem && error.status === 403) return 'owner gone';
      throw error;
    }
  }

  /** The number of the attempt; nothing when there is no room for it. */
  async begin(attempt: Attempt): Promise<number | undefined> {
    return (await this.begun.ask(attempt))?.attempts;
  }

  async end(ended: Ended): Promise<void> {
    await this.ended.ask(ended);
  }

  /** Since when its target takes nothing. */
  async fail(failure: Failure): Promise<Date> {
    return (await this.failed.ask(failure))!.failingSince;
  }

  /** How many wait for a target, as far as it matters. */
  async waitingFor(subscriptionId: string): Promise<number> {
    return (await this.waiting.ask(subscriptionId))?.waiting ?? 0;
  }

  private beginEach(attempts: readonly Attempt[]): Promise<ReadonlyMap<Attempt, { attempts: number }>> {
    const [organizationId, now] = [currentOrganizationId(), this.now()];
    return this.tenancy.transaction(async (transaction) => {
      await transaction.query(lockTargets(organizationId));
      const begun = byId(await transaction.query<{ id: string; attempts: number }>(beginAttempts(organizationId, attempts, this.pace.mostToFailing, now, new Date(now.getTime() + OPEN_FOR_MS))));
      return new Map(attempts.flatMap((attempt) => (begun.has(attempt.id) ? [[attempt, begun.get(attempt.id)!]] : [])));
    });
  }

  private async endEach(ended: readonly Ended[]): Promise<void> {
    const organizationId = currentOrganizationId();
    const took = new Set(ended.flatMap(({ state, subscriptionId }) => (state === 'delivered' ? [subscriptionId] : [])));
    await this.tenancy.transaction(async (transaction) => {
      if (took.size > 0) await transaction.query(targetsTook(organizationId, [...took]));
      await transaction.query(endDeliveries(organizationId, ended, this.now()));
    });
  }

  private failEach(failures: readonly Failure[]): Promise<ReadonlyMap<Failure, { failingSince: Date }>> {
    const [organizationId, now] = [currentOrganizationId(), this.now()];
    const [again, over] = [failures.filter(({ next }) => next), failures.filter(({ next }) => !next)];
    return this.tenancy.transaction(async (transaction) => {
      if (again.length > 0) await transaction.query(tryAgain(organizationId, again));
      if (over.length > 0) await transaction.query(endDeliveries(organizationId, over.map((failure) => ({ ...failure, state: 'failed' })), now));
      const targets = byId(await transaction.query<{ id: string; failingSince: Date }>(targetsFailed(organizationId, failures, now)));
      return new Map(failures.map((failure) => [failure, targets.get(failure.subscriptionId)!]));
    });
  }

  private async read<R extends { id: string }>(statement: Statement): Promise<ReadonlyMap<string, R>> {
    return byId(await this.tenancy.read<R>(statement));
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}
