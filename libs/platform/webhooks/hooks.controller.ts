import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone } from '#kernel/gate/route.js';
import { Malformed } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { text } from '#platform/docs/parts.js';
import { Receive } from './receive.js';


/** Where messages from outside come in. */
@ApiTags('integration')
@Controller('hooks')
export class HooksController {
  constructor(private readonly receive: Receive) {}

  @Post(':address')
  @HttpCode(202)
  @NeverKept()
  @Anyone('Whoever sends is known by the signature: without one that is right and fresh, nothing is taken.')
  @RouteConfig({ takes: 'bytes' })
  @ApiOperation({ summary: 'Send a message to a webhook endpoint', description: 'Signed as Standard Webhooks says, or as Stripe signs where the endpoint is one of theirs, within five minutes, of at most 256 kB. The same `webhook-id` a second time is answered alike and does nothing.' })
  @ApiParam({ name: 'address', description: 'The address of the endpoint.', schema: text(40) })
  @ApiHeader({ name: 'webhook-id', required: false, schema: text(200) })
  @ApiHeader({ name: 'webhook-timestamp', required: false, schema: text(12) })
  @ApiHeader({ name: 'webhook-signature', required: false, schema: text(2_000) })
  @ApiHeader({ name: 'stripe-signature', required: false, schema: text(2_000) })
  @ApiBody({ schema: { type: 'object', maxProperties: 20_000, description: 'Any JSON.' } as never })
  @ApiUnauthorizedResponse()
  @ApiResponse({ status: 202, description: 'It is kept, and what follows from it will.' })
  async take(@Param('address') address: string, @Req() { headers, body }: FastifyRequest): Promise<void> {
    if (!Buffer.isBuffer(body)) throw new Malformed('Send JSON.');
    await this.receive.take(address, headers, body);
  }
}
