import { Injectable } from '@nestjs/common';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { linksOf } from './federation.query.js';
import { providerById, providerOfDomain, usableProviders, type ProviderRow } from './provider.query.js';
import type { Provider } from './relying-party.js';

/** The identity providers that may be used now, of organisations that are active. */
@Injectable()
export class Providers {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
  ) {}

  async ofDomain(organizationId: string, domain: string): Promise<Provider | null> {
    return (await this.usable(organizationId, providerOfDomain(organizationId, domain)))[0] ?? null;
  }

  async byId(organizationId: string, id: string): Promise<Provider | null> {
    return (await this.usable(organizationId, providerById(organizationId, id)))[0] ?? null;
  }

  /** The one by which somebody last came in. */
  async ofAccount(organizationId: string, accountId: string): Promise<Provider | null> {
    const providers = await this.usable(organizationId, usableProviders(organizationId));
    for (const { issuer } of await this.platform.query<{ issuer: string }>(linksOf(organizationId, accountId))) {
      const provider = providers.find((each) => new URL(each.issuer).href === new URL(issuer).href);
      if (provider) return provider;
    }
    return null;
  }

  private async usable(organizationId: string, statement: Statement): Promise<Provider[]> {
    const [standing] = await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId));
    if (standing?.status !== 'active') return [];
    const rows = await inOrganization(organizationId, { kind: 'anonymous' }, () => this.tenancy.read<ProviderRow>(statement));
    return rows.map((row) => ({ ...row, organizationId }));
  }
}
