import { AccessModule } from '#platform/access/access.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { BreakGlassRules } from './break-glass-rules.js';
import { DomainRules } from './domain-rules.js';
import { Enforcements } from './enforcement.js';
import { GroupRole, IdentityProvider } from './identity-provider.js';
import { ProviderRules } from './provider-rules.js';
import { SignInDomain } from './sign-in-domain.js';

/** Which identity providers an organisation has, and for whom they speak. */
@FeatureModule({ platform: 'identity', imports: [AccessModule], resources: [IdentityProvider, SignInDomain, GroupRole], providers: [ProviderRules, DomainRules, Enforcements, BreakGlassRules], exports: [Enforcements] })
export class SsoModule {}
