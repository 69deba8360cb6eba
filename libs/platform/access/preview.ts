import { Injectable } from '@nestjs/common';
import { Ability, describe } from '#kernel/gate/ability.js';
import { AccessSource, viewpointOf, type Access } from '#kernel/gate/access.js';
import { Gate } from '#kernel/gate/gate.js';
import { all } from '#kernel/gate/predicate.js';
import { Forbidden, NotFound, Problem } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { actionsOf } from '#kernel/resource/model.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { MemberRole, Role } from '#platform/identity/role.js';
import { reachOf } from './matrix.js';
import { countBoth, holdersOf, memberName, seatsOf } from './why.query.js';

/** Either what the rights of a role shall be, or which roles a member shall have. */
export type Wanted = { role: string; rights: unknown } | { member: string; roles: readonly string[] };

interface Who {
  id: string;
  name: string;
}

interface Altered {
  member: Who;
  rights: { resource: string; action: string; before: string | null; after: string | null; effect: 'gains' | 'loses' | 'changes' }[];
  fields: { resource: string; field: string; before: string; after: string }[];
  records: { resource: string; before: number; after: number }[];
}

export interface Previewed {
  allowed: boolean;
  refusal: string | null;
  /** How many the change concerns; the first of them are shown. */
  members: number;
  shown: Altered[];
}

const MOST_SHOWN = 10;

/** What a change would alter: it is carried out in full, through the doors and their rules, looked at, and undone. */
@Injectable()
export class Preview {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly registry: Registry,
    private readonly write: WriteDoor,
    private readonly source: AccessSource,
  ) {}

  async of(wanted: Wanted): Promise<Previewed> {
    const asker = await this.gate.ability();
    if (!asker.of(this.registry.of(Role)).may('update')) throw new Forbidden('Only whoever administers roles may ask this.');
    const concerned = await this.concerned(wanted);
    const shown = concerned.slice(0, MOST_SHOWN);
    const before = await this.accesses(shown);
    const outcome: { refusal: string | null; shown: Altered[] } = { refusal: null, shown: [] };
    const enough = new Error('The dry run has ended.');
    const trying = async (): Promise<never> => {
      await this.carryOut(wanted);
      const after = await this.accesses(shown);
      for (const [index, member] of shown.entries()) outcome.shown.push(await this.altered(member, before[index]!, after[index]!, asker));
      throw enough;
    };
    // Undone to where it began, even inside the transaction of a repeatable request.
    await this.tenancy.transaction((transaction) =>
      transaction.attempt(trying).catch((error: unknown) => {
        if (error === enough) return;
        if (!(error instanceof Problem) || error.status === 400 || error.status >= 500) throw error;
        outcome.refusal = error.message;
      }),
    );
    return { allowed: outcome.refusal === null, refusal: outcome.refusal, members: concerned.length, shown: outcome.shown };
  }

  private async concerned(wanted: Wanted): Promise<Who[]> {
    const organizationId = currentOrganizationId();
    if ('role' in wanted) return this.tenancy.read<Who>(holdersOf(organizationId, wanted.role));
    const [row] = await this.tenancy.read<{ name: string }>(memberName(organizationId, wanted.member));
    if (!row) throw new NotFound('There is no such member.');
    return [{ id: wanted.member, name: row.name }];
  }

  private async carryOut(wanted: Wanted): Promise<void> {
    if ('role' in wanted) return void (await this.write.update(this.registry.of(Role), wanted.role, { rights: wanted.rights }));
    const seats = await this.tenancy.read<{ id: string; roleId: string }>(seatsOf(currentOrganizationId(), wanted.member));
    const noun = this.registry.of(MemberRole);
    for (const roleId of wanted.roles.filter((id) => !seats.some((seat) => seat.roleId === id))) await this.write.create(noun, { memberId: wanted.member, roleId });
    for (const { id, roleId } of seats) if (!wanted.roles.includes(roleId)) await this.write.delete(noun, id);
  }

  private async accesses(members: readonly Who[]): Promise<(Access | null)[]> {
    const found: (Access | null)[] = [];
    for (const { id } of members) found.push(await this.source.accessOfMember(id));
    return found;
  }

  private async altered(member: Who, before: Access | null, after: Access | null, asker: Ability): Promise<Altered> {
    const altered: Altered = { member, rights: [], fields: [], records: [] };
    if (!before || !after) return altered;
    const registry = await this.nouns.here();
    const [was, is] = [before, after].map((access) => new Ability(access, viewpointOf(access, currentScope().clock), registry)) as [Ability, Ability];
    for (const noun of registry.resources) {
      const [old, now] = [was.of(noun), is.of(noun)];
      for (const action of actionsOf(noun)) {
        const [from, to] = [old.rows(action), now.rows(action)];
        if (describe(from) === describe(to)) continue;
        const effect = from.kind === 'never' ? 'gains' : to.kind === 'never' ? 'loses' : 'changes';
        const said = (access: Access, kind: string) => (kind === 'never' ? null : reachOf(access.rights, noun.name, action));
        altered.rights.push({ resource: noun.name, action, before: said(before, from.kind), after: said(after, to.kind), effect });
      }
      for (const [field, visible] of now.visibility()) {
        const earlier = old.visibility().get(field)!;
        if (earlier !== visible) altered.fields.push({ resource: noun.name, field, before: earlier, after: visible });
      }
      // Only records that the one who asks may see are counted.
      const mine = asker.of(noun).rows('read');
      const [from, to] = [all([old.rows('read'), mine]), all([now.rows('read'), mine])];
      if (describe(from) === describe(to)) continue;
      const [counted] = await this.tenancy.read<{ before: number; after: number }>(countBoth(currentOrganizationId(), noun, from, to));
      altered.records.push({ resource: noun.name, ...counted! });
    }
    return altered;
  }
}
