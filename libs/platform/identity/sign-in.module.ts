import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { Challenges } from './factors/challenges.js';
import { FactorThrottle } from './factors/factor-throttle.js';
import { Factors } from './factors/factors.js';
import { FactorsController } from './factors/factors.controller.js';
import { PasskeySignIn } from './factors/passkey-sign-in.js';
import { Passkeys } from './factors/passkeys.js';
import { SecondFactor } from './factors/second-factor.js';
import { SecondFactorController } from './factors/second-factor.controller.js';
import { StepUpController } from './factors/step-up.controller.js';
import { MeController } from './me.controller.js';
import { PasswordChange } from './password-change.js';
import { PeopleModule } from './people.module.js';
import { JwksController } from './sessions/jwks.controller.js';
import { MemberSessionsController } from './sessions/member-sessions.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SignIn } from './sign-in.js';

/** How people get in, and what they prove it with. Only the API has it: it needs the edge. */
@Module({
  imports: [PeopleModule],
  controllers: [AuthController, SecondFactorController, FactorsController, StepUpController, SessionsController, MemberSessionsController, MeController, JwksController],
  providers: [SignIn, SignInThrottle, PasswordChange, Challenges, FactorThrottle, Factors, Passkeys, PasskeySignIn, SecondFactor],
  exports: [SignIn, SecondFactor, Factors, Challenges],
})
export class SignInModule {}
