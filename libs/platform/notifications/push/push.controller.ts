import { createHash } from 'node:crypto';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { sealSecret } from '#kernel/field/secret-box.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { ENDPOINT, SUBSCRIPTION } from '../notification-schemas.js';
import { me } from '../notifications.controller.js';
import { addSubscription, dropSubscription } from './push.query.js';

const LONGEST_ENDPOINT = 1_000;

/** The browsers that one wants to be woken in. */
@Controller('push-subscriptions')
@InOrganization()
export class PushController {
  constructor(private readonly tenancy: Tenancy) {}

  @Post()
  @HttpCode(204)
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'Be told in this browser', description: 'Send what `PushSubscription.toJSON()` gives, subscribed with the `pushKey` of your notification settings.' })
  @ApiBody({ schema: SUBSCRIPTION as never })
  @ApiResponse({ status: 204, description: 'It is known.' })
  async subscribe(@Body() body: unknown): Promise<void> {
    const { endpoint, keys } = (body ?? {}) as { endpoint?: unknown; keys?: { p256dh?: unknown; auth?: unknown } };
    const errors = endpointErrors(endpoint);
    if (!isBytes(keys?.p256dh, 65)) errors.push({ at: 'keys.p256dh', rule: 'type', say: 'Must be the 65 bytes of a public key, as base64url.' });
    if (!isBytes(keys?.auth, 16)) errors.push({ at: 'keys.auth', rule: 'type', say: 'Must be 16 bytes, as base64url.' });
    if (errors.length > 0) throw new Invalid(errors);
    const id = uuidv7();
    const sealed = sealSecret(JSON.stringify({ endpoint, keys: { p256dh: keys!.p256dh, auth: keys!.auth } }), id);
    await this.tenancy.write(addSubscription(currentOrganizationId(), id, me(), digestOf(endpoint as string), sealed, currentScope().clock.now()));
  }

  @Post('end')
  @HttpCode(204)
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'Be told no more in this browser', description: 'The same answer whether it was known or not.' })
  @ApiBody({ schema: ENDPOINT as never })
  @ApiResponse({ status: 204, description: 'It is forgotten.' })
  async end(@Body() body: unknown): Promise<void> {
    const { endpoint } = (body ?? {}) as { endpoint?: unknown };
    const errors = endpointErrors(endpoint);
    if (errors.length > 0) throw new Invalid(errors);
    await this.tenancy.write(dropSubscription(currentOrganizationId(), me(), digestOf(endpoint as string)));
  }
}

function endpointErrors(endpoint: unknown): FieldError[] {
  const isAddress = typeof endpoint === 'string' && endpoint.length <= LONGEST_ENDPOINT && URL.canParse(endpoint) && new URL(endpoint).protocol === 'https:';
  return isAddress ? [] : [{ at: 'endpoint', rule: 'type', say: `Must be an https address of at most ${LONGEST_ENDPOINT} characters.` }];
}

function isBytes(value: unknown, length: number): boolean {
  return typeof value === 'string' && /^[\w-]+=*$/.test(value) && Buffer.from(value, 'base64url').length === length;
}

function digestOf(endpoint: string): Buffer {
  return createHash('sha256').update(endpoint).digest();
}
