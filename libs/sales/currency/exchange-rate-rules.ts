import { Injectable } from '@nestjs/common';
import { isCurrency } from '#kernel/field/currency.js';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { ExchangeRate } from './exchange-rate.js';
import { sameRate } from './rate.query.js';

@Injectable()
export class ExchangeRateRules {
  constructor(private readonly tenancy: Tenancy) {}

  @Before(ExchangeRate)
  async oneForEachDay(changes: Change[]): Promise<void> {
    for (const { after, complain } of changes) {
      if (!after) continue;
      const { id, currency, day } = after as { id: string; currency: string; day: string };
      if (!isCurrency(currency)) complain('currency', 'currency', 'Must name a currency by its ISO 4217 code, such as "USD".');
      if ((await this.tenancy.read(sameRate(currentOrganizationId(), currency, day, id))).length > 0) complain('day', 'unique', 'There is a rate of this currency for this day already. Change that one.');
    }
  }
}
