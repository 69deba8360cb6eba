import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone, SignedIn as ForSignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { Identification } from './identification.js';
import { SignIn, type SignedIn } from './sign-in.js';
import { SignInAnswer, SignInInput, SwitchInput } from './sign-in.dto.js';

@ApiTags('identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIns: SignIn,
    private readonly identification: Identification,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Signing in is how one gets a token.')
  @ApiOperation({ summary: 'Sign in', description: 'Gives an access token for at most ten minutes. Members of several organisations name one, or choose with /auth/switch.' })
  @ApiOkResponse({ type: SignInAnswer })
  @ApiUnauthorizedResponse()
  signIn(@Body() { email, password, organization }: SignInInput, @Req() request: FastifyRequest): Promise<SignedIn> {
    return this.signIns.withPassword(email, password, organization, request.ip);
  }

  @Post('switch')
  @HttpCode(200)
  @NeverKept()
  @ForSignedIn()
  @ApiOperation({ summary: 'Enter another organisation', description: 'Gives an access token for it, which ends when the one that was sent does.' })
  @ApiOkResponse({ type: SignInAnswer })
  switch(@Body() { organization }: SwitchInput, @Req() { headers, scope }: FastifyRequest): Promise<SignedIn> {
    const identity = this.identification.known(headers.authorization);
    if (!identity || !('accountId' in scope.actor)) throw new Unauthenticated();
    return this.signIns.switchTo(organization, scope.actor.accountId, { id: identity.sessionId, until: identity.expiresAt });
  }
}
