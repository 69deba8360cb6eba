import { Conflict } from '#kernel/pipeline/problem.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Work } from '#platform/work/work.js';
import { addDeliveries } from './delivery.query.js';
import { deliveryPlan } from './delivery-work.js';
import { WebhookSubscription } from './webhook-subscription.js';

/** Sends a message that means nothing, to see whether it is taken. */
@Action(WebhookSubscription, 'test', { say: 'Send test event' })
export class SendTest {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  async run({ id: subscriptionId, active }: WebhookSubscription, _input: object, { tell }: Act): Promise<void> {
    if (!active) throw new Conflict('The subscription is paused. Resume it first.');
    const now = currentScope().clock.now();
    const id = uuidv7();
    await this.tenancy.write(addDeliveries(currentOrganizationId(), [{ id, subscriptionId, transaction: '0', entryId: id, type: 'webhook.test', noun: null, recordId: null, what: 'test', changed: [], happenedAt: now }], now));
    await this.work.plan([deliveryPlan(id, 0)]);
    await tell('webhookSubscription.tested', { deliveryId: id });
  }
}
