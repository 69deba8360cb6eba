import { Global } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { Credentials } from './credentials.js';
import { FactorPolicies } from './factors/factor-policies.js';
import { Proofs } from './factors/proofs.js';
import { Identification } from './identification.js';
import { KeyIdentification } from './keys/key-identification.js';
import { Artifacts } from './oauth/artifacts.js';
import { ClientIdentification } from './oauth/client-identification.js';
import { Clients } from './oauth/clients.js';
import { Programs } from './oauth/programs.js';
import { Revocations } from './sessions/revocations.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { StillWelcome } from './sessions/still-welcome.js';
import { TokenStrategy } from './token.strategy.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Who is calling, whether they still may, and how well they have proved it. */
@Global()
@FeatureModule({
  platform: 'identity',
  imports: [SessionsModule],
  providers: [Credentials, VerifiedTokens, TokenStrategy, Identification, KeyIdentification, Artifacts, Clients, ClientIdentification, Programs, FactorPolicies, Proofs, StillWelcome],
  exports: [Credentials, VerifiedTokens, Identification, KeyIdentification, Artifacts, Clients, Programs, FactorPolicies, Proofs, StillWelcome],
})
export class IdentityModule {
  constructor(revocations: Revocations, gate: Gate) {
    revocations.listen(({ sessionId, organizationId }) => {
      if (sessionId === undefined) gate.forget(organizationId);
    });
  }
}
