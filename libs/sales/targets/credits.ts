import { Injectable } from '@nestjs/common';
import type { Money } from '#kernel/field/money-text.js';
import { dayAt } from '#kernel/field/zone.js';
import { After, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { allocate } from '#platform/money/arithmetic.js';
import { Rates } from '../currency/public.js';
import { Opportunity, sharesOf, type Share } from '../opportunities/public.js';
import { correctCredit, creditOf, giveCredit, takeCreditBack, type Standing } from './credit.query.js';

/** Gives credit when a deal is won, and sets it off when that is no longer so. */
@Injectable()
export class Credits {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly rates: Rates,
  ) {}

  @After(Opportunity)
  async follow(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      const [had, has] = [before, after] as unknown as [Opportunity | null, Opportunity | null];
      const [was, is] = [kind !== 'restore' && had?.outcome === 'won', has?.outcome === 'won'];
      if (is && !was) await this.give(has!);
      else if (was && !is) await this.takeBack(had!.id);
      else if (was && is && had!.closingAmount?.amount !== has!.closingAmount?.amount) await this.correct(has!);
    }
  }

  private async give({ id, ownerId, closingAmount, closedAt }: Opportunity): Promise<void> {
    const organizationId = currentOrganizationId();
    const split = await this.tenancy.read<Share>(sharesOf(organizationId, id));
    const shares: { memberId: string | null; percent: number }[] = split.length ? split : [{ memberId: ownerId, percent: 100 }];
    const amounts = closingAmount && allocate(closingAmount, shares.map(({ percent }) => Math.round(percent * 100)));
    const day = await this.dayOf(new Date(closedAt!));
    for (const [n, share] of shares.entries()) await this.tenancy.write(giveCredit(organizationId, { ...share, opportunityId: id, amount: amounts?.[n] ?? null, day }, currentScope().clock.now()));
  }

  private async takeBack(id: string): Promise<void> {
    const now = currentScope().clock.now();
    await this.tenancy.write(takeCreditBack(currentOrganizationId(), id, await this.dayOf(now), now));
  }

  /** The parts stay as they were given: of another amount, on the day on which it became another. */
  private async correct({ id, closingAmount }: Opportunity): Promise<void> {
    const organizationId = currentOrganizationId();
    const now = currentScope().clock.now();
    const standing = await this.tenancy.read<Standing>(creditOf(organizationId, id));
    const members = standing.filter(({ teamId }) => teamId === null);
    if (members.length === 0) return;
    const total: Money = closingAmount ?? { amount: 0, currency: (await this.rates.home()).currency };
    const amounts = allocate(total, members.map(({ percent }) => Math.round(percent * 100)));
    const day = await this.dayOf(now);
    for (const one of standing) {
      const part = amounts[members.findIndex(({ memberId }) => memberId === one.memberId)]!;
      const difference = part.amount - Number(one.amount ?? 0);
      if (difference !== 0) await this.tenancy.write(correctCredit(organizationId, id, one, { ...part, amount: difference }, day, now));
    }
  }

  private async dayOf(at: Date): Promise<string> {
    return dayAt(at.getTime(), (await this.rates.home()).timeZone);
  }
}
