import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { clientOf } from '../client.js';
import { OVER } from '../sessions/session.js';
import { AskedAnswer, StepUpInput } from './factor.dto.js';
import { SecondFactor } from './second-factor.js';

/** What to do about the problem `step-up-required`. */
@ApiTags('identity')
@SignedIn()
@Controller('auth/step-up')
export class StepUpController {
  constructor(private readonly secondFactor: SecondFactor) {}

  @Post('options')
  @HttpCode(200)
  @NeverKept()
  @ApiOperation({ summary: 'How I can prove once more who I am', description: 'Gives the ways that are open, and the token to finish with.' })
  @ApiOkResponse({ type: AskedAnswer })
  async options(@Req() { identity }: FastifyRequest): Promise<AskedAnswer> {
    if (!identity) throw new Unauthenticated(OVER);
    return this.secondFactor.askAgain(identity);
  }

  @Post()
  @HttpCode(204)
  @NeverKept()
  @ApiOperation({ summary: 'Prove once more who I am', description: 'Counts for ten minutes, in this session alone.' })
  @ApiNoContentResponse()
  async prove(@Body() { token, ...proving }: StepUpInput, @Req() request: FastifyRequest): Promise<void> {
    if (!request.identity) throw new Unauthenticated(OVER);
    await this.secondFactor.stepUp(request.identity, token, proving, clientOf(request));
  }
}
