import { Injectable } from '@nestjs/common';
import { dayAt } from '#kernel/field/zone.js';
import { ALWAYS, type Predicate } from '#kernel/gate/predicate.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import { nextTurn, presentMembers, teamMembers } from './assignment.query.js';
import { loadsOf } from './loads.query.js';

export interface Wanted {
  noun: ResourceModel;
  /** Whoever is assigned within one series takes turns. */
  series: string;
  among: { members: readonly string[] } | { team: string };
  by: 'turns' | 'load';
  /** What counts as work that is still to be done; everything, if left out. */
  open?: Predicate;
  /** Nobody has more than so many. */
  capacity?: number | null;
}

export interface Assigned {
  /** Null when all are away or have enough. */
  memberId: string | null;
  present: number;
  able: number;
}

/** Chooses one of several members: in turn, or whoever has the least to do; nobody who is away, and nobody beyond their capacity. */
@Injectable()
export class Assigner {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
  ) {}

  /** In the transaction of the scope, which holds the series: two at once never count the same loads. */
  async choose({ noun, series, among, by, open = ALWAYS, capacity = null }: Wanted): Promise<Assigned> {
    const organizationId = currentOrganizationId();
    const wanted = 'team' in among ? await this.ids(teamMembers(organizationId, among.team)) : among.members;
    const there = new Set(await this.ids(presentMembers(organizationId, wanted, await this.today())));
    const present = wanted.filter((id) => there.has(id));
    const [{ turn } = { turn: 1 }] = await this.tenancy.write<{ turn: number }>(nextTurn(organizationId, series));
    const counts = by === 'load' || capacity !== null ? await this.tenancy.read<{ id: string; load: number }>(loadsOf(organizationId, noun, present, open)) : [];
    const loadOf = (member: string) => counts.find(({ id }) => id === member)?.load ?? 0;
    const able = present.filter((member) => capacity === null || loadOf(member) < capacity);
    const inTurn = able.map((_, n) => able[(turn - 1 + n) % able.length]!);
    const chosen = by === 'load' ? inTurn.reduce<string | undefined>((least, member) => (least === undefined || loadOf(member) < loadOf(least) ? member : least), undefined) : inTurn[0];
    return { memberId: chosen ?? null, present: present.length, able: able.length };
  }

  private async ids(statement: Parameters<Tenancy['read']>[0]): Promise<string[]> {
    return (await this.tenancy.read<{ id: string }>(statement)).map(({ id }) => id);
  }

  private async today(): Promise<string> {
    const [organization] = await this.platform.query<Organization>(organizationById(currentOrganizationId()));
    return dayAt(currentScope().clock.now().getTime(), organization!.timeZone);
  }
}
