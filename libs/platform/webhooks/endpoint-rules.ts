import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Authority } from '#platform/access/authority.js';
import { newPrefix } from '#platform/identity/keys/key-token.js';
import { WebhookEndpoint } from './webhook-endpoint.js';

/** Whoever lets somebody outside in proves who they are. */
@Injectable()
export class EndpointRules {
  constructor(private readonly authority: Authority) {}

  @Before(WebhookEndpoint)
  async check(changes: Change[]): Promise<void> {
    await this.authority.acting();
    await this.authority.mustHaveProved();
    for (const { kind, set } of changes) if (kind === 'create') set('address', newPrefix(currentOrganizationId()));
  }
}
