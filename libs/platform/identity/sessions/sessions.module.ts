import { Global, Module } from '@nestjs/common';
import { AccountEvents } from '../account-events.js';
import { Alerts } from '../alerts.js';
import { AccessTokens } from '../access-tokens.js';
import { Revocations } from './revocations.js';
import { SessionWatch } from './session-watch.js';
import { Sessions } from './sessions.js';
import { SigningKeys } from './signing-keys.js';

const PROVIDERS = [SigningKeys, AccessTokens, Revocations, SessionWatch, AccountEvents, Alerts, Sessions];

/** Sessions and the tokens that name them, for whoever opens, ends or asks after one. */
@Global()
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class SessionsModule {}
