import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anyone } from '#kernel/gate/route.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { nearestLanguage } from '../letter.js';
import { Suppressions } from './suppressions.js';
import { unsubscribePage } from './unsubscribe-page.js';
import { unsubscribingOf, type Unsubscribing } from './unsubscribe-link.js';

const SEAL = { name: 'seal', description: 'As it stands in the mail.', schema: { type: 'string', maxLength: 1_000 } } as const;
const OPEN = 'Whoever has the mail has the link, which is sealed for one address and does nothing but end mails to it.';
const PAGE = { 'text/html': { schema: { type: 'string', maxLength: 20_000 } } } as never;
const HEADERS = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'" };

/** Where people end what they are written (RFC 8058: mail programs do it with one click). */
@ApiTags('mail')
@ApiUnauthorizedResponse()
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(private readonly suppressions: Suppressions) {}

  /** Programs that look through mails open every link in them, so that this only asks. */
  @Get(':seal')
  @Anyone(OPEN)
  @ApiOperation({ summary: 'Ask whether to end mails to an address', description: 'A page with one button.' })
  @ApiParam(SEAL)
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, description: 'The page.', content: PAGE })
  ask(@Param('seal') seal: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): FastifyReply {
    const { address } = known(seal);
    return reply.headers(HEADERS).send(unsubscribePage(nearestLanguage(request.headers['accept-language']), address, false));
  }

  @Post(':seal')
  @HttpCode(200)
  @NeverKept()
  @Anyone(OPEN)
  @RouteConfig({ takes: 'application/x-www-form-urlencoded' })
  @ApiOperation({ summary: 'End mails to an address', description: 'What an organisation writes because it wants to; what somebody needs or asks for still comes. Mail programs send this with one click.' })
  @ApiParam(SEAL)
  @ApiProduces('text/html')
  @ApiResponse({ status: 200, description: 'It is done.', content: PAGE })
  async end(@Param('seal') seal: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    const { organizationId, address } = known(seal);
    await inOrganization(organizationId, { kind: 'system', reason: 'unsubscribed by a link' }, () => this.suppressions.add(address, 'unsubscribed'));
    return reply.headers(HEADERS).send(unsubscribePage(nearestLanguage(request.headers['accept-language']), address, true));
  }
}

function known(seal: string): Unsubscribing {
  const found = unsubscribingOf(seal);
  if (!found) throw new NotFound();
  return found;
}
