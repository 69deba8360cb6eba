import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { Opportunity } from '../opportunities/public.js';
import { Settings } from '../settings/settings.js';
import { contentChanged } from '../sheet/changes.js';
import { reckon } from '../sheet/reckon.js';
import { reckonedLine, Sheets, termsOf } from '../sheet/sheets.js';
import { DEAL, OpportunityLine } from './opportunity-line.js';

@Injectable()
export class OpportunityLineRules {
  constructor(
    private readonly sheets: Sheets,
    private readonly settings: Settings,
    private readonly write: WriteDoor,
    private readonly registry: Registry,
  ) {}

  @Before(OpportunityLine)
  async check(changes: Change[]): Promise<void> {
    for (const change of changes) await this.sheets.prepareLine(DEAL, change);
  }

  /** Through the door, so that all that holds for deals holds then, too. */
  @After(OpportunityLine)
  async addUp(changes: Change[]): Promise<void> {
    const real = changes.filter((change) => change.kind !== 'update' || contentChanged(change).length > 0);
    const ids = new Set(real.flatMap(({ before, after }) => [before?.opportunityId, after?.opportunityId]).filter((id) => typeof id === 'string'));
    for (const id of [...ids].sort()) {
      const amount = await this.amountOf(id);
      if (amount) await this.write.update(this.registry.of(Opportunity), id, { amount });
    }
  }

  /** While it is open and stays where it is: what a deal was won for may be another amount. */
  @Before(Opportunity)
  async keepAmount(changes: Change[]): Promise<void> {
    for (const { kind, before, after, set } of changes) {
      if (kind !== 'update' || before!.outcome !== 'open' || before!.stageId !== after!.stageId || after!.outcome !== 'open') continue;
      if (JSON.stringify(before!.amount) === JSON.stringify(after!.amount)) continue;
      const amount = await this.amountOf(after!.id as string);
      if (amount) set('amount', amount);
    }
  }

  /** Null where it has no lines. */
  private async amountOf(id: string): Promise<{ amount: number; currency: string } | null> {
    const lines = await this.sheets.lines(DEAL, id);
    if (lines.length === 0) return null;
    const settings = await this.settings.current();
    const currency = lines[0]!.currency ?? (await this.settings.organization()).currency;
    return { amount: reckon(lines.map(reckonedLine), termsOf({ ...settings, currency, discountPercent: 0, discountAmount: 0 })).net, currency };
  }
}
