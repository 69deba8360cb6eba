import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone, SignedIn as ForSignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { Identification } from './identification.js';
import { deviceOf } from './sessions/session.js';
import { Sessions } from './sessions/sessions.js';
import { SignIn, type SignedIn } from './sign-in.js';
import { RefreshInput, SignInAnswer, SignInInput, SwitchInput, TokensAnswer } from './sign-in.dto.js';

@ApiTags('identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIns: SignIn,
    private readonly sessions: Sessions,
    private readonly identification: Identification,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Signing in is how one gets a token.')
  @ApiOperation({ summary: 'Sign in', description: 'Gives an access token for at most ten minutes. Members of several organisations name one, or choose with /auth/switch.' })
  @ApiOkResponse({ type: SignInAnswer })
  @ApiUnauthorizedResponse()
  signIn(@Body() { email, password, organization }: SignInInput, @Req() { ip, headers }: FastifyRequest): Promise<SignedIn> {
    return this.signIns.withPassword(email, password, organization, { ip, device: deviceOf(headers['user-agent']) });
  }

  @Post('refresh')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Whoever holds a refresh token need not be signed in.')
  @ApiOperation({ summary: 'Go on with a session', description: 'Uses the refresh token up and gives another one with a new access token.' })
  @ApiOkResponse({ type: TokensAnswer })
  @ApiUnauthorizedResponse()
  async refresh(@Body() { refreshToken: held }: RefreshInput): Promise<TokensAnswer> {
    const { accessToken, refreshToken, expiresIn } = await this.sessions.refresh(held);
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn };
  }

  @Post('sign-out')
  @HttpCode(204)
  @NeverKept()
  @ForSignedIn()
  @ApiOperation({ summary: 'Sign out', description: 'Ends the session of the token, and with it all of its tokens.' })
  async signOut(@Req() { headers, scope }: FastifyRequest): Promise<void> {
    const identity = this.identification.known(headers.authorization);
    if (!identity || !('accountId' in scope.actor)) throw new Unauthenticated();
    await this.sessions.end(identity.sessionId, scope.actor.accountId, 'signed-out');
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
    return this.signIns.switchTo(organization, scope.actor.accountId, { sessionId: identity.sessionId, until: identity.expiresAt });
  }
}
