import { Injectable } from '@nestjs/common';
import { reveal } from '#kernel/field/secret.js';
import { Problem } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Telling, type Told } from '#platform/ledger/telling.js';
import { Does, Later, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { accountOfMember } from '#platform/work/work.query.js';
import type { Answer } from './answer.js';
import { beginAttempt, deliveryInHand, endDelivery, lockTarget, targetFailed, targetTook, tryAgainAt, waitingFor, type DeliveryEnd, type DeliveryInHand, type Room, type Try } from './delivery.query.js';
import { deliverWebhook } from './delivery-work.js';
import { messageOf } from './message.js';
import { Pace } from './pace.js';
import { Pausing } from './pausing.js';
import { Post } from './post.js';

/** Whoever has said nothing of an attempt by then is gone. */
const OPEN_FOR_MS = 40_000;
const MOST_COUNTED = 1_200;
/** At what pace those who wait come back: a target that takes what it is given has room again soon. */
const [BACKLOG_PER_SECOND, BACKLOG_PER_SECOND_TO_FAILING] = [200, 20];

/** Sends one message to one target, and writes down what came of it. */
@Injectable()
@Does(deliverWebhook)
export class DeliverWebhook implements WorkHandler<{ deliveryId: string }> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly telling: Telling,
    private readonly target: Post,
    private readonly pausing: Pausing,
    private readonly pace: Pace,
  ) {}

  async do({ about: { deliveryId } }: WorkInHand<{ deliveryId: string }>): Promise<string> {
    const [delivery] = await this.tenancy.read<DeliveryInHand>(deliveryInHand(currentOrganizationId(), deliveryId, this.now()));
    if (!delivery) return 'It has ended already.';
    if (!delivery.active || !delivery.secret) return this.end(delivery, 'failed', said('The subscription was paused.', this.now()));
    await this.awaitTurn(delivery);
    const body = await this.bodyFor(delivery);
    if (body === null) return this.end(delivery, 'skipped', said('The member it works for may not see this, or not any more.', this.now()));
    if (body === 'owner gone') {
      await this.pausing.pause(delivery, 'owner');
      return this.end(delivery, 'failed', said('The member it works for is no longer active.', this.now()));
    }
    const attempt = await this.begin(delivery);
    const now = this.now();
    const secrets = [delivery.secret, delivery.formerSecret].flatMap((sealed) => (sealed ? [reveal(sealed)] : []));
    const answer = await this.target.send(delivery.url, { id: delivery.id, timestamp: Math.floor(now.getTime() / 1_000), body }, secrets);
    return this.conclude(delivery, attempt, answer, { at: now.toISOString(), ms: this.now().getTime() - now.getTime(), status: answer.status, say: answer.say });
  }

  /** Behind the one before it about the same record, and not while the target rests. */
  private async awaitTurn({ subscriptionId, restsUntil, before }: DeliveryInHand): Promise<void> {
    if (restsUntil) throw new Later(await this.spread(subscriptionId, restsUntil, true), 'The target is left alone for a while.');
    if (before) throw new Later(new Date(Math.max(before.getTime(), this.now().getTime()) + this.pace.orderMs), 'Waits for the one before it about the same record.');
  }

  /** Null when there is nothing that the owner may know. */
  private async bodyFor(delivery: DeliveryInHand): Promise<string | null> {
    const { noun, recordId, what, changed, ownerId, subscriptionId } = delivery;
    if (!noun || !recordId) return messageOf(delivery, { subscriptionId });
    const organizationId = currentOrganizationId();
    const [account] = ownerId ? await this.platform.query<{ accountId: string }>(accountOfMember(organizationId, ownerId)) : [];
    if (!ownerId || !account) return 'owner gone';
    const member = { kind: 'member', accountId: account.accountId, memberId: ownerId } as const;
    const told = await inOrganization(organizationId, member, () => this.telling.of({ noun, recordId, what, changed })).catch((error: unknown): Told | 'owner gone' => {
      if (error instanceof Problem && error.status === 403) return 'owner gone';
      throw error;
    });
    return typeof told === 'string' ? told : told && messageOf(delivery, told);
  }

  private async begin({ id, subscriptionId, failures }: DeliveryInHand): Promise<number> {
    const { mostAtOnce, mostToFailing, failuresUntilRest } = this.pace;
    const now = this.now();
    const room: Room = { most: failures >= failuresUntilRest ? 1 : mostAtOnce, failing: failures > 0, mostFailing: mostToFailing };
    const [begun] = await this.tenancy.transaction(async (transaction) => {
      await transaction.query(lockTarget(currentOrganizationId(), subscriptionId));
      return transaction.query<{ attempts: number }>(beginAttempt(currentOrganizationId(), { id, subscriptionId }, room, now, new Date(now.getTime() + OPEN_FOR_MS)));
    });
    if (!begun) throw new Later(await this.spread(subscriptionId, now, failures > 0), 'The target has enough to do at the moment.');
    return begun.attempts;
  }

  private async conclude(delivery: DeliveryInHand, attempt: number, answer: Answer, tried: Try): Promise<string> {
    if (answer.taken) return this.tenancy.transaction(async (transaction) => {
      await transaction.query(targetTook(currentOrganizationId(), delivery.subscriptionId));
      return this.end(delivery, 'delivered', tried);
    });
    const next = answer.gone ? null : this.nextAfter(attempt, answer);
    const failingSince = await this.noteFailure(delivery, next, answer, tried);
    if (answer.gone) await this.pausing.pause(delivery, 'gone');
    else if (this.now().getTime() - failingSince.getTime() >= this.pace.givenUpAfterMs) await this.pausing.pause(delivery, 'failing');
    if (next) throw new Later(next, tried.say);
    return tried.say;
  }

  private noteFailure(delivery: DeliveryInHand, next: Date | null, answer: Answer, tried: Try): Promise<Date> {
    const organizationId = currentOrganizationId();
    return this.tenancy.transaction(async (transaction) => {
      if (next) await transaction.query(tryAgainAt(organizationId, delivery.id, tried, next));
      else await this.end(delivery, 'failed', tried);
      const [target] = await transaction.query<{ failingSince: Date }>(targetFailed(organizationId, delivery.subscriptionId, this.now(), this.restAfter(delivery.failures + 1, answer)));
      return target!.failingSince;
    });
  }

  private nextAfter(attempt: number, { retryAfterMs }: Answer): Date | null {
    const wait = this.pace.waitsMs[attempt - 1];
    if (wait === undefined) return null;
    const asked = Math.min(retryAfterMs ?? 0, this.pace.longestRetryAfterMs);
    return new Date(this.now().getTime() + Math.max(wait * (1 + Math.random() / 5), asked));
  }

  /** Whoever has too much to do is left alone for as long as they ask, or for a first while; whoever does not answer, longer each time. */
  private restAfter(failures: number, { busy, retryAfterMs }: Answer): Date | null {
    const { failuresUntilRest, firstRestMs, longestRestMs, longestRetryAfterMs } = this.pace;
    const silent = failures >= failuresUntilRest ? Math.min(firstRestMs * 2 ** Math.min(failures - failuresUntilRest, 20), longestRestMs) : 0;
    const wanted = busy ? Math.min(retryAfterMs ?? firstRestMs, longestRetryAfterMs) : 0;
    const rest = Math.max(silent, wanted);
    return rest > 0 ? new Date(this.now().getTime() + rest) : null;
  }

  private async end({ id }: DeliveryInHand, state: DeliveryEnd, tried: Try): Promise<string> {
    await this.tenancy.write(endDelivery(currentOrganizationId(), id, state, tried, this.now()));
    return tried.say;
  }

  /** So that those who wait do not all come at once. */
  private async spread(subscriptionId: string, from: Date, isFailing: boolean): Promise<Date> {
    const [counted] = await this.tenancy.read<{ waiting: number }>(waitingFor(currentOrganizationId(), subscriptionId, MOST_COUNTED));
    const perSecond = isFailing ? BACKLOG_PER_SECOND_TO_FAILING : BACKLOG_PER_SECOND;
    const within = ((20 + counted!.waiting) * 1_000) / perSecond;
    return new Date(from.getTime() + this.pace.orderMs + Math.random() * within);
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}

function said(say: string, at: Date): Try {
  return { at: at.toISOString(), ms: 0, status: null, say };
}
