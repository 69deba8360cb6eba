import { Controller, Get, Param } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuid } from '#platform/docs/parts.js';
import { Invoice } from '../invoices/invoice.js';
import { allocationsShown, refundsShown } from './allocations.query.js';
import { Payment } from './payment.js';

const amount = { type: 'object', required: ['amount', 'currency'], properties: { amount: { type: 'integer', format: 'int64', minimum: -9e15, maximum: 9e15 }, currency: { type: 'string', maxLength: 3 } } };
const list = (properties: object) => ({ type: 'object', required: ['data'], properties: { data: { type: 'array', maxItems: 1_000, items: { type: 'object', properties } } } });
const ALLOCATIONS = list({ id: uuid, paymentId: uuid, invoiceId: uuid, invoiceNumber: { type: 'string', maxLength: 60 }, reference: { anyOf: [{ type: 'string', maxLength: 140 }, { type: 'null' }] }, amount, settled: amount, exchangeDifference: { anyOf: [amount, { type: 'null' }] }, at: { type: 'string', format: 'date-time', maxLength: 40 } });
const REFUNDS = list({ id: uuid, amount, refundedOn: { type: 'string', format: 'date', maxLength: 10 }, reason: { anyOf: [{ type: 'string', maxLength: 500 }, { type: 'null' }] } });

/** What was paid with what: for whoever may read the one that they ask about. */
@ApiTags('sales')
@Controller('sales/allocations')
@InOrganization()
export class AllocationsController {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
  ) {}

  @Get('of-payment/:paymentId')
  @ApiOperation({ summary: 'List what a payment was allocated to', description: 'For whoever may read the payment.' })
  @ApiParam({ name: 'paymentId', schema: uuid })
  @ApiExtension('x-permission', { resource: 'payment', action: 'read' })
  @ApiOkResponse({ description: 'The allocations that hold.', schema: ALLOCATIONS as never })
  async ofPayment(@Param('paymentId') id: string): Promise<{ data: object[] }> {
    await this.read.get(this.registry.of(Payment), id, { fields: 'id' });
    return { data: await this.tenancy.read(allocationsShown(currentOrganizationId(), 'payment_id', id)) };
  }

  @Get('of-invoice/:invoiceId')
  @ApiOperation({ summary: 'List what an invoice was paid with', description: 'For whoever may read the invoice.' })
  @ApiParam({ name: 'invoiceId', schema: uuid })
  @ApiExtension('x-permission', { resource: 'invoice', action: 'read' })
  @ApiOkResponse({ description: 'The allocations that hold.', schema: ALLOCATIONS as never })
  async ofInvoice(@Param('invoiceId') id: string): Promise<{ data: object[] }> {
    await this.read.get(this.registry.of(Invoice), id, { fields: 'id' });
    return { data: await this.tenancy.read(allocationsShown(currentOrganizationId(), 'invoice_id', id)) };
  }

  @Get('refunds-of/:paymentId')
  @ApiOperation({ summary: 'List what of a payment went back', description: 'For whoever may read the payment.' })
  @ApiParam({ name: 'paymentId', schema: uuid })
  @ApiExtension('x-permission', { resource: 'payment', action: 'read' })
  @ApiOkResponse({ description: 'The refunds.', schema: REFUNDS as never })
  async refunds(@Param('paymentId') id: string): Promise<{ data: object[] }> {
    await this.read.get(this.registry.of(Payment), id, { fields: 'id' });
    return { data: await this.tenancy.read(refundsShown(currentOrganizationId(), id)) };
  }
}
