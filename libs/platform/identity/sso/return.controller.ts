import { Controller, Get, Param, Query, Req, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anyone } from '#kernel/gate/route.js';
import { Problem } from '#kernel/pipeline/problem.js';
import { clientOf } from '../client.js';
import { Credentials } from '../credentials.js';
import { notLetInPage } from '../oauth/pages.js';
import { languageOf } from '../oauth/words.js';
import { BrowserMark } from './browser-mark.js';
import { FederatedSignIn } from './federated-sign-in.js';
import { NotLetIn, type Reason } from './let-in.js';

const STATUS: Partial<Record<Reason, number>> = { 'begun-elsewhere': 400, unavailable: 502 };

/** The way to the provider and back, as a browser goes it. */
@ApiExcludeController()
@Controller({ path: 'sso', version: VERSION_NEUTRAL })
export class ReturnController {
  constructor(
    private readonly federated: FederatedSignIn,
    private readonly mark: BrowserMark,
    private readonly credentials: Credentials,
  ) {}

  @Get('go')
  @Anyone('A browser that has begun to sign in is led to the provider; only it can.')
  go(@Query('state') state: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    return orPage(request, reply, async () => reply.redirect(await this.federated.leave(state, this.mark.of(request)), 303));
  }

  @Get('callback/:organizationId')
  @Anyone('The provider leads a browser back here; only the one that has begun gets in.')
  callback(@Param('organizationId') organizationId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    return orPage(request, reply, async () => {
      const { searchParams } = new URL(request.url, 'http://here');
      const { returnTo, signedIn } = await this.federated.arrive(organizationId, searchParams, this.mark.of(request), clientOf(request));
      if (signedIn) this.credentials.hand(reply, signedIn, true);
      return reply.redirect(returnTo, 303);
    });
  }
}

async function orPage(request: FastifyRequest, reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof NotLetIn ? error.reason : error instanceof Problem && error.status < 500 ? error.kind : null;
    if (reason === null) throw error;
    const because = reason === 'begun-elsewhere' ? 'begunElsewhere' : reason === 'unavailable' ? 'unavailable' : 'refused';
    return reply
      .code(STATUS[reason as Reason] ?? 403)
      .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'" })
      .send(notLetInPage(languageOf(request.headers['accept-language']), because, reason));
  }
}
