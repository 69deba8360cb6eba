import { Injectable } from '@nestjs/common';
import { reveal } from '#kernel/field/secret.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { Does, Later, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import type { Answer } from './answer.js';
import { Deliveries } from './deliveries.js';
import type { DeliveryEnd, DeliveryInHand, Try } from './delivery.query.js';
import { deliverWebhook } from './delivery-work.js';
import { messageOf } from './message.js';
import { Pace } from './pace.js';
import { Pausing } from './pausing.js';
import { Post } from './post.js';

/** Whoever is put off finds as many before them, so that nobody is back at once. */
const FEWEST_WAITING = 20;

/** Sends one message to one target, and writes down what came of it. */
@Injectable()
@Does(deliverWebhook)
export class DeliverWebhook implements WorkHandler<{ deliveryId: string }> {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly target: Post,
    private readonly pausing: Pausing,
    private readonly pace: Pace,
  ) {}

  async do({ about: { deliveryId } }: WorkInHand<{ deliveryId: string }>): Promise<string> {
    const delivery = await this.deliveries.inHand(deliveryId);
    if (!delivery) return 'It has ended already.';
    if (!delivery.active || !delivery.secret) return this.end(delivery, 'failed', said('The subscription was paused.', this.now()));
    await this.awaitTurn(delivery);
    const attempt = await this.begin(delivery);
    const body = await this.bodyFor(delivery);
    if (body === null) return this.end(delivery, 'skipped', said('The member it works for may not see this, or not any more.', this.now()));
    if (body === 'owner gone') {
      await this.pausing.pause(delivery, 'owner');
      return this.end(delivery, 'failed', said('The member it works for is no longer active.', this.now()));
    }
    const now = this.now();
    const secrets = [delivery.secret, delivery.formerSecret].flatMap((sealed) => (sealed ? [reveal(sealed)] : []));
    const answer = await this.target.send(delivery.url, { id: delivery.id, timestamp: Math.floor(now.getTime() / 1_000), body }, secrets);
    return this.conclude(delivery, attempt, answer, { at: now.toISOString(), ms: this.now().getTime() - now.getTime(), status: answer.status, say: answer.say });
  }

  /** Behind the one before it about the same record, and not while the target rests. */
  private async awaitTurn(delivery: DeliveryInHand): Promise<void> {
    const { restsUntil, before } = delivery;
    if (restsUntil) throw new Later(await this.comeBack(delivery, restsUntil, true), 'The target is left alone for a while.');
    if (before) throw new Later(new Date(Math.max(before.getTime(), this.now().getTime()) + this.pace.orderMs), 'Waits for the one before it about the same record.');
  }

  /** Null when there is nothing that the owner may know. */
  private async bodyFor(delivery: DeliveryInHand): Promise<string | null> {
    const { noun, recordId, subscriptionId } = delivery;
    if (!noun || !recordId) return messageOf(delivery, { subscriptionId });
    const told = await this.deliveries.forItsOwner({ ...delivery, noun, recordId });
    return typeof told === 'string' ? told : told && messageOf(delivery, told);
  }

  private async begin(delivery: DeliveryInHand): Promise<number> {
    const { id, subscriptionId, failures } = delivery;
    const { mostAtOnce, failuresUntilRest } = this.pace;
    const attempt = await this.deliveries.begin({ id, subscriptionId, most: failures >= failuresUntilRest ? 1 : mostAtOnce, failing: failures > 0 });
    if (attempt === undefined) throw new Later(await this.comeBack(delivery, this.now(), failures > 0), 'The target has enough to do at the moment.');
    return attempt;
  }

  private async conclude(delivery: DeliveryInHand, attempt: number, answer: Answer, tried: Try): Promise<string> {
    if (answer.taken) return this.end(delivery, 'delivered', tried);
    const next = answer.gone ? null : this.nextAfter(attempt, answer);
    const failingSince = await this.deliveries.fail({ id: delivery.id, subscriptionId: delivery.subscriptionId, tried, next, rests: this.restAfter(delivery, answer) });
    if (answer.gone) await this.pausing.pause(delivery, 'gone');
    else if (this.now().getTime() - failingSince.getTime() >= this.pace.givenUpAfterMs) await this.pausing.pause(delivery, 'failing');
    if (next) throw new Later(next, tried.say);
    return tried.say;
  }

  private nextAfter(attempt: number, { retryAfterMs }: Answer): Date | null {
    const wait = this.pace.waitsMs[attempt - 1];
    if (wait === undefined) return null;
    const asked = Math.min(retryAfterMs ?? 0, this.pace.longestRetryAfterMs);
    return new Date(this.now().getTime() + Math.max(wait * (1 + Math.random() / 5), asked));
  }

  /** Whoever has too much to do is left alone for as long as they ask, or for a first while; whoever does not answer, for as long as that has gone on: many requests that failed in one moment say no more than one. */
  private restAfter({ failures, failingSince }: DeliveryInHand, { busy, retryAfterMs }: Answer): Date | null {
    const { failuresUntilRest, firstRestMs, longestRestMs, longestRetryAfterMs } = this.pace;
    const failedForMs = failingSince ? this.now().getTime() - failingSince.getTime() : 0;
    const silent = failures + 1 >= failuresUntilRest ? Math.min(Math.max(failedForMs, firstRestMs), longestRestMs) : 0;
    const wanted = busy ? Math.min(retryAfterMs ?? firstRestMs, longestRetryAfterMs) : 0;
    const rest = Math.max(silent, wanted);
    return rest > 0 ? new Date(this.now().getTime() + rest) : null;
  }

  private async end({ id, subscriptionId }: DeliveryInHand, state: DeliveryEnd, tried: Try): Promise<string> {
    await this.deliveries.end({ id, subscriptionId, state, tried });
    return tried.say;
  }

  private async comeBack({ subscriptionId }: DeliveryInHand, from: Date, isFailing: boolean): Promise<Date> {
    return this.pace.spread(from, Math.max(await this.deliveries.waitingFor(subscriptionId), FEWEST_WAITING), isFailing);
  }

  private now(): Date {
    return currentScope().clock.now();
  }
}

function said(say: string, at: Date): Try {
  return { at: at.toISOString(), ms: 0, status: null, say };
}
