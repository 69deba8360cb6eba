import { Body, Controller, HttpCode, Optional, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiConflictResponse, ApiExtraModels, ApiOkResponse, ApiOperation, ApiProduces, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone } from '#kernel/gate/route.js';
import { TooManyRequests } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { addressKey, RateLimit } from '#platform/edge/rate-limit.js';
import { Acceptance, type Seen } from './acceptance.js';
import { AcceptQuotationInput, DeclineQuotationInput, QuotationLinkInput, SEEN } from './public-quotation.dto.js';

const LIMIT = { limit: 60 };

/** Where customers read a quote and answer it. The React application draws the page; the token stands after # in its address, and comes here in the body. */
@ApiTags('sales')
@ApiUnauthorizedResponse()
@ApiExtraModels(QuotationLinkInput)
@Controller('public/quotations')
@Anyone('The link is the proof: whoever holds it was sent the quote.')
export class PublicQuotationsController {
  constructor(
    private readonly acceptance: Acceptance,
    /** Workers answer nobody. */
    @Optional() private readonly limit?: RateLimit,
  ) {}

  @Post('look')
  @HttpCode(200)
  @NeverKept()
  @ApiOperation({ summary: 'Read a quote by its link', description: 'Uses nothing up.' })
  @ApiOkResponse({ description: 'The quote as it was issued.', schema: SEEN as never })
  async look(@Body() { token }: QuotationLinkInput, @Req() { ip }: FastifyRequest): Promise<Seen> {
    await this.admit(ip);
    return this.acceptance.look(token);
  }

  @Post('pdf')
  @HttpCode(200)
  @NeverKept()
  @ApiOperation({ summary: 'Read a quote as PDF by its link', description: 'As it was issued. Uses nothing up.' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The quote as it was issued.', content: { 'application/pdf': { schema: { type: 'string', format: 'binary', maxLength: 20_000_000 } } } })
  async pdf(@Body() { token }: QuotationLinkInput, @Req() { ip }: FastifyRequest): Promise<StreamableFile> {
    await this.admit(ip);
    const { pdf, name } = await this.acceptance.pdf(token);
    return new StreamableFile(pdf, { type: 'application/pdf', disposition: `inline; filename="${name}"` });
  }

  @Post('accept')
  @HttpCode(200)
  @NeverKept()
  @ApiOperation({ summary: 'Accept a quote', description: 'Once: a second click is answered alike. `hash` is that of what was read.' })
  @ApiConflictResponse()
  @ApiOkResponse({ description: 'The quote, accepted.', schema: SEEN as never })
  async accept(@Body() { token, hash, name, signature }: AcceptQuotationInput, @Req() request: FastifyRequest): Promise<Seen> {
    await this.admit(request.ip);
    return this.acceptance.answer(token, hash, { answer: 'accepted', name, signature: signature ?? null, ...from(request) });
  }

  @Post('decline')
  @HttpCode(200)
  @NeverKept()
  @ApiOperation({ summary: 'Decline a quote', description: 'Once: a second click is answered alike. `hash` is that of what was read.' })
  @ApiConflictResponse()
  @ApiOkResponse({ description: 'The quote, declined.', schema: SEEN as never })
  async decline(@Body() { token, hash, name, reason }: DeclineQuotationInput, @Req() request: FastifyRequest): Promise<Seen> {
    await this.admit(request.ip);
    return this.acceptance.answer(token, hash, { answer: 'declined', name, reason: reason ?? null, ...from(request) });
  }

  private async admit(ip: string): Promise<void> {
    if (!this.limit) throw new Error('Customers are answered by the API alone.');
    const { granted, nextInMs } = await this.limit.store.take(`rate:quotation-link:place:${addressKey(ip)}`, LIMIT, 1, 0);
    if (granted === 0) throw new TooManyRequests(Math.ceil(nextInMs / 1_000));
  }
}

function from({ ip, headers }: FastifyRequest): { address: string; device: string | null } {
  return { address: ip, device: headers['user-agent']?.slice(0, 300) ?? null };
}
