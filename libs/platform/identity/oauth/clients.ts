import { Injectable } from '@nestjs/common';
import type { AdapterPayload } from 'oidc-provider';
import { Registry } from '#kernel/resource/registry.js';
import { inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import { DOCS_CLIENT } from './docs-client.js';
import { usableClient, type ClientRow } from './oauth-client.query.js';
import { scopesOf } from './scopes.js';
import { organizationOfClient } from './subject.js';

/** Applications, as the authorisation server wants to know them. */
@Injectable()
export class Clients {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly registry: Registry,
    private readonly config: Config,
  ) {}

  /** Null unless it may be used now. */
  async usable(clientId: string): Promise<ClientRow | null> {
    const organizationId = organizationOfClient(clientId);
    if (!organizationId) return null;
    const [row] = await inOrganization(organizationId, { kind: 'anonymous' }, () => this.tenancy.read<ClientRow>(usableClient(organizationId, clientId)));
    return row ?? null;
  }

  async metadata(clientId: string): Promise<AdapterPayload | undefined> {
    if (clientId === DOCS_CLIENT) return this.docs();
    const row = await this.usable(clientId);
    if (!row || (row.kind === 'confidential' && !row.secretHash)) return undefined;
    const redirects = row.redirectUris ?? [];
    const known = new Set(scopesOf(this.registry));
    const secret = row.kind === 'confidential' ? { client_secret: row.secretHash!.toString('base64url') } : {};
    return {
      client_id: clientId,
      client_name: row.name,
      application_type: row.kind === 'native' ? 'native' : 'web',
      token_endpoint_auth_method: row.kind === 'confidential' ? 'client_secret_basic' : 'none',
      redirect_uris: redirects,
      response_types: redirects.length > 0 ? ['code'] : [],
      grant_types: [...(redirects.length > 0 ? ['authorization_code', 'refresh_token'] : []), ...(row.roleId && row.secretHash ? ['client_credentials'] : [])],
      scope: (row.scopes ?? []).filter((scope) => known.has(scope)).join(' ') || 'openid',
      ...secret,
    };
  }

  private docs(): AdapterPayload {
    return {
      client_id: DOCS_CLIENT,
      client_name: 'Tessera API',
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${this.config.publicUrl}/api/docs/oauth2-redirect.html`],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: scopesOf(this.registry).join(' '),
    };
  }
}
