import { Global, Module } from '@nestjs/common';
import { AccessTokens } from '../access-tokens.js';
import { Sessions } from './sessions.js';

/** Sessions and the tokens that name them, for whoever opens or ends one. */
@Global()
@Module({ providers: [AccessTokens, Sessions], exports: [AccessTokens, Sessions] })
export class SessionsModule {}
