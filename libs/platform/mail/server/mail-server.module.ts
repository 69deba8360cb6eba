import { AccessModule } from '#platform/access/access.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { CheckDkimKey, DrawDkimKey, UseDkimKey } from './dkim-keys.js';
import { MailServer } from './mail-server.js';
import { MailServerRules } from './mail-server-rules.js';
import { OwnServers } from './own-servers.js';
import { SendTestMail, TestMailServer } from './test-mail.js';

/** The mail servers of organisations, and the keys that their mails are signed with. */
@FeatureModule({
  platform: 'mail',
  imports: [AccessModule, OutboundModule],
  resources: [MailServer],
  actions: [SendTestMail, DrawDkimKey, UseDkimKey],
  providers: [MailServerRules, OwnServers, TestMailServer, CheckDkimKey],
  exports: [OwnServers],
})
export class MailServerModule {}
