import { Module } from '@nestjs/common';
import { AccessModule } from '#platform/access/access.module.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { SignInModule } from '../sign-in.module.js';
import { BrowserMark } from './browser-mark.js';
import { Domains } from './domains.js';
import { DomainsController } from './domains.controller.js';
import { EnforcementController } from './enforcement.controller.js';
import { FederatedPeople } from './federated-people.js';
import { FederatedSignIn } from './federated-sign-in.js';
import { FederationController } from './federation.controller.js';
import { GroupRoles } from './group-roles.js';
import { Providers } from './providers.js';
import { RelyingParty } from './relying-party.js';
import { ReturnController } from './return.controller.js';
import { SsoModule } from './sso.module.js';

/** How people come in through the identity provider of their organisation. Only the API has it: it needs the edge. */
@Module({
  imports: [SignInModule, AccessModule, SsoModule, OutboundModule],
  controllers: [FederationController, ReturnController, DomainsController, EnforcementController],
  exports: [BrowserMark, FederatedSignIn],
  providers: [BrowserMark, Domains, FederatedPeople, FederatedSignIn, GroupRoles, Providers, RelyingParty],
})
export class FederationModule {}
