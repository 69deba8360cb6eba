import { Injectable } from '@nestjs/common';
import type { Day } from '#kernel/field/calendar.js';
import type { Money } from '#kernel/field/money-text.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Rates } from '../currency/public.js';
import { Deals, Opportunity, type ForecastCategory } from '../opportunities/public.js';
import { is, Tally, within, type Condition, type Counted, type Span } from '../reports/public.js';
import { Settings } from '../settings/settings.js';
import { Attainments, type Attainment } from './attainment.js';
import { ForecastAdjustment } from './forecast-adjustment.js';
import { periodAround, type PeriodKind } from './fiscal-year.js';

export const CATEGORIES = ['closed', 'commit', 'best-case', 'pipeline'] as const satisfies readonly ForecastCategory[];
const MOST = 200;

export interface Adjusted {
  amount: Money;
  note: string;
  by: string | null;
  at: string;
}

export interface Outlook {
  memberId: string | null;
  name: string | null;
  reckoned: { readonly [category in ForecastCategory]: Counted };
  /** What a manager says instead, beside what was reckoned. */
  adjusted: { [category in ForecastCategory]?: Adjusted };
  target: Attainment | null;
}

export interface ForecastAnswer extends Span {
  period: PeriodKind;
  currency: string;
  members: Outlook[];
  total: Outlook['reckoned'];
}

/** What a period is going to bring: what is won, and what is expected to close in it, by the category of its stage. */
@Injectable()
export class Forecasts {
  constructor(
    private readonly tally: Tally,
    private readonly deals: Deals,
    private readonly settings: Settings,
    private readonly attainments: Attainments,
    private readonly rates: Rates,
    private readonly read: ReadDoor,
    private readonly nouns: Nouns,
  ) {}

  async of(period: PeriodKind, day: Day): Promise<ForecastAnswer> {
    const { fiscalYearMonth } = await this.settings.current();
    const span = periodAround(day, period, fiscalYearMonth);
    const { currency } = await this.rates.home();
    const question = { noun: Opportunity, measures: await this.measures(span) };
    const { lines: byMember, total } = await this.tally.counted('ownerId', question);
    const names = await this.tally.labels(Opportunity, 'ownerId', byMember.keys());
    const targets = (await this.attainments.on(span.from)).filter(({ target }) => target.period === period && target.measure === 'amount' && target.teamId === null);
    const adjusted = await this.adjustments(period, span.from);
    const members = [...byMember].map(([memberId, reckoned]): Outlook => ({
      memberId, name: memberId && (names.get(memberId) ?? null), reckoned, adjusted: adjusted.get(memberId) ?? {}, target: targets.find(({ target }) => target.memberId === memberId) ?? null,
    }));
    return { ...span, period, currency, members: members.sort((a, b) => worth(b) - worth(a)), total };
  }

  /** The deals behind it, one condition for each category. */
  async measures(span: Span): Promise<{ readonly [category in ForecastCategory]: readonly Condition[] }> {
    const stages = await this.deals.stages();
    const { timeZone } = await this.rates.home();
    const expected: Condition[] = [{ field: 'expectedClose', operator: 'gte', value: span.from }, { field: 'expectedClose', operator: 'lte', value: span.to }];
    const open = (category: ForecastCategory): Condition[] => [is('outcome', 'open'), { field: 'stageId', operator: 'in', value: stages.filter((stage) => stage.category === category).map(({ id }) => id) }, ...expected];
    return { closed: [is('outcome', 'won'), ...within('closedAt', span, timeZone)], commit: open('commit'), 'best-case': open('best-case'), pipeline: open('pipeline') };
  }

  private async adjustments(period: PeriodKind, startsOn: Day): Promise<Map<string | null, Outlook['adjusted']>> {
    const registry = await this.nouns.here();
    if (!(await this.tally.may(ForecastAdjustment))) return new Map();
    const page = JSON.parse(await this.read.list(registry.of(ForecastAdjustment), { filters: [], where: { and: [is('period', period), is('startsOn', startsOn)] }, sort: 'createdAt', limit: MOST })) as { data: (ForecastAdjustment & { createdBy: string | null; createdAt: string })[] };
    const said = new Map<string | null, Outlook['adjusted']>();
    for (const { memberId, category, amount, note, createdBy, createdAt } of page.data) said.set(memberId, { ...said.get(memberId), [category]: { amount, note, by: createdBy, at: createdAt } });
    return said;
  }
}

function worth({ reckoned }: Outlook): number {
  return CATEGORIES.reduce((sum, category) => sum + (reckoned[category].amount?.amount ?? 0), 0);
}
