import { Controller, Get, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { isCurrency } from '#kernel/field/currency.js';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Forbidden, Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { uuid } from '#platform/docs/parts.js';
import { PriceFinder } from './price-finder.js';
import { Price } from './price.js';

const LARGEST = 9e9;
const decimal = { type: 'number', minimum: 0, maximum: LARGEST } as const;
const FOUND = {
  type: 'object',
  required: ['price'],
  properties: {
    price: {
      anyOf: [
        { type: 'object', required: ['id', 'priceBookId', 'unitPrice', 'currency', 'fromQuantity', 'distance'], properties: { id: uuid, priceBookId: uuid, unitPrice: decimal, currency: { type: 'string', maxLength: 3 }, fromQuantity: decimal, distance: { type: 'integer', format: 'int32', minimum: 0, maximum: 20, description: 'How many books above the one that was asked for.' } } },
        { type: 'null' },
      ],
    },
  },
};

/** Asks the price books. */
@ApiTags('sales')
@Controller('sales/price-of')
@InOrganization()
export class PricesController {
  constructor(
    private readonly finder: PriceFinder,
    private readonly gate: Gate,
    private readonly registry: Registry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Find the price of a product', description: 'In the book that is named, or the nearest of those that it builds on; of several quantities, the largest that is reached. `null` means that there is no price, which is not a price of nothing.' })
  @ApiQuery({ name: 'priceBook', schema: uuid })
  @ApiQuery({ name: 'product', schema: uuid })
  @ApiQuery({ name: 'currency', schema: { type: 'string', maxLength: 3, minLength: 3 } })
  @ApiQuery({ name: 'quantity', required: false, schema: decimal })
  @ApiQuery({ name: 'on', required: false, description: 'Today, if left out.', schema: { type: 'string', format: 'date', maxLength: 10 } })
  @ApiExtension('x-permission', { resource: 'price', action: 'read' })
  @ApiOkResponse({ description: 'The price, or null.', schema: FOUND as never })
  async find(@Query() query: Record<string, string>): Promise<{ price: object | null }> {
    if (!(await this.gate.ability()).of(this.registry.of(Price)).may('read')) throw new Forbidden('Your role does not allow you to see prices.');
    const { priceBook = '', product = '', currency = '', quantity = '1', on = currentScope().clock.now().toISOString().slice(0, 10) } = query;
    const errors: FieldError[] = [];
    const need = (holds: boolean, at: string, say: string) => holds || errors.push({ at, rule: 'type', say });
    need(isUuid(priceBook), 'priceBook', 'Must be the id of a price book.');
    need(isUuid(product), 'product', 'Must be the id of a product.');
    need(isCurrency(currency), 'currency', 'Must name a currency by its ISO 4217 code, such as EUR.');
    need(/^\d{1,10}(\.\d{1,6})?$/.test(quantity) && Number(quantity) <= LARGEST, 'quantity', 'Must be a number with at most six digits after the point.');
    need(/^\d{4}-\d{2}-\d{2}$/.test(on) && !Number.isNaN(Date.parse(on)), 'on', 'Must be a day such as 2026-11-21.');
    if (errors.length > 0) throw new Invalid(errors);
    const found = await this.finder.find({ priceBookId: priceBook, productId: product, currency, quantity: Number(quantity), on });
    return { price: found && { ...found, currency } };
  }
}
