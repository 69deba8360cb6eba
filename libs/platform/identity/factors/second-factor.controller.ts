import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anyone } from '#kernel/gate/route.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { clientOf } from '../client.js';
import { Credentials } from '../credentials.js';
import { SignIn } from '../sign-in.js';
import { SignInAnswer } from '../sign-in.dto.js';
import { CeremonyAnswer, PasskeySignInInput, SecondFactorInput } from './factor.dto.js';

/** The ways in beside the password, and the step after it. */
@ApiTags('identity')
@Controller('auth')
export class SecondFactorController {
  constructor(
    private readonly signIns: SignIn,
    private readonly credentials: Credentials,
  ) {}

  @Post('sign-in/second-factor')
  @HttpCode(200)
  @NeverKept()
  @Anyone('It finishes a sign-in, with the token that was given for this alone.')
  @ApiOperation({ summary: 'Finish signing in with a second factor', description: 'With one of code, recoveryCode and passkey.' })
  @ApiOkResponse({ type: SignInAnswer })
  @ApiUnauthorizedResponse()
  async secondFactor(@Body() { token, session, ...proving }: SecondFactorInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignInAnswer> {
    if (session === 'cookie') this.credentials.refuseOtherPages(request);
    const signedIn = await this.signIns.withSecondFactor(token, proving, clientOf(request));
    return { status: 'signed_in', ...this.credentials.hand(reply, signedIn, session === 'cookie') };
  }

  @Post('passkey/options')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Signing in with a passkey begins here.')
  @ApiOperation({ summary: 'Begin to sign in with a passkey', description: 'Gives what the browser needs to ask for one, and the token to finish with.' })
  @ApiOkResponse({ type: CeremonyAnswer })
  @ApiUnauthorizedResponse()
  beginWithPasskey(): Promise<CeremonyAnswer> {
    return this.signIns.beginWithPasskey();
  }

  @Post('passkey/sign-in')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Signing in with a passkey ends here.')
  @ApiOperation({ summary: 'Sign in with a passkey', description: 'Without address and password. It counts as two factors, since it has asked for finger, face or PIN.' })
  @ApiOkResponse({ type: SignInAnswer })
  @ApiUnauthorizedResponse()
  async withPasskey(@Body() { token, response, organization, session }: PasskeySignInInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignInAnswer> {
    if (session === 'cookie') this.credentials.refuseOtherPages(request);
    const signedIn = await this.signIns.withPasskey(token, response, organization, clientOf(request));
    return { status: 'signed_in', ...this.credentials.hand(reply, signedIn, session === 'cookie') };
  }
}
