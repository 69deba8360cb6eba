import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { InOrganization } from '#kernel/gate/route.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { text } from '#platform/docs/parts.js';
import { KeySecrets, type IssuedKey } from './key-secrets.js';

const A_WEEK = 7 * 24 * 60;

class SecretInput {
  /** For how long the secret that was valid until now stays so, too. */
  @IsOptional() @IsInt() @Min(0) @Max(A_WEEK) overlapMinutes?: number;
}

const ISSUED = { type: 'object', required: ['id', 'key', 'prefix', 'formerUntil'], properties: { id: { ...text(36), format: 'uuid' }, key: { ...text(100), description: 'Keep it: it is shown this once.' }, prefix: text(40), formerUntil: { anyOf: [{ ...text(40), format: 'date-time' }, { type: 'null' }] } } } as const;

/** Secrets of keys; the keys themselves are records like all others, under /api/v1/identity/api-keys. */
@Controller('access/keys')
@InOrganization()
export class KeysController {
  constructor(private readonly secrets: KeySecrets) {}

  @Post(':id/secret')
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Draw the secret of an API key', description: 'The first time and whenever it is to be another. From then on the key works for you: it may do what its role, its scopes and your own rights allow together. Send it as "Authorization: Bearer tsk_…".' })
  @ApiParam({ name: 'id', description: 'The id of the key.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiExtension('x-permission', { resource: 'apiKey', action: 'update' })
  @ApiResponse({ status: 201, description: 'The secret, this once.', schema: ISSUED as never })
  draw(@Param('id') id: string, @Body() { overlapMinutes = 0 }: SecretInput): Promise<IssuedKey> {
    return this.secrets.draw(id, overlapMinutes);
  }
}
