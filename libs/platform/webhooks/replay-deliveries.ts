import { IsISO8601, IsOptional, IsUUID } from 'class-validator';
import { Conflict, Invalid, NotFound } from '#kernel/pipeline/problem.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Work } from '#platform/work/work.js';
import { replayDeliveries } from './delivery.query.js';
import { deliveryPlan } from './delivery-work.js';
import { WebhookSubscription } from './webhook-subscription.js';

const MOST = 10_000;

export class ReplayInput {
  /** One delivery, whether it had arrived or not. */
  @IsOptional() @IsUUID() deliveryId?: string;
  /** All that have failed since. */
  @IsOptional() @IsISO8601({ strict: true }) since?: string;
}

/** Sends again, under the same id, what a target has missed. */
@Action(WebhookSubscription, 'replay', { input: ReplayInput, say: 'Send again' })
export class ReplayDeliveries {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  async run({ id: subscriptionId, active }: WebhookSubscription, { deliveryId, since }: ReplayInput, { tell }: Act): Promise<void> {
    if ((deliveryId === undefined) === (since === undefined)) throw new Invalid([{ at: 'since', rule: 'one', say: 'Say either which delivery ("deliveryId"), or since when what failed is sent again ("since").' }]);
    if (!active) throw new Conflict('The subscription is paused. Resume it first.');
    const which = { id: deliveryId ?? null, since: since === undefined ? null : new Date(since) };
    const again = await this.tenancy.write<{ id: string; round: number }>(replayDeliveries(currentOrganizationId(), subscriptionId, which, currentScope().clock.now(), MOST));
    if (deliveryId !== undefined && again.length === 0) throw new NotFound('This subscription has no such delivery that could be sent again.');
    await this.work.plan(again.map(({ id, round }) => deliveryPlan(id, round)));
    await tell('webhookSubscription.replayed', { deliveries: again.length });
  }
}
