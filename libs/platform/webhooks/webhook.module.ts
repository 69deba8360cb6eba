import { AccessModule } from '#platform/access/access.module.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Happenings } from '#platform/ledger/happenings.js';
import { Telling } from '#platform/ledger/telling.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { DeleteOldDeliveries } from './delete-old-deliveries.js';
import { DeliverWebhook } from './deliver-webhook.js';
import { Deliveries } from './deliveries.js';
import { DeliveryLog } from './delivery-log.js';
import { EndpointRules } from './endpoint-rules.js';
import { EndpointsController } from './endpoints.controller.js';
import { HooksController } from './hooks.controller.js';
import { MatchWebhooks } from './match-webhooks.js';
import { Pace } from './pace.js';
import { Pausing } from './pausing.js';
import { Post } from './post.js';
import { Receive } from './receive.js';
import { ReplayDeliveries } from './replay-deliveries.js';
import { SendTest } from './send-test.js';
import { SigningSecrets } from './signing-secrets.js';
import { SubscriptionRules } from './subscription-rules.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { WebhookEndpoint } from './webhook-endpoint.js';
import { WebhookSubscription } from './webhook-subscription.js';

factWords({
  'webhookSubscription.issued': '{actor} drew the secret of the webhook',
  'webhookSubscription.rotated': '{actor} drew a new secret for the webhook',
  'webhookSubscription.tested': '{actor} sent a test event',
  'webhook.received': 'The endpoint received a message',
  'webhookSubscription.replayed': '{actor} had deliveries sent again',
});

/** Tells targets outside what happens here, and hears from outside. */
@FeatureModule({
  platform: 'integration',
  imports: [AccessModule, OutboundModule],
  resources: [WebhookSubscription, WebhookEndpoint],
  actions: [SendTest, ReplayDeliveries],
  controllers: [SubscriptionsController, EndpointsController, HooksController],
  providers: [SubscriptionRules, SigningSecrets, DeliveryLog, Happenings, Telling, MatchWebhooks, DeliverWebhook, Deliveries, Post, Pausing, Pace, EndpointRules, Receive, DeleteOldDeliveries],
})
export class WebhookModule {}
