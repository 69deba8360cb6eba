import { AccessModule } from '#platform/access/access.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { Invitation } from './invitation.js';
import { InvitationMail } from './invitation-mail.js';
import { InvitationRules } from './invitation-rules.js';
import { ResendInvitation } from './resend-invitation.js';
import { RevokeInvitation } from './revoke-invitation.js';
import { RoleGuard } from './role-guard.js';

/** Whom an organisation has asked to join it. */
@FeatureModule({
  platform: 'identity',
  imports: [AccessModule],
  resources: [Invitation],
  actions: [ResendInvitation, RevokeInvitation],
  providers: [RoleGuard, InvitationMail, InvitationRules],
  exports: [RoleGuard],
  firstSteps: [{ key: 'invite', say: 'Invite the people you work with', noun: Invitation }],
})
export class InvitationsModule {}
