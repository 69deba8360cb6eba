import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import type { Money } from '#kernel/field/money-text.js';
import type { Change } from '#kernel/pipeline/hooks.js';
import { convert, Rates, type DatedRate } from '../currency/public.js';
import type { Opportunity } from './opportunity.js';

/** What a closed deal is worth in the organisation's currency: by the rate of the day on which it was closed, for good. */
@Injectable()
export class Closing {
  constructor(private readonly rates: Rates) {}

  async settle({ before, after, set }: Change): Promise<void> {
    const { outcome, closedAt, amount } = after as unknown as Opportunity;
    if (outcome === 'open' || !amount) return forget(set);
    const had = before as unknown as Opportunity | null;
    const isSame = had?.closedAt === closedAt && had?.amount?.currency === amount.currency && had?.closingRate;
    const rates = await this.rates.on(isSame ? [] : [amount.currency], new Date(closedAt!));
    const rate: Pick<DatedRate, 'day' | 'rate'> | null = isSame ? { rate: had.closingRate!, day: had.closingRateDay! } : rates.of(amount.currency);
    if (!rate) return forget(set);
    set('closingRate', rate.rate);
    set('closingRateDay', rate.day);
    set('closingAmount', convert(amount as Money, rate.rate, rates.base) as unknown as Json);
  }
}

function forget(set: Change['set']): void {
  for (const field of ['closingRate', 'closingRateDay', 'closingAmount']) set(field, null);
}
