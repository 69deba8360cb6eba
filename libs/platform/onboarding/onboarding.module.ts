import { type DynamicModule, Module } from '@nestjs/common';
import type { FirstStep } from '#platform/modules/feature-module.js';
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
import { CreateOrganization } from './organization/create-organization.js';
import { Checklist, FIRST_STEPS } from './organization/first-steps.js';
import { OrganizationController } from './organization/organization.controller.js';
import { OnboardingThrottle } from './throttle.js';

/** How people and organisations come in. Only the API has it: it needs the edge. */
@Module({})
export class OnboardingModule {
  static forRoot(firstSteps: readonly FirstStep[]): DynamicModule {
    return {
      module: OnboardingModule,
      imports: [PeopleModule, SessionsModule, InvitationsModule],
      controllers: [AccountController, AcceptanceController, InvitationsController, OrganizationController],
      providers: [OnboardingThrottle, Registration, PasswordReset, AddressChanges, AcceptInvitation, CreateOrganization, Checklist, { provide: FIRST_STEPS, useValue: firstSteps }],
    };
  }
}
