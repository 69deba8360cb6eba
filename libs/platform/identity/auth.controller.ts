import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags, ApiUnauthorizedResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anyone, SignedIn as ForSignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { nearestLanguage } from '#platform/mail/letter.js';
import { clientOf } from './client.js';
import { Credentials } from './credentials.js';
import { SecondFactorAnswer } from './factors/factor.dto.js';
import { StepUp } from './factors/step-up.js';
import { PasswordChange } from './password-change.js';
import { OVER } from './sessions/session.js';
import { Sessions } from './sessions/sessions.js';
import { SignIn } from './sign-in.js';
import { AlsoConfined } from './sso/confinement.js';
import { PasswordChangeInput, RefreshInput, SignInAnswer, SignInInput, SwitchInput, TokensAnswer } from './sign-in.dto.js';

@ApiTags('identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIns: SignIn,
    private readonly sessions: Sessions,
    private readonly passwordChange: PasswordChange,
    private readonly credentials: Credentials,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Signing in is how one gets a token.')
  @ApiOperation({ summary: 'Sign in', description: 'Gives an access token for at most ten minutes and a refresh token to go on with. Members of several organisations name one, or choose with /auth/switch.' })
  @ApiExtraModels(SignInAnswer, SecondFactorAnswer)
  @ApiOkResponse({ schema: { oneOf: [{ $ref: getSchemaPath(SignInAnswer) }, { $ref: getSchemaPath(SecondFactorAnswer) }] } })
  @ApiUnauthorizedResponse()
  async signIn(@Body() { email, password, organization, session }: SignInInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignInAnswer | SecondFactorAnswer> {
    if (session === 'cookie') this.credentials.refuseOtherPages(request);
    const answer = await this.signIns.withPassword(email, password, organization, clientOf(request));
    if ('methods' in answer) return { status: 'mfa_required', ...answer };
    return { status: 'signed_in', ...this.credentials.hand(reply, answer, session === 'cookie') };
  }

  @Post('refresh')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Whoever holds a refresh token need not be signed in.')
  @ApiOperation({ summary: 'Go on with a session', description: 'Uses the refresh token up, of the body or of the cookie, and gives another one with a new access token.' })
  @ApiOkResponse({ type: TokensAnswer })
  @ApiUnauthorizedResponse()
  async refresh(@Body() { refreshToken }: RefreshInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<TokensAnswer> {
    const kept = this.credentials.refreshToken(request.headers);
    const inCookie = refreshToken === undefined && kept !== null;
    if (inCookie) this.credentials.refuseOtherPages(request);
    try {
      const { sessionId: _sessionId, ...tokens } = await this.sessions.refresh(refreshToken ?? kept);
      return this.credentials.hand(reply, tokens, inCookie);
    } catch (error) {
      if (inCookie && error instanceof Unauthenticated) this.credentials.takeBack(reply);
      throw error;
    }
  }

  @Post('sign-out')
  @HttpCode(204)
  @NeverKept()
  @ForSignedIn()
  @AlsoConfined()
  @ApiOperation({ summary: 'Sign out', description: 'Ends the session of the token, and with it all of its tokens.' })
  @ApiNoContentResponse()
  async signOut(@Req() { identity }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (!identity) throw new Unauthenticated(OVER);
    await this.sessions.end(identity.sessionId, identity.accountId, 'signed-out');
    this.credentials.takeBack(reply);
    void reply.header('clear-site-data', '"cache", "storage"');
  }

  @Post('password')
  @HttpCode(204)
  @NeverKept()
  @ForSignedIn()
  @StepUp('with-factor')
  @ApiOperation({ summary: 'Change my password', description: 'Ends all other sessions.' })
  @ApiNoContentResponse()
  async changePassword(@Body() { present, password }: PasswordChangeInput, @Req() request: FastifyRequest): Promise<void> {
    if (!request.identity) throw new Unauthenticated(OVER);
    await this.passwordChange.change(request.identity, present, password, clientOf(request), nearestLanguage(request.headers['accept-language']?.split(/[,;]/)[0]));
  }

  @Post('switch')
  @HttpCode(200)
  @NeverKept()
  @ForSignedIn()
  @ApiOperation({ summary: 'Enter another organisation', description: 'Gives an access token for it, which ends when the one that was sent does; the refresh token goes on, and leads there from now on.' })
  @ApiOkResponse({ type: SignInAnswer })
  async switch(@Body() { organization }: SwitchInput, @Req() { identity, headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignInAnswer> {
    if (!identity) throw new Unauthenticated(OVER);
    return { status: 'signed_in', ...this.credentials.hand(reply, await this.signIns.switchTo(organization, identity), headers.authorization === undefined) };
  }
}
