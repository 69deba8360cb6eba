import { Controller, Get, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InOrganization } from '#kernel/gate/route.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { text, uuid } from '#platform/docs/parts.js';
import { differencesOf, type Difference } from '../sheet/document.js';
import { Desk } from './desk.js';
import type { Repriced } from './reprice-quotation.js';

const ID = { name: 'id', schema: uuid } as const;
const free = (description: string) => ({ type: 'object', maxProperties: 60, description });
const list = (description: string) => ({ type: 'object', required: ['data'], properties: { data: { type: 'array', maxItems: 5_000, items: { type: 'object', maxProperties: 20 }, description } } });

/** What stands beside a quote: reckoning while it is written, and what it was when it was sent. */
@ApiTags('sales')
@Controller('sales/quotations')
@InOrganization()
export class QuotationsController {
  constructor(private readonly desk: Desk) {}

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reckon a quote that is being written', description: 'Nothing is saved. The same arithmetic as for the quote itself: `{ "currency": "EUR", "taxIncluded": false, "discountPercent": 5, "discountAmount": 0, "lines": [{ "quantity": 2, "unitPrice": 10.5, "discountPercent": 0, "taxRateId": … }] }`; amounts in minor units.' })
  @ApiBody({ schema: free('The terms and the lines.') as never })
  @ApiExtension('x-permission', { resource: 'quotation', action: 'create' })
  @ApiOkResponse({ description: 'What it comes to.', schema: free('The amount of each line, and all totals, in minor units.') as never })
  async preview(@Req() { body }: FastifyRequest): Promise<object> {
    return this.desk.preview(body);
  }

  @Get(':id/pdf')
  @ApiOperation({ summary: 'Read a quote as PDF', description: 'As it was issued.' })
  @ApiParam(ID)
  @ApiProduces('application/pdf')
  @ApiExtension('x-permission', { resource: 'quotation', action: 'documents' })
  @ApiOkResponse({ description: 'The document.', content: { 'application/pdf': { schema: { ...text(20_000_000), format: 'binary' } } } })
  async pdf(@Param('id') id: string): Promise<StreamableFile> {
    const { pdf, name } = await this.desk.pdf(id);
    return new StreamableFile(pdf, { type: 'application/pdf', disposition: `inline; filename="${name}"` });
  }

  @Get(':id/document')
  @ApiOperation({ summary: 'Read what was issued, and the answer to it', description: 'Word for word, with the hash that the customer has accepted, and who answered, when and from where.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'quotation', action: 'documents' })
  @ApiOkResponse({ description: 'The document, its hashes and the answer.', schema: free('document, hash, pdfHash and answer.') as never })
  async document(@Param('id') id: string): Promise<object> {
    return this.desk.document(id);
  }

  @Get(':id/differences')
  @ApiOperation({ summary: 'Compare a quote with the version before', description: 'As both were issued; nothing where there is none before it.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'quotation', action: 'documents' })
  @ApiOkResponse({ description: 'What one says that the other does not.', schema: list('what, from, to') as never })
  async differences(@Param('id') id: string): Promise<{ data: Difference[] }> {
    const { before, after } = await this.desk.versions(id);
    return { data: before ? differencesOf(before, after) : [] };
  }

  @Get(':id/price-comparison')
  @ApiOperation({ summary: 'See what another price book would make of a quote', description: 'Nothing is saved: `apply-price-book` does it.' })
  @ApiParam(ID)
  @ApiQuery({ name: 'priceBook', schema: uuid })
  @ApiExtension('x-permission', { resource: 'quotation', action: 'apply-price-book' })
  @ApiOkResponse({ description: 'Old and new price of each line.', schema: list('lineId, text, quantity, oldPrice, newPrice, oldAmount, newAmount') as never })
  async compare(@Param('id') id: string, @Query() { priceBook = '' }: Record<string, string>): Promise<{ data: Repriced[] }> {
    return {
      data: await this.desk.repriced(id, () => {
        if (!isUuid(priceBook)) throw new Invalid([{ at: 'priceBook', rule: 'type', say: 'Must be the id of a price book.' }]);
        return priceBook;
      }),
    };
  }
}
