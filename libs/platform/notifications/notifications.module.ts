import { FeatureModule } from '#platform/modules/feature-module.js';
import { Telling } from '#platform/ledger/telling.js';
import { LiveNewsModule } from '#platform/realtime/realtime.module.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { Assignments } from './assignments.js';
import { Notify, NotifyByMail, Postbox, SendDigest } from './handlers.js';
import { NotificationsController } from './notifications.controller.js';
import { Notifier } from './notifier.js';
import { PushController } from './push/push.controller.js';
import { Push } from './push/push-handler.js';
import { PushKey } from './push/push-key.js';
import { Reminder } from './reminder/reminder.js';
import { ReminderRules } from './reminder/reminder-rules.js';
import { Remind } from './reminder/remind.work.js';
import { Titles } from '#platform/audit/titles.js';
import { WishesController } from './wishes.controller.js';
import { NoticeWording } from './wording.js';

/** What members are told, and what they want to be reminded of. */
@FeatureModule({
  platform: 'workspace',
  imports: [OutboundModule, LiveNewsModule],
  resources: [Reminder],
  controllers: [NotificationsController, WishesController, PushController],
  providers: [Titles, Telling, NoticeWording, Notifier, Assignments, Notify, Postbox, NotifyByMail, SendDigest, PushKey, Push, ReminderRules, Remind],
  exports: [Notifier, Titles],
})
export class NotificationsModule {}
