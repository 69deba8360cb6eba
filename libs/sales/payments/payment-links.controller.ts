import { Controller, Get, Param } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { list, moment, object, orNull, text, uuid } from '#platform/docs/parts.js';
import { Invoice } from '../invoices/invoice.js';
import { linksShown } from './payment-link.query.js';
import { PAYMENT_LINK_STATES } from './payment-link.js';

const AMOUNT = object({ amount: { type: 'integer', format: 'int64', minimum: 1, maximum: 9e15 }, currency: text(3) });
const LINKS = object({ data: list(object({ id: uuid, amount: AMOUNT, state: { type: 'string', enum: Object.keys(PAYMENT_LINK_STATES) }, url: orNull(text(2_000)), fault: orNull(text(500)), at: moment }), 1_000) });

/** Where an invoice is or was paid: for whoever may read it. */
@ApiTags('sales')
@Controller('sales/payment-links')
@InOrganization()
export class PaymentLinksController {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
  ) {}

  @Get('of-invoice/:invoiceId')
  @ApiOperation({ summary: 'List the payment links of an invoice', description: 'The newest first, for whoever may read the invoice. One at most is open.' })
  @ApiParam({ name: 'invoiceId', schema: uuid })
  @ApiExtension('x-permission', { resource: 'invoice', action: 'read' })
  @ApiOkResponse({ description: 'The links.', schema: LINKS as never })
  async ofInvoice(@Param('invoiceId') id: string): Promise<{ data: object[] }> {
    await this.read.get(this.registry.of(Invoice), id, { fields: 'id' });
    return { data: await this.tenancy.read(linksShown(currentOrganizationId(), id)) };
  }
}
