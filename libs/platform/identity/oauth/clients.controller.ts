import { Controller, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { text } from '#platform/docs/parts.js';
import { StepUp } from '../factors/step-up.js';
import { ClientSecrets, type IssuedSecret } from './client-secrets.js';
import { SCOPES_IN_WORDS } from './scopes.js';

const ISSUED = { type: 'object', required: ['clientId', 'clientSecret'], properties: { clientId: text(60), clientSecret: { ...text(100), description: 'Keep it: it is shown this once.' } } } as const;

/** Secrets of applications; the applications themselves are records like all others, under /api/v1/identity/oauth-clients. */
@Controller('auth/clients')
@InOrganization()
export class ClientsController {
  constructor(private readonly secrets: ClientSecrets) {}

  @Post(':id/secret')
  @NeverKept()
  @StepUp()
  @ApiOperation({ tags: ['identity'], summary: 'Draw the secret of an application', description: `The first time and whenever it is to be another; the one before ends at once. ${SCOPES_IN_WORDS}` })
  @ApiParam({ name: 'id', description: 'The id of the application.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiExtension('x-permission', { resource: 'oauthClient', action: 'update' })
  @ApiResponse({ status: 201, description: 'The secret, this once.', schema: ISSUED as never })
  draw(@Param('id') id: string): Promise<IssuedSecret> {
    return this.secrets.draw(id);
  }
}
