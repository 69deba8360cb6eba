import { FeatureModule } from '#platform/modules/feature-module.js';
import { MailSuppression } from './mail-suppression.js';
import { Suppressions } from './suppressions.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

/** Who is not written to any more, and how people say so. */
@FeatureModule({ platform: 'mail', resources: [MailSuppression], controllers: [UnsubscribeController], providers: [Suppressions], exports: [Suppressions] })
export class MailSuppressionModule {}
