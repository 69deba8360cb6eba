import { Injectable } from '@nestjs/common';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Entry, Position } from '#platform/ledger/entry.js';
import { Happenings } from '#platform/ledger/happenings.js';
import { type Listener, Listens } from '#platform/ledger/listener.js';
import type { Plan } from '#platform/work/work.js';
import { addDeliveries, failingTargets, type FailingTarget, type NewDelivery } from './delivery.query.js';
import { deliveryPlan } from './delivery-work.js';
import { wantsEvent } from './event-names.js';
import { Pace } from './pace.js';
import { listeningSubscriptions, type Listening } from './subscription.query.js';

interface Remembered {
  subscriptions: readonly Listening[];
  /** How far the ledger was read when this was known to hold. */
  at: Position;
}

const MOST_REMEMBERED = 5_000;
/** Parameters of one statement. */
const MOST_AT_ONCE = 1_000;

/** Says who is to be told of what: one delivery for each entry and each subscription that wants it. */
@Injectable()
@Listens()
export class MatchWebhooks implements Listener {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly happenings: Happenings,
    private readonly pace: Pace,
  ) {}

  async wants(entries: readonly Entry[], from: Position): Promise<Plan[]> {
    const subscriptions = await this.subscriptions(entries, from);
    if (subscriptions.length === 0) return [];
    const deliveries = (await this.happenings.of(entries)).flatMap(({ entry, type, noun, recordId, what, changed }) =>
      subscriptions.filter(({ events, createdAt }) => createdAt <= entry.happenedAt && wantsEvent(events, type)).map(({ id }): NewDelivery => ({
        id: uuidv7(), subscriptionId: id, transaction: entry.transaction, entryId: entry.id, type, noun, recordId, what, changed, happenedAt: entry.happenedAt,
      })),
    );
    if (deliveries.length === 0) return [];
    const [organizationId, now] = [currentOrganizationId(), currentScope().clock.now()];
    for (let at = 0; at < deliveries.length; at += MOST_AT_ONCE) await this.tenancy.write(addDeliveries(organizationId, deliveries.slice(at, at + MOST_AT_ONCE), now));
    const targets = [...new Set(deliveries.map(({ subscriptionId }) => subscriptionId))];
    const failing = new Map((await this.tenancy.read<FailingTarget>(failingTargets(organizationId, targets))).map((target) => [target.id, target]));
    return deliveries.map(({ id, subscriptionId }) => deliveryPlan(id, 0, this.turnAt(failing.get(subscriptionId), now)));
  }

  /** What is planned for now would only be put off by whoever takes it up. */
  private turnAt(target: FailingTarget | undefined, now: Date): Date | undefined {
    return target && this.pace.spread(target.restsUntil && target.restsUntil > now ? target.restsUntil : now, target.waiting, true);
  }

  /** Changes of subscriptions stand in the same ledger: what is remembered holds as long as none has come by, and nobody else has read on. */
  private async subscriptions(entries: readonly Entry[], from: Position): Promise<readonly Listening[]> {
    const organizationId = currentOrganizationId();
    const known = this.remembered.get(organizationId);
    const holds = known && isSame(known.at, from) && !entries.some(({ subject }) => subject === 'webhookSubscription');
    const subscriptions = holds ? known.subscriptions : await this.tenancy.read<Listening>(listeningSubscriptions(organizationId));
    const last = entries.at(-1)!;
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(organizationId, { subscriptions, at: { transaction: last.transaction, entryId: last.id } });
    return subscriptions;
  }
}

function isSame(a: Position, b: Position): boolean {
  return a.transaction === b.transaction && a.entryId === b.entryId;
}
