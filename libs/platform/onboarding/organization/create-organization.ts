import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, Forbidden, Unauthenticated } from '#kernel/pipeline/problem.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import type { Account } from '#platform/identity/account.js';
import { accountById } from '#platform/identity/account.query.js';
import { OrganizationSetup } from '#platform/identity/organization-setup.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import { lastFact } from './first-steps.query.js';

const CREATED = 'organization.created';

/** How somebody who has an account begins an organisation, as its owner. */
@Injectable()
export class CreateOrganization {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly setup: OrganizationSetup,
    private readonly config: Config,
  ) {}

  /** Made of several steps in two databases of rights: broken off halfway, it is finished by asking again. */
  async create(accountId: string, wanted: Omit<Organization, 'id'>): Promise<Organization> {
    if (!this.config.selfService) throw new Forbidden('Nobody creates an organisation here by themselves. Ask whoever runs this installation.');
    const [account] = await this.platform.query<Account>(accountById(accountId));
    if (account?.status !== 'active') throw new Unauthenticated();
    const organization = { ...wanted, id: idFor(accountId, wanted.slug) };
    const [begun] = await this.platform.query<Organization>(organizationById(organization.id));
    const memberId = idFor(accountId, organization.id);
    const owner = { kind: 'member', accountId, memberId } as const;
    if (begun && (await inOrganization(organization.id, owner, () => this.tenancy.read(lastFact(organization.id, [CREATED])))).length > 0) throw slugTaken();
    await this.setup.create(organization, { id: memberId, accountId, name: account.name, email: account.email, language: organization.language });
    const { name, country, currency, timeZone, language, modules } = organization;
    await inOrganization(organization.id, owner, () => this.tenancy.write(factStatement(CREATED, 'organization', organization.id, { name, country, currency, timeZone, language, modules: [...modules] })));
    return organization;
  }
}

/** The same whenever the same person asks for the same, and nobody else's. */
function idFor(accountId: string, name: string): string {
  const digest = hash('sha256', `${accountId}/${name}`, 'hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Only one's own: what others call theirs is nobody else's business (S22). */
function slugTaken(): Conflict {
  return new Conflict('You have created an organisation with this short name already. Choose another one.', [{ at: 'slug', rule: 'unique', say: 'Is the short name of an organisation that you have created.' }]);
}
