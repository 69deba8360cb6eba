import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { moment, object, text, uuid } from '#platform/docs/parts.js';
import { mustBeChangeable } from './changeable.js';
import { receiptBody, receiptsOf, type Receipt } from './receipt.query.js';
import { newSigningSecret } from './signature.js';
import { WebhookEndpoint } from './webhook-endpoint.js';

const PAGE = 50;
const NAMED = { id: uuid, messageId: text(200), receivedAt: moment };
const BYTES = { type: 'integer', format: 'int32', minimum: 0, maximum: 1_000_000 } as const;
const LIST = object({ data: { type: 'array', maxItems: PAGE, items: object({ ...NAMED, bytes: BYTES }) }, page: object({ next: { anyOf: [uuid, { type: 'null' }] } }) });
const ONE = object({ messageId: NAMED.messageId, receivedAt: moment, body: text(262_144) });
const ISSUED = object({ id: uuid, secret: { ...text(100), description: 'Keep it: it is shown this once.' } });
const ID = { name: 'id', description: 'The id of the endpoint.', schema: uuid } as const;

/** What stands below an endpoint; the endpoints themselves are records like all others. */
@ApiTags('integration')
@Controller('integration/webhook-endpoints')
@InOrganization()
export class EndpointsController {
  constructor(
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
  ) {}

  @Post(':id/secret')
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Draw the secret of a webhook endpoint', description: 'For whoever sends to sign with; the one before is good for nothing any more. A secret that the other side has made can be set as a field instead.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'webhookEndpoint', action: 'update' })
  @ApiResponse({ status: 201, description: 'The secret, this once.', schema: ISSUED as never })
  async draw(@Param('id') id: string): Promise<{ id: string; secret: string }> {
    const secret = newSigningSecret();
    await this.write.update(this.registry.of(WebhookEndpoint), id, { seal: secret });
    return { id, secret };
  }

  @Get(':id/receipts')
  @ApiOperation({ summary: 'List what a webhook endpoint has received', description: 'Newest first. Kept for 30 days.' })
  @ApiParam(ID)
  @ApiQuery({ name: 'after', required: false, description: 'The `next` of the page before.', schema: uuid })
  @ApiExtension('x-permission', { resource: 'webhookEndpoint', action: 'update' })
  @ApiOkResponse({ description: 'A page of messages.', schema: LIST as never })
  async receipts(@Param('id') id: string, @Query() { after }: { after?: string }): Promise<{ data: Receipt[]; page: { next: string | null } }> {
    await mustBeChangeable(this.read, this.registry.of(WebhookEndpoint), id);
    if (after !== undefined && !isUuid(after)) throw new Invalid([{ at: 'after', rule: 'cursor', say: 'Must be the "next" of the page before.' }]);
    const rows = await this.tenancy.read<Receipt>(receiptsOf(currentOrganizationId(), id, after ?? null, PAGE + 1));
    const data = rows.slice(0, PAGE);
    return { data, page: { next: rows.length > PAGE ? data.at(-1)!.id : null } };
  }

  @Get(':id/receipts/:receiptId')
  @ApiOperation({ summary: 'Read what a webhook endpoint has received', description: 'Word for word.' })
  @ApiParam(ID)
  @ApiParam({ name: 'receiptId', schema: uuid })
  @ApiExtension('x-permission', { resource: 'webhookEndpoint', action: 'update' })
  @ApiOkResponse({ description: 'The message.', schema: ONE as never })
  async receipt(@Param('id') id: string, @Param('receiptId') receiptId: string): Promise<{ messageId: string; receivedAt: Date; body: string }> {
    await mustBeChangeable(this.read, this.registry.of(WebhookEndpoint), id);
    const [found] = isUuid(receiptId) ? await this.tenancy.read<{ messageId: string; receivedAt: Date; body: string }>(receiptBody(currentOrganizationId(), id, receiptId)) : [];
    if (!found) throw new NotFound();
    return found;
  }
}
