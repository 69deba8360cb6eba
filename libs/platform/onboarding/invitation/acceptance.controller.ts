import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone } from '#kernel/gate/route.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { clientOf } from '#platform/identity/client.js';
import { LinkInput } from '../account/account.dto.js';
import { OnboardingThrottle } from '../throttle.js';
import { AcceptInvitation, type Accepted } from './accept-invitation.js';
import { AcceptInput, InvitedAnswer, JoinedAnswer } from './invitation.dto.js';

/** For whoever has been invited and is nobody in that organisation yet. */
@ApiTags('identity')
@ApiUnauthorizedResponse()
@Controller('auth/invitation')
@Anyone('The link is the proof; whoever has an account signs in with it as well.')
export class AcceptanceController {
  constructor(
    private readonly acceptance: AcceptInvitation,
    private readonly throttle: OnboardingThrottle,
  ) {}

  @Post('look')
  @HttpCode(200)
  @NeverKept()
  @ApiOperation({ summary: 'Look at an invitation', description: 'Uses nothing up.' })
  @ApiOkResponse({ type: InvitedAnswer })
  async look(@Body() { token }: LinkInput, @Req() { ip }: FastifyRequest): Promise<InvitedAnswer> {
    await this.throttle.admitLink(ip);
    return this.acceptance.look(token);
  }

  @Post('accept')
  @HttpCode(200)
  @NeverKept()
  @ApiOperation({ summary: 'Accept an invitation', description: 'Whoever has an account with the address signs in with it first; anybody else gets one. Sign in or switch afterwards.' })
  @ApiOkResponse({ type: JoinedAnswer })
  async accept(@Body() { token, ...person }: AcceptInput, @Req() request: FastifyRequest): Promise<Accepted> {
    await this.throttle.admitLink(request.ip);
    return this.acceptance.accept(token, person, clientOf(request));
  }
}
