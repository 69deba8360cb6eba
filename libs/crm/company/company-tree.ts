import { Injectable } from '@nestjs/common';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { companiesAbove, lockTree, moveUnder, type Above } from './company.query.js';

/** Which company belongs to which, while some of them become one. */
@Injectable()
export class CompanyTree {
  constructor(private readonly tenancy: Tenancy) {}

  /** What stands below one that goes takes its place in the tree, or the one that stays would come to belong to itself. */
  async takePlace(staysId: string, loserIds: readonly string[]): Promise<ReadonlySet<string>> {
    await this.tenancy.write(lockTree(currentOrganizationId()));
    const above = await this.above(staysId);
    const highest = above.findLast(({ id }) => loserIds.includes(id));
    if (highest) {
      const { actor, clock } = currentScope();
      await this.tenancy.write(moveUnder(currentOrganizationId(), staysId, highest.parentId, actorIdOf(actor), clock.now()));
    }
    return new Set(highest || (await this.wouldCircle(staysId, loserIds)) ? ['parentId'] : []);
  }

  /** Whether a company that goes belongs to the one that stays, or to another that goes. */
  private async wouldCircle(staysId: string, loserIds: readonly string[]): Promise<boolean> {
    for (const loserId of loserIds) if ((await this.above(loserId)).some(({ id }) => id !== loserId && (id === staysId || loserIds.includes(id)))) return true;
    return false;
  }

  /** From the company itself upwards. */
  private async above(id: string): Promise<Above[]> {
    const found = await this.tenancy.read<Above>(companiesAbove(currentOrganizationId(), id));
    const chain: Above[] = [];
    for (let next = found.find((each) => each.id === id); next; next = found.find((each) => each.id === chain.at(-1)!.parentId)) chain.push(next);
    return chain;
  }
}
