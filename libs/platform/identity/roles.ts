import { Injectable } from '@nestjs/common';
import type { Right } from '#kernel/resource/grants.js';
import { Registry } from '#kernel/resource/registry.js';
import { asSystem, inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { furnishAll } from '#platform/organizations/furnishing.js';
import { organizationIds } from '#platform/organizations/organization.query.js';
import { addRole, giveMemberRole, giveRights, knownRoles, type KnownRole } from './role.query.js';
import { ROLE_TEMPLATES, rightsOfTemplate } from './role-templates.js';

/** The roles of an organisation, as far as the product itself gives them out. */
@Injectable()
export class Roles {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly registry: Registry,
  ) {}

  /**
   * Every role of the templates, with rights on every noun that has come since. A right that an administrator took away
   * stays away, and so does a role that was deleted.
   */
  async sync(): Promise<void> {
    const organizationId = currentOrganizationId();
    const nouns = this.registry.resources.map(({ name }) => name);
    await this.tenancy.transaction(async (transaction) => {
      const known = new Map((await transaction.query<KnownRole>(knownRoles(organizationId))).map((role) => [role.key, role]));
      for (const [key, { name }] of Object.entries(ROLE_TEMPLATES)) {
        const rights = rightsOfTemplate(key, this.registry);
        const role = known.get(key);
        if (!role) await transaction.query(addRole(organizationId, { key, name, rights, given: nouns }));
        else await this.giveNewRights(transaction, role, rights, nouns);
      }
    });
  }

  /** After each release: an organisation can work with a new noun, and has what all begin with, without anybody's doing. */
  async syncEverywhere(): Promise<void> {
    await asSystem('rights on new nouns', async () => {
      for (const organization of await this.platform.query<{ id: string; language: string }>(organizationIds()))
        await inOrganization(organization.id, currentScope().actor, async () => {
          await this.sync();
          await furnishAll(organization, this.tenancy);
        });
    });
  }

  /** Adds nothing when the member has the role already. */
  async give(memberId: string, roleKey: string): Promise<void> {
    await this.tenancy.write(giveMemberRole(currentOrganizationId(), memberId, roleKey));
  }

  private async giveNewRights(transaction: Transaction, role: KnownRole, template: Right[], nouns: string[]): Promise<void> {
    const met = new Set([...(role.given ?? []), ...role.rights.map(({ resource }) => resource)]);
    const fresh = nouns.filter((noun) => !met.has(noun));
    if (fresh.length === 0 || role.deleted) return;
    const rights = template.filter(({ resource }) => fresh.includes(resource));
    await transaction.query(giveRights(currentOrganizationId(), role.id, [...role.rights, ...rights], [...(role.given ?? []), ...fresh]));
  }
}
