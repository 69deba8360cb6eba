import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { Identification } from './identification.js';
import { TokenStrategy } from './token.strategy.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Who is calling. Signing in, sessions and their end belong here too. */
@Global()
@Module({
  providers: [AccessTokens, VerifiedTokens, TokenStrategy, Identification],
  exports: [AccessTokens, VerifiedTokens, Identification],
})
export class IdentityModule {}
