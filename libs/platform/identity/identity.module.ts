import { Global } from '@nestjs/common';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { AccessTokens } from './access-tokens.js';
import { Identification } from './identification.js';
import { TokenStrategy } from './token.strategy.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Who is calling. Signing in, sessions and their end belong here too. */
@Global()
@FeatureModule({
  platform: 'identity',
  providers: [AccessTokens, VerifiedTokens, TokenStrategy, Identification],
  exports: [AccessTokens, VerifiedTokens, Identification],
})
export class IdentityModule {}
