import { Injectable } from '@nestjs/common';
import { Activity } from '#crm/activity/activity.js';
import { Lead } from '../leads/public.js';
import { Deals, Opportunity } from '../opportunities/public.js';
import { before, is, monthsUpTo, within, type Span } from './period.js';
import { averageDeal, cycleOf, ofDeals, ofOwner, share, type Line, type Scope } from './reports.js';
import { Tally, type Condition, type Counts, type Figure } from './tally.js';

const STALE_DAYS = 30;
const MONTHS = 12;
const DAY_MS = 86_400_000;

export interface Dashboard {
  /** Each with what it was in the days before, as many. */
  figures: { [name: string]: { now: Figure; before: Figure | null } };
  charts: { [name: string]: Line[] };
}

/** What whoever sells looks at in the morning. */
@Injectable()
export class SalesDashboard {
  constructor(
    private readonly tally: Tally,
    private readonly deals: Deals,
  ) {}

  async of(scope: Scope): Promise<Dashboard> {
    const past = { ...scope, ...before(scope) };
    const charts = await this.charts(scope);
    // Four at once at most: others wait for connections, too.
    const [deals, leads, activities] = await Promise.all([this.ofDeals(scope, past), this.ofLeads(scope, past), this.ofActivities(scope, past)]);
    return { figures: { ...deals, ...leads, ...activities }, charts };
  }

  private async ofDeals(scope: Scope, past: Span): Promise<Dashboard['figures']> {
    const [open, won, lost] = [is('outcome', 'open'), is('outcome', 'won'), is('outcome', 'lost')];
    const closed: Condition = { field: 'outcome', operator: 'ne', value: 'open' };
    const [now, then] = [within('closedAt', scope, scope.timeZone), within('closedAt', past, scope.timeZone)];
    const staleSince = new Date(scope.now.getTime() - STALE_DAYS * DAY_MS).toISOString();
    const counts = await this.tally.total({
      noun: Opportunity, where: ofDeals(scope),
      measures: {
        open: [open], late: [open, { field: 'expectedClose', operator: 'lt', value: scope.today }], stale: [open, { field: 'stageSince', operator: 'lt', value: staleSince }],
        won: [won, ...now], lost: [lost, ...now], closed: [closed, ...now], wonBefore: [won, ...then], lostBefore: [lost, ...then], closedBefore: [closed, ...then],
      },
    });
    const pair = (at: Figure, earlier: Figure | null = null) => ({ now: at, before: earlier });
    return {
      open: pair(counts.open), won: pair(counts.won, counts.wonBefore), lost: pair(counts.lost, counts.lostBefore), winRate: pair(share(counts.won, counts.closed), share(counts.wonBefore, counts.closedBefore)),
      averageDeal: pair(averageDeal(counts.won), averageDeal(counts.wonBefore)), cycle: pair(cycleOf(counts.won), cycleOf(counts.wonBefore)), late: pair(counts.late), stale: pair(counts.stale),
    };
  }

  private async ofLeads(scope: Scope, past: Span): Promise<Dashboard['figures']> {
    if (!(await this.tally.may(Lead))) return {};
    const measures = { leads: within('createdAt', scope, scope.timeZone), converted: within('convertedAt', scope, scope.timeZone), leadsBefore: within('createdAt', past, scope.timeZone), convertedBefore: within('convertedAt', past, scope.timeZone) };
    return paired(await this.tally.total({ noun: Lead, where: ofOwner(scope), measures }), ['leads', 'converted']);
  }

  private async ofActivities(scope: Scope, past: Span): Promise<Dashboard['figures']> {
    if (!(await this.tally.may(Activity))) return {};
    const done = is('state', 'done');
    const overdue: Condition = { or: [{ field: 'day', operator: 'lt', value: scope.today }, { field: 'startsAt', operator: 'lt', value: scope.now.toISOString() }] };
    const counts = await this.tally.total({ noun: Activity, where: ofOwner(scope), measures: { done: [done, ...within('completedAt', scope, scope.timeZone)], doneBefore: [done, ...within('completedAt', past, scope.timeZone)], overdue: [is('state', 'open'), overdue] } });
    return { ...paired(counts, ['done']), overdue: { now: counts.overdue, before: null } };
  }

  private async charts(scope: Scope): Promise<Dashboard['charts']> {
    const months = monthsUpTo(scope, MONTHS);
    const won = [is('outcome', 'won'), ...ofDeals(scope)];
    const closed = within('closedAt', scope, scope.timeZone);
    const [byMonth, byStage, byOwner, lost] = await Promise.all([
      this.tally.total({ noun: Opportunity, where: won, measures: Object.fromEntries(months.map((month) => [month.month, within('closedAt', month, scope.timeZone)])) }),
      this.tally.by('stageId', { noun: Opportunity, where: ofDeals(scope), measures: { open: [is('outcome', 'open')] } }),
      this.tally.by('ownerId', { noun: Opportunity, where: won, measures: { won: closed } }),
      this.tally.by('lostReasonId', { noun: Opportunity, where: ofDeals(scope), measures: { lost: [is('outcome', 'lost'), ...closed] } }),
    ]);
    const stages = (await this.deals.stages()).filter(({ id }) => byStage.has(id));
    return {
      wonByMonth: months.map(({ month }) => ({ key: month, label: month, figures: { won: byMonth[month]! } })),
      openByStage: stages.map(({ id, name }) => ({ key: id, label: name, figures: byStage.get(id)! })),
      wonByOwner: await this.lines('ownerId', byOwner),
      lostByReason: await this.lines('lostReasonId', lost),
    };
  }

  private async lines(field: string, counts: ReadonlyMap<string | null, { [name: string]: Figure }>): Promise<Line[]> {
    const labels = await this.tally.labels(Opportunity, field, counts.keys());
    return [...counts].map(([key, figures]) => ({ key, label: key === null ? null : (labels.get(key) ?? null), figures }));
  }
}

function paired<N extends string>(counts: Counts<N | `${N}Before`>, names: readonly N[]): Dashboard['figures'] {
  return Object.fromEntries(names.map((name) => [name, { now: counts[name], before: counts[`${name}Before`] }]));
}
