import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { MeController } from './me.controller.js';
import { JwksController } from './sessions/jwks.controller.js';
import { PeopleModule } from './people.module.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SignIn } from './sign-in.js';

/** How people get in. Only the API has it: it needs the edge. */
@Module({ imports: [PeopleModule], controllers: [AuthController, MeController, JwksController], providers: [SignIn, SignInThrottle] })
export class SignInModule {}
