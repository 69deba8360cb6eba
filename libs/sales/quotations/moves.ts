import { Injectable } from '@nestjs/common';
import { Conflict } from '#kernel/pipeline/problem.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { moveQuotation } from './quotation.query.js';
import { QUOTATION_STATES, type Quotation, type QuotationState } from './quotation.js';

/** How quotes go from one state to the next: by verbs alone, whoever writes what. */
@Injectable()
export class Moves {
  constructor(private readonly tenancy: Tenancy) {}

  mustBe({ state }: Pick<Quotation, 'state'>, states: readonly QuotationState[], say: string): void {
    if (!states.includes(state)) throw new Conflict(`${say} It is ${QUOTATION_STATES[state].label.toLowerCase()}.`);
  }

  async to(id: string, values: Parameters<typeof moveQuotation>[2]): Promise<void> {
    const { actor, clock } = currentScope();
    await this.tenancy.write(moveQuotation(currentOrganizationId(), id, values, actorIdOf(actor), clock.now()));
  }
}
