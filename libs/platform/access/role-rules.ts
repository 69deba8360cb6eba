import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { MemberRole, Role } from '#platform/identity/role.js';
import { ROLE_TEMPLATES } from '#platform/identity/role-templates.js';
import { Authority, type Acting } from './authority.js';
import { gained } from './coverage.js';
import { OWNER_ROLE } from './hand-out.js';
import { rightsIn } from './rights-field.js';
import { misfits } from './rights-rules.js';
import { roleKeys, rolesById, type HeldRole } from './standing.query.js';

const LONGEST_KEY = 60;

/** S16: nobody grants, clones, imports or inherits a right they lack, nor touches their own roles. Every door to roles passes here. */
@Injectable()
export class RoleRules {
  constructor(
    private readonly authority: Authority,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(Role)
  async check(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    await this.authority.mustHaveProved();
    for (const change of changes) {
      const { kind, before, after, set } = change;
      if (kind === 'create') set('key', await this.freeKey(after!.name as string));
      await this.checkRights(change);
      if (!acting) continue;
      if (before?.key === OWNER_ROLE) throw new Forbidden('The role of the owner stays as it is: whoever holds it may do everything.');
      if (acting.roles.some(({ id }) => id === before?.id)) throw new Forbidden('Nobody changes a role that they hold themselves. Ask another administrator.');
      const had = kind === 'update' || kind === 'delete' ? rightsIn(before!.rights) : [];
      await this.authority.mustHold(acting, gained(had, kind === 'delete' ? [] : rightsIn(after!.rights), await this.nouns.here()));
    }
  }

  @Before(MemberRole)
  async checkSeats(changes: Change[]): Promise<void> {
    const acting = await this.authority.acting();
    if (!acting) return;
    await this.authority.mustHaveProved();
    for (const { kind, before, after } of changes) {
      const left = kind === 'update' || kind === 'delete' ? (before as unknown as MemberRole) : null;
      const taken = kind === 'delete' ? null : (after as unknown as MemberRole);
      if (left && taken && left.memberId === taken.memberId && left.roleId === taken.roleId) continue;
      if ([left?.memberId, taken?.memberId].includes(acting.memberId)) throw new Forbidden('Nobody gives themselves roles or takes their own away. Ask another administrator.');
      const roles = await this.tenancy.read<HeldRole>(rolesById(currentOrganizationId(), [left?.roleId, taken?.roleId].filter((id) => id !== undefined)));
      const of = (seat: MemberRole | null) => roles.find(({ id }) => id === seat?.roleId);
      await this.checkSeat(acting, of(left), of(taken), left?.memberId);
    }
  }

  private async checkSeat(acting: Acting, left: HeldRole | undefined, taken: HeldRole | undefined, from: string | undefined): Promise<void> {
    if (left?.key === OWNER_ROLE || taken?.key === OWNER_ROLE) this.authority.mustBeOwner(acting);
    const registry = await this.nouns.here();
    await this.authority.mustHold(acting, [...gained(left?.rights ?? [], [], registry), ...gained([], taken?.rights ?? [], registry), ...(taken?.rights.filter(({ deny }) => deny) ?? [])]);
    if (left?.key === OWNER_ROLE && from) await this.authority.keepAnOwner(acting, from);
  }

  /** What was accepted earlier may have ceased to fit; that alone does not keep anybody from changing the name. */
  private async checkRights({ before, after, complain }: Change): Promise<void> {
    if (!after) return;
    const rights = rightsIn(after.rights);
    if (before && isDeepStrictEqual(rights, rightsIn(before.rights))) return;
    for (const { at, rule, say } of misfits(rights, await this.nouns.here(), currentScope().clock)) complain(at, rule, say);
  }

  /** From the name; those of the templates stay theirs, even where the role was deleted. */
  private async freeKey(name: string): Promise<string> {
    const taken = new Set([...(await this.tenancy.read<{ key: string }>(roleKeys(currentOrganizationId()))).map(({ key }) => key), ...Object.keys(ROLE_TEMPLATES)]);
    const stem = name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, LONGEST_KEY - 8) || 'role';
    for (let n = 1; ; n += 1) {
      const key = n === 1 ? stem : `${stem}-${n}`;
      if (!taken.has(key)) return key;
    }
  }
}
