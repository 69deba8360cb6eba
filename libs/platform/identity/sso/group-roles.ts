import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { OWNER_ROLE } from '#platform/access/hand-out.js';
import { activeOwners, lockOwnerRole } from '#platform/access/standing.query.js';
import { giveMemberRole } from '../role.query.js';
import { seatOfMember, type SeatOfAccount } from './federation.query.js';
import { NotLetIn } from './let-in.js';
import { liveRole, mappedRoles, roleIdsOf, takeRoleFrom, type MappedRole } from './provider.query.js';
import type { Provider } from './relying-party.js';

/** What the groups of a person make of their roles: at each sign-in, and only of the roles that groups stand for. */
@Injectable()
export class GroupRoles {
  constructor(private readonly platform: PlatformDatabase) {}

  /** True when something has changed. */
  async apply(transaction: Transaction, provider: Provider, memberId: string, groups: readonly string[]): Promise<boolean> {
    const { organizationId } = provider;
    const held = new Set((await transaction.query<{ roleId: string }>(roleIdsOf(organizationId, memberId))).map(({ roleId }) => roleId));
    const mapped = await transaction.query<MappedRole>(mappedRoles(organizationId, provider.id, groups));
    const given = mapped.filter((role) => role.given && !held.has(role.roleId));
    let taken: MappedRole[] = [];
    for (const role of mapped) if (!role.given && held.has(role.roleId) && !(await this.mustKeep(transaction, provider, memberId, role))) taken.push(role);
    if (given.length === 0 && held.size === taken.length) {
      const role = await this.fallback(transaction, provider);
      taken = taken.filter(({ roleId }) => roleId !== role.roleId);
      if (!held.has(role.roleId)) given.push(role);
    }
    for (const { key } of given) await transaction.query(giveMemberRole(organizationId, memberId, key));
    for (const { roleId } of taken) await transaction.query(takeRoleFrom(organizationId, memberId, roleId, currentScope().clock.now()));
    if (given.length + taken.length === 0) return false;
    await transaction.query(factStatement('member.roles-mapped', 'member', memberId, { provider: provider.id, given: given.map(({ key }) => key), taken: taken.map(({ key }) => key) }));
    return true;
  }

  private async fallback(transaction: Transaction, { organizationId, defaultRoleId }: Provider): Promise<MappedRole> {
    const [role] = defaultRoleId ? await transaction.query<MappedRole>(liveRole(organizationId, defaultRoleId)) : [];
    if (!role) throw new NotLetIn('no-role');
    return role;
  }

  /** No provider takes the last owner from an organisation, nor one who is there for when the provider fails. */
  private async mustKeep(transaction: Transaction, { organizationId }: Provider, memberId: string, { key }: MappedRole): Promise<boolean> {
    if (key !== OWNER_ROLE) return false;
    const [seat] = await this.platform.query<SeatOfAccount>(seatOfMember(organizationId, memberId));
    if (seat?.breakGlass) return true;
    await transaction.query(lockOwnerRole(organizationId));
    return (await transaction.query<{ id: string }>(activeOwners(organizationId))).every(({ id }) => id === memberId);
  }
}
