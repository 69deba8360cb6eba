import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone } from '#kernel/gate/route.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { FormAnswer, FormInput, ReceivedAnswer } from './form.dto.js';
import { FormCapture } from './form-capture.js';

const KEY = { name: 'key', description: 'The public key of the form.', schema: { type: 'string', maxLength: 40 } } as const;

/** Forms on websites of the organisation, for whoever visits them. */
@ApiTags('sales')
@ApiUnauthorizedResponse()
@Controller('forms')
@Anyone('Forms are for strangers. What they send is limited, checked for machines, and read by nobody but the organisation.')
export class FormsController {
  constructor(private readonly capture: FormCapture) {}

  @Get(':key')
  @ApiOperation({ summary: 'Load a form', description: 'With the text to agree to, and a token that goes back with what is filled in.' })
  @ApiParam(KEY)
  @ApiOkResponse({ type: FormAnswer })
  show(@Param('key') key: string): Promise<FormAnswer> {
    return this.capture.show(key);
  }

  @Post(':key')
  @HttpCode(202)
  @NeverKept()
  @ApiOperation({ summary: 'Send a form', description: 'Becomes a lead. The same `externalId`, or the same token, a second time does nothing and is answered alike.' })
  @ApiParam(KEY)
  @ApiResponse({ status: 202, description: 'It was received.', type: ReceivedAnswer })
  submit(@Param('key') key: string, @Body() input: FormInput, @Req() { ip }: FastifyRequest): Promise<ReceivedAnswer> {
    return this.capture.submit(key, input, ip);
  }
}
