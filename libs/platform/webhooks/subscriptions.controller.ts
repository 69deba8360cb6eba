import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { count, moment, object, orNull, text, uuid } from '#platform/docs/parts.js';
import { DeliveryLog, type LogPage } from './delivery-log.js';
import { SigningSecrets, type IssuedSecret } from './signing-secrets.js';

const A_WEEK = 7 * 24;
const STATES = ['waiting', 'delivered', 'failed', 'skipped'] as const;

class SigningSecretInput {
  /** For how long messages are signed with the secret that was valid until now as well. */
  @IsOptional() @IsInt() @Min(0) @Max(A_WEEK) overlapHours?: number;
}

const TRY = object({ at: moment, ms: count(1_000_000), status: orNull(count(999)), say: text(400) });
const DELIVERY = object({ id: { ...uuid, description: 'The webhook-id.' }, type: text(130), noun: orNull(text(60)), recordId: orNull(uuid), state: { type: 'string', enum: STATES }, attempts: count(1_000), happenedAt: moment, nextAt: orNull(moment), endedAt: orNull(moment), tries: { type: 'array', maxItems: 1_000, items: TRY } });
const LOG = object({ data: { type: 'array', maxItems: 50, items: DELIVERY }, page: object({ next: orNull(uuid) }) });
const ISSUED = object({ id: uuid, secret: { ...text(100), description: 'Keep it: it is shown this once.' }, formerUntil: orNull(moment) });
const ID = { name: 'id', description: 'The id of the subscription.', schema: uuid } as const;

/** What stands below a subscription; the subscriptions themselves are records like all others. */
@ApiTags('integration')
@Controller('integration/webhook-subscriptions')
@InOrganization()
export class SubscriptionsController {
  constructor(
    private readonly secrets: SigningSecrets,
    private readonly log: DeliveryLog,
  ) {}

  @Post(':id/secret')
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Draw the signing secret of a webhook subscription', description: 'The first time and whenever it is to be another. Messages are signed with it as Standard Webhooks says; nothing is sent before. From then on the subscription works for you: it is sent what you may read.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'webhookSubscription', action: 'update' })
  @ApiResponse({ status: 201, description: 'The secret, this once.', schema: ISSUED as never })
  draw(@Param('id') id: string, @Body() { overlapHours = 0 }: SigningSecretInput): Promise<IssuedSecret> {
    return this.secrets.draw(id, overlapHours);
  }

  @Get(':id/deliveries')
  @ApiOperation({ summary: 'Read the log of a webhook subscription', description: 'What was sent, newest first, each with its attempts and what the target answered. Kept for 30 days.' })
  @ApiParam(ID)
  @ApiExtension('x-permission', { resource: 'webhookSubscription', action: 'update' })
  @ApiOkResponse({ description: 'A page of deliveries.', schema: LOG as never })
  @ApiQuery({ name: 'after', required: false, description: 'The `next` of the page before.', schema: uuid })
  @ApiQuery({ name: 'state', required: false, schema: { type: 'string', enum: [...STATES] } })
  deliveries(@Param('id') id: string, @Query() { after, state }: { after?: string; state?: string }): Promise<LogPage> {
    if (after !== undefined && !isUuid(after)) throw new Invalid([{ at: 'after', rule: 'cursor', say: 'Must be the "next" of the page before.' }]);
    if (state !== undefined && !STATES.some((known) => known === state)) throw new Invalid([{ at: 'state', rule: 'unknown', say: `Must be one of ${STATES.join(', ')}.` }]);
    return this.log.page(id, after, state);
  }
}
