import { Global, Module } from '@nestjs/common';
import { AccessTokens } from '../access-tokens.js';
import { Revocations } from './revocations.js';
import { SessionWatch } from './session-watch.js';
import { Sessions } from './sessions.js';
import { SigningKeys } from './signing-keys.js';

/** Sessions and the tokens that name them, for whoever opens, ends or asks after one. */
@Global()
@Module({ providers: [SigningKeys, AccessTokens, Revocations, SessionWatch, Sessions], exports: [SigningKeys, AccessTokens, Revocations, SessionWatch, Sessions] })
export class SessionsModule {}
