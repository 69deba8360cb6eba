import { Injectable } from '@nestjs/common';
import type { Day } from '#kernel/field/calendar.js';
import type { Money } from '#kernel/field/money-text.js';
import { Gate } from '#kernel/gate/gate.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Rates, type RatesOfDay } from '../currency/public.js';
import { Opportunity, type ForecastCategory } from '../opportunities/public.js';
import type { Condition } from '../reports/public.js';
import { Settings } from '../settings/settings.js';
import { CATEGORIES, Forecasts } from './forecast.js';
import { ForecastLine, ForecastSubmission } from './forecast-submission.js';
import { periodAround, type PeriodKind } from './fiscal-year.js';
import { addLines, addSubmission, type NewLine } from './submission.query.js';

factWords({ 'forecast.submitted': '{actor} handed in a forecast' });

const PAGE = 200;

type Deal = Pick<Opportunity, 'id' | 'name' | 'ownerId' | 'expectedClose'> & { amount?: Money | null; closingAmount?: Money | null };

export interface Submitted {
  id: string;
  memberId: string | null;
  period: PeriodKind;
  startsOn: Day;
  endsOn: Day;
  note: string | null;
  createdAt: string;
}

/** Forecasts as they were handed in. */
@Injectable()
export class Submissions {
  constructor(
    private readonly forecasts: Forecasts,
    private readonly settings: Settings,
    private readonly rates: Rates,
    private readonly read: ReadDoor,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
  ) {}

  /** Keeps every deal behind the forecast as whoever hands it in sees it now. */
  async submit(period: PeriodKind, day: Day, note: string | null): Promise<Submitted> {
    const registry = await this.nouns.here();
    if (!(await this.gate.ability()).of(registry.of(ForecastSubmission)).may('create')) throw new Forbidden('Your role does not allow you to hand in forecasts.');
    const { actor, clock } = currentScope();
    const organizationId = currentOrganizationId();
    const span = periodAround(day, period, (await this.settings.current()).fiscalYearMonth);
    const submission = { id: uuidv7(), memberId: 'memberId' in actor ? actor.memberId : null, period, startsOn: span.from, endsOn: span.to, note };
    await this.tenancy.transaction(async (transaction) => {
      const measures = await this.forecasts.measures(span);
      const deals = await Promise.all(CATEGORIES.map(async (category) => (await this.deals(measures[category])).map((deal) => ({ category, deal }))));
      const rates = await this.rates.on(deals.flat().flatMap(({ deal }) => deal.amount?.currency ?? []), clock.now());
      await transaction.query(addSubmission(organizationId, submission, clock.now()));
      await transaction.query(addLines(organizationId, submission.id, deals.flat().map(({ category, deal }) => lineOf(category, deal, rates)), clock.now()));
      await transaction.query(factStatement('forecast.submitted', 'forecastSubmission', submission.id, { period, startsOn: span.from }));
    });
    return this.get(submission.id);
  }

  async get(id: string): Promise<Submitted> {
    return JSON.parse((await this.read.get((await this.nouns.here()).of(ForecastSubmission), id)).json) as Submitted;
  }

  /** The newest first. */
  async list(period: PeriodKind | undefined, after: string | undefined): Promise<{ data: Submitted[]; page: { next: string | null } }> {
    const noun = (await this.nouns.here()).of(ForecastSubmission);
    return JSON.parse(await this.read.list(noun, { filters: period ? [{ field: 'period', operator: 'eq', value: period }] : [], include: 'member', sort: '-createdAt', limit: 50, ...(after && { after }) })) as { data: Submitted[]; page: { next: string | null } };
  }

  async lines(submissionId: string): Promise<(ForecastLine & { id: string })[]> {
    await this.get(submissionId);
    return this.all((await this.nouns.here()).of(ForecastLine), [{ field: 'submissionId', operator: 'eq', value: submissionId }], { include: 'owner' });
  }

  private async deals(conditions: readonly Condition[]): Promise<Deal[]> {
    return this.all<Deal>((await this.nouns.here()).of(Opportunity), conditions, {});
  }

  private async all<R>(noun: Parameters<ReadDoor['list']>[0], conditions: readonly Condition[], more: { include?: string }): Promise<R[]> {
    const rows: R[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page = JSON.parse(await this.read.list(noun, { filters: [], where: { and: conditions }, sort: 'id', limit: PAGE, ...more, ...(after && { after }) })) as { data: R[]; page: { next: string | null } };
      rows.push(...page.data);
      after = page.page.next;
    }
    return rows;
  }
}

/** What is won is worth what it was worth on the day of closing; all else goes by the rate of today. */
function lineOf(category: ForecastCategory, { id, name, ownerId, expectedClose, amount = null, closingAmount = null }: Deal, rates: RatesOfDay): NewLine {
  const inBase = category === 'closed' ? closingAmount : amount && rates.inBase(amount);
  return { opportunityId: id, name, ownerId, category, amount: amount?.amount ?? null, currency: amount?.currency ?? null, inBase: inBase?.amount ?? null, base: inBase?.currency ?? null, expectedClose };
}
