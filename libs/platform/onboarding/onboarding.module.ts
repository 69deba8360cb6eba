import { Module } from '@nestjs/common';
import { PeopleModule } from '#platform/identity/people.module.js';
import { SessionsModule } from '#platform/identity/sessions/sessions.module.js';
import { AccountController } from './account/account.controller.js';
import { AddressChanges } from './account/address-change.js';
import { PasswordReset } from './account/password-reset.js';
import { Registration } from './account/registration.js';
import { AcceptInvitation } from './invitation/accept-invitation.js';
import { AcceptanceController } from './invitation/acceptance.controller.js';
import { InvitationsController } from './invitation/invitations.controller.js';
import { InvitationsModule } from './invitation/invitations.module.js';
import { OnboardingThrottle } from './throttle.js';

/** How people and organisations come in. Only the API has it: it needs the edge. */
@Module({
  imports: [PeopleModule, SessionsModule, InvitationsModule],
  controllers: [AccountController, AcceptanceController, InvitationsController],
  providers: [OnboardingThrottle, Registration, PasswordReset, AddressChanges, AcceptInvitation],
})
export class OnboardingModule {}
