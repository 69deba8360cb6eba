import { AccessModule } from '#platform/access/access.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { ClientRules } from './client-rules.js';
import { OauthClient } from './oauth-client.js';

/** Which applications there are. */
@FeatureModule({ platform: 'identity', imports: [AccessModule], resources: [OauthClient], providers: [ClientRules] })
export class OauthModule {}
