import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Settings } from '../settings/settings.js';
import { ForecastAdjustment } from './forecast-adjustment.js';
import { periodAround, type PeriodKind } from './fiscal-year.js';
import { SalesTarget } from './sales-target.js';

/** Periods are those of the organisation's fiscal year, and a target says what it measures. */
@Injectable()
export class TargetRules {
  constructor(private readonly settings: Settings) {}

  @Before(SalesTarget)
  async keepTargets(changes: Change[]): Promise<void> {
    await this.keepToPeriods(changes);
    for (const { after, complain } of changes) {
      if (!after) continue;
      const [needed, other] = after.measure === 'amount' ? ['amount', 'number'] : ['number', 'amount'];
      if ((after[needed!] ?? null) === null) complain(needed!, 'required', after.measure === 'amount' ? 'Say which amount is to be won.' : 'Say how many deals are to be won.');
      if ((after[other!] ?? null) !== null) complain(other!, 'measure', 'Leave it empty: the target measures something else.');
    }
  }

  @Before(ForecastAdjustment)
  async keepToPeriods(changes: Change[]): Promise<void> {
    const { fiscalYearMonth } = await this.settings.current();
    for (const { before, after, set } of changes) {
      if (!after || (before && before.period === after.period && before.startsOn === after.startsOn)) continue;
      const { from, to } = periodAround(after.startsOn as string, after.period as PeriodKind, fiscalYearMonth);
      set('startsOn', from);
      set('endsOn', to);
    }
  }
}
