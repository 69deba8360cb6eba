import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { Desk } from '../quotations/desk.js';
import { Invoice } from './invoice.js';

@ApiTags('sales')
@Controller('sales/invoices')
@InOrganization()
export class InvoicesController {
  constructor(private readonly desk: Desk) {}

  @Get(':id/pdf')
  @ApiOperation({ summary: 'Read an invoice as PDF', description: 'As it was issued.' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiProduces('application/pdf')
  @ApiExtension('x-permission', { resource: 'invoice', action: 'documents' })
  @ApiOkResponse({ description: 'The document.', content: { 'application/pdf': { schema: { type: 'string', format: 'binary', maxLength: 20_000_000 } } } })
  async pdf(@Param('id') id: string): Promise<StreamableFile> {
    const { pdf, name } = await this.desk.pdf(id, Invoice);
    return new StreamableFile(pdf, { type: 'application/pdf', disposition: `inline; filename="${name}"` });
  }
}
