import { Global } from '@nestjs/common';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { Identification } from './identification.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { TokenStrategy } from './token.strategy.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Who is calling. Signing in, sessions and their end belong here too. */
@Global()
@FeatureModule({
  platform: 'identity',
  imports: [SessionsModule],
  providers: [VerifiedTokens, TokenStrategy, Identification],
  exports: [VerifiedTokens, Identification],
})
export class IdentityModule {}
