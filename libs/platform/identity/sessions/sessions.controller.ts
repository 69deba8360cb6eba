import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedIn } from '#kernel/gate/route.js';
import { NotFound, Unauthenticated } from '#kernel/pipeline/problem.js';
import { AccountEvents } from '../account-events.js';
import { Credentials } from '../credentials.js';
import type { Identity } from '../identity.js';
import { AlsoConfined } from '../sso/confinement.js';
import { OVER } from './session.js';
import { SessionWatch } from './session-watch.js';
import { AccountEventsAnswer, SessionsAnswer, sessionsAnswer } from './sessions.dto.js';
import { Sessions } from './sessions.js';

@ApiTags('identity')
@SignedIn()
@Controller('auth')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly credentials: Credentials,
    private readonly events: AccountEvents,
    private readonly watch: SessionWatch,
  ) {}

  @Get('sessions')
  @AlsoConfined()
  @ApiOperation({ summary: 'Where I am signed in', description: 'All live sessions, the one used last first. To a session that an identity provider has opened, only such as itself.' })
  @ApiOkResponse({ type: SessionsAnswer })
  async list(@Req() { identity }: FastifyRequest): Promise<SessionsAnswer> {
    if (!identity) throw new Unauthenticated(OVER);
    return sessionsAnswer(await this.sessions.of(identity.accountId, await this.confinement(identity)), identity.sessionId);
  }

  @Delete('sessions')
  @AlsoConfined()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out everywhere else', description: 'Ends all sessions but the one that asks.' })
  @ApiNoContentResponse()
  async endOthers(@Req() { identity }: FastifyRequest): Promise<void> {
    if (!identity) throw new Unauthenticated(OVER);
    await this.sessions.endAllOf(identity.accountId, { except: identity.sessionId, because: 'ended-by-person', confinedTo: await this.confinement(identity) });
  }

  @Delete('sessions/:id')
  @AlsoConfined()
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out there', description: 'Ends one session of mine, at most five seconds later everywhere.' })
  @ApiNoContentResponse()
  async end(@Param('id', ParseUUIDPipe) id: string, @Req() { identity }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (!identity) throw new Unauthenticated(OVER);
    if (!(await this.sessions.end(id, identity.accountId, 'ended-by-person', await this.confinement(identity)))) throw new NotFound('You have no such session, or it has ended already.');
    if (id === identity.sessionId) this.credentials.takeBack(reply);
  }

  @Get('events')
  @ApiOperation({ summary: 'What has happened to my account', description: 'The newest first: sign-ins, failed attempts, ended sessions, changed factors.' })
  @ApiOkResponse({ type: AccountEventsAnswer })
  async happened(@Req() { identity }: FastifyRequest): Promise<AccountEventsAnswer> {
    if (!identity) throw new Unauthenticated(OVER);
    return { data: await this.events.of(identity.accountId) };
  }

  private async confinement(identity: Identity): Promise<string | null> {
    return (await this.watch.state(identity)).confinedTo;
  }
}
