import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anyone, SignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { Config } from '#platform/config/config.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { clientOf } from '../client.js';
import { Credentials } from '../credentials.js';
import { OVER } from '../sessions/session.js';
import { Sessions } from '../sessions/sessions.js';
import { BrowserMark } from './browser-mark.js';
import { AlsoConfined } from './confinement.js';
import { FederatedSignIn } from './federated-sign-in.js';
import { AgainInput, BegunAnswer, FederatedSignInInput, SignedOutAnswer } from './federation.dto.js';

/** For the pages of our own that send people to the identity provider of their organisation. */
@ApiTags('identity')
@Controller('auth/sso')
export class FederationController {
  constructor(
    private readonly federated: FederatedSignIn,
    private readonly mark: BrowserMark,
    private readonly credentials: Credentials,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  @Post('start')
  @HttpCode(200)
  @NeverKept()
  @Anyone('Signing in through the provider of an organisation begins here.')
  @ApiOperation({ summary: 'Begin to sign in through the organisation', description: 'For browsers: open the address of the answer. It leads to the identity provider of the organisation whose domain the e-mail address is in, if there is one; the answer here does not tell. Whoever comes back has a session, in cookies, that acts in that organisation alone.' })
  @ApiOkResponse({ type: BegunAnswer })
  @ApiUnauthorizedResponse()
  async start(@Body() { email, returnTo = '/' }: FederatedSignInInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<BegunAnswer> {
    this.credentials.refuseOtherPages(request);
    return this.leadTo(await this.federated.begin(email, returnTo, this.mark.make(request, reply), clientOf(request).place));
  }

  @Post('step-up')
  @HttpCode(200)
  @NeverKept()
  @SignedIn()
  @AlsoConfined()
  @ApiOperation({ summary: 'Prove once more who I am, through the organisation', description: 'For sessions that an identity provider has opened: open the address of the answer, and come back.' })
  @ApiOkResponse({ type: BegunAnswer })
  async again(@Body() { returnTo = '/' }: AgainInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<BegunAnswer> {
    if (!request.identity) throw new Unauthenticated(OVER);
    return this.leadTo(await this.federated.beginAgain(request.identity, returnTo, this.mark.make(request, reply)));
  }

  @Post('sign-out')
  @HttpCode(200)
  @NeverKept()
  @SignedIn()
  @AlsoConfined()
  @ApiOperation({ summary: 'Sign out, of the organisation too', description: 'Ends the session of the token. The address of the answer, when the provider has such a page, ends the one that the person has there.' })
  @ApiOkResponse({ type: SignedOutAnswer })
  async signOut(@Req() { identity }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SignedOutAnswer> {
    if (!identity) throw new Unauthenticated(OVER);
    const url = this.federated.signOutUrl(identity);
    await this.sessions.end(identity.sessionId, identity.accountId, 'signed-out');
    this.credentials.takeBack(reply);
    void reply.header('clear-site-data', '"cache", "storage"');
    return { url: await url };
  }

  private leadTo(ticket: string): BegunAnswer {
    return { url: `${this.config.publicUrl}/sso/go?state=${ticket}` };
  }
}
