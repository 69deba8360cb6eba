import { AccessModule } from '#platform/access/access.module.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Happenings } from '#platform/ledger/happenings.js';
import { Telling } from '#platform/ledger/telling.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { DeleteOldDeliveries } from './delete-old-deliveries.js';
import { DeliverWebhook } from './deliver-webhook.js';
import { DeliveryLog } from './delivery-log.js';
import { MatchWebhooks } from './match-webhooks.js';
import { Pace } from './pace.js';
import { Pausing } from './pausing.js';
import { Post } from './post.js';
import { ReplayDeliveries } from './replay-deliveries.js';
import { SendTest } from './send-test.js';
import { SigningSecrets } from './signing-secrets.js';
import { SubscriptionRules } from './subscription-rules.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { WebhookSubscription } from './webhook-subscription.js';

factWords({
  'webhookSubscription.issued': '{actor} drew the secret of the webhook',
  'webhookSubscription.rotated': '{actor} drew a new secret for the webhook',
  'webhookSubscription.tested': '{actor} sent a test event',
  'webhookSubscription.replayed': '{actor} had deliveries sent again',
});

/** Tells targets outside what happens here. */
@FeatureModule({
  platform: 'integration',
  imports: [AccessModule, OutboundModule],
  resources: [WebhookSubscription],
  actions: [SendTest, ReplayDeliveries],
  controllers: [SubscriptionsController],
  providers: [SubscriptionRules, SigningSecrets, DeliveryLog, Happenings, Telling, MatchWebhooks, DeliverWebhook, Post, Pausing, Pace, DeleteOldDeliveries],
})
export class WebhookModule {}
