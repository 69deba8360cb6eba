import { Module } from '@nestjs/common';
import { AccessModule } from '#platform/access/access.module.js';
import { FederationModule } from '../sso/federation.module.js';
import { SignInModule } from '../sign-in.module.js';
import { AuthorizationServer } from './authorization-server.js';
import { BrowserSession } from './browser-session.js';
import { ClientSecrets } from './client-secrets.js';
import { ClientsController } from './clients.controller.js';
import { Consents } from './consents.js';
import { GrantsController } from './grants.controller.js';
import { Interactions } from './interactions.js';

/** How applications are let in. Only the API has it: it needs the edge, and people who sign in. */
@Module({
  imports: [SignInModule, AccessModule, FederationModule],
  controllers: [ClientsController, GrantsController],
  providers: [AuthorizationServer, BrowserSession, ClientSecrets, Consents, Interactions],
})
export class AuthorizationModule {}
