import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, NotFound } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { isUuid, uuidv7 } from '#kernel/tenancy/uuid.js';
import { OWNER_ROLE } from '#platform/access/hand-out.js';
import { OrganizationSetup } from '#platform/identity/organization-setup.js';
import { Revocations } from '#platform/identity/sessions/revocations.js';
import { Invitation } from '#platform/onboarding/invitation/invitation.js';
import { revokeInvitations } from '#platform/onboarding/invitation/invitation.query.js';
import type { Organization } from '#platform/organizations/organization.js';
import { changeModules, changeStatus, newOrganization, operatedOrganization, organizationsBehind, type OperatedOrganization } from './operator.query.js';

const PAGE = 50;

export interface OrganizationsWanted {
  after?: string;
  q?: string;
  status?: string;
}

/** What those who run the deployment do with organisations, without ever entering one. Each step is a fact in the organisation's own ledger. */
@Injectable()
export class Operators {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly setup: OrganizationSetup,
    private readonly revocations: Revocations,
    private readonly write: WriteDoor,
    private readonly registry: Registry,
  ) {}

  async list({ after, q, status }: OrganizationsWanted): Promise<{ data: OperatedOrganization[]; page: { next: string | null } }> {
    const found = await this.platform.query<OperatedOrganization>(organizationsBehind(after ?? null, q ?? null, status ?? null, PAGE + 1));
    return { data: found.slice(0, PAGE), page: { next: found.length > PAGE ? found[PAGE - 1]!.id : null } };
  }

  async get(id: string): Promise<OperatedOrganization> {
    const [organization] = !isUuid(id) ? [] : await this.platform.query<OperatedOrganization>(operatedOrganization(id));
    if (!organization) throw new NotFound('There is no such organisation.');
    return organization;
  }

  async create(wanted: Omit<Organization, 'id'>, ownerEmail: string): Promise<OperatedOrganization> {
    const organization = { ...wanted, id: uuidv7() };
    const [made] = await this.platform.query<{ id: string }>(newOrganization(organization));
    if (!made) throw new Conflict('There is an organisation with this short name already. If its owner never came in, invite one again.', [{ at: 'slug', rule: 'unique', say: 'Is taken. Choose another one.' }]);
    await this.tell(organization.id, 'organization.created', { name: organization.name, slug: organization.slug, modules: [...organization.modules] });
    await this.setup.found(organization);
    await this.invite(organization, ownerEmail);
    return this.get(organization.id);
  }

  /** For one whose making was broken off, or whose owner never came: as long as nobody is in it, and never afterwards. */
  async inviteOwner(id: string, ownerEmail: string): Promise<OperatedOrganization> {
    const organization = await this.get(id);
    if (organization.status !== 'active') throw new Conflict('Only an active organisation can be joined.');
    if (organization.members > 0) throw new Conflict('Somebody is in this organisation already: whoever administers it invites others.');
    await this.setup.found(organization);
    await this.within(id, () => this.tenancy.write(revokeInvitations(id, currentScope().clock.now())));
    await this.invite(organization, ownerEmail);
    await this.tell(id, 'organization.owner-invited', {});
    return this.get(id);
  }

  suspend(id: string, reason: string): Promise<OperatedOrganization> {
    return this.change(id, changeStatus(id, 'active', 'suspended'), 'organization.suspended', { reason }, 'Only an active organisation can be suspended.');
  }

  resume(id: string, reason: string): Promise<OperatedOrganization> {
    return this.change(id, changeStatus(id, 'suspended', 'active'), 'organization.resumed', { reason }, 'Only a suspended organisation can be resumed.');
  }

  async switchModules(id: string, modules: readonly string[]): Promise<OperatedOrganization> {
    const { modules: before } = await this.get(id);
    return this.change(id, changeModules(id, modules), 'organization.modules-switched', { before, after: [...modules] }, 'The organisation is closed.');
  }

  /** By the way of all invitations; nobody inside sends it, so the deployment itself does. */
  private invite({ id, language }: Organization, email: string): Promise<unknown> {
    const noun = this.registry.of(Invitation);
    return asSystem('the first owner is invited', () => inOrganization(id, currentScope().actor, () => this.write.create(noun, { email, roles: [OWNER_ROLE], language })));
  }

  /** Fact and change come together: the fact is only there once the change has been made. */
  private async change(id: string, statement: Statement, fact: string, data: { [key: string]: Json }, otherwise: string): Promise<OperatedOrganization> {
    await this.get(id);
    await this.within(id, () =>
      this.tenancy.transaction(async (transaction) => {
        await transaction.query(factStatement(fact, 'organization', id, data));
        const [changed] = await this.platform.query<{ id: string }>(statement);
        if (!changed) throw new Conflict(otherwise);
      }),
    );
    this.revocations.announce({ organizationId: id });
    return this.get(id);
  }

  private async tell(id: string, fact: string, data: { [key: string]: Json }): Promise<void> {
    await this.within(id, () => this.tenancy.write(factStatement(fact, 'organization', id, data)));
  }

  /** Only to write into its ledger, under the operator's own name. */
  private within<T>(id: string, work: () => Promise<T>): Promise<T> {
    const { actor } = currentScope();
    return inOrganization(id, 'accountId' in actor ? { kind: 'account', accountId: actor.accountId } : actor, work);
  }
}
