import { Injectable } from '@nestjs/common';
import { currentScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Organization } from '#platform/organizations/organization.js';
import { furnishAll } from '#platform/organizations/furnishing.js';
import { addOrganization } from '#platform/organizations/organization.query.js';
import { addMembership } from './account.query.js';
import { addMember, type NewMember } from './member.query.js';
import { Roles } from './roles.js';

/** Someone who joins: `accountId` is null for members who do not sign in. */
export interface Joining extends NewMember {
  accountId: string | null;
  role: string;
}

/** How an organisation comes to be. Each step can be repeated, so that one that broke off halfway is finished by running it again. */
@Injectable()
export class OrganizationSetup {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly roles: Roles,
  ) {}

  async create(organization: Organization, owner: Omit<Joining, 'role'>): Promise<void> {
    await this.found(organization);
    await this.join(organization.id, { ...owner, role: 'owner' });
  }

  /** With its roles and what all begin with, and nobody in it yet. */
  found(organization: Organization): Promise<void> {
    return asSystem('organisation set up', async () => {
      await this.platform.query(addOrganization(organization));
      await inOrganization(organization.id, currentScope().actor, async () => {
        await this.roles.sync();
        await furnishAll(organization, this.tenancy);
      });
    });
  }

  /** The membership comes last: nobody can sign in to an organisation in which they are nothing yet. */
  join(organizationId: string, { accountId, role, ...member }: Joining): Promise<void> {
    return asSystem('member joins', async () => {
      await inOrganization(organizationId, currentScope().actor, () =>
        this.tenancy.transaction(async (transaction) => {
          await transaction.query(addMember(organizationId, member));
          await this.roles.give(member.id, role);
        }),
      );
      if (accountId) await this.platform.query(addMembership(organizationId, accountId, member.id));
    });
  }
}
