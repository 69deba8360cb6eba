import { Injectable } from '@nestjs/common';
import type { Money } from '#kernel/field/money-text.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import { multiply } from '#platform/money/arithmetic.js';
import { Activity, ACTIVITY_KINDS } from '#crm/activity/activity.js';
import { Lead } from '../leads/public.js';
import { Deals, Opportunity } from '../opportunities/public.js';
import { AcquisitionCost } from './acquisition-cost.js';
import { is, within, type Span } from './period.js';
import { Tally, type Condition, type Counted, type Figure } from './tally.js';

/** Between which days, and of what. */
export interface Scope extends Span {
  timeZone: string;
  today: string;
  now: Date;
  /** Whose: a member, "me" or "my-team". */
  owner?: string | undefined;
  pipelineId?: string | undefined;
}

export interface Line {
  key: string | null;
  label: string | null;
  figures: { [name: string]: Figure };
}

export interface Report {
  columns: string[];
  lines: Line[];
  total: { [name: string]: Figure } | null;
}

type Made = Map<string | null, { [name: string]: Figure }>;

const AGES = [['week', 0, 7], ['month', 7, 30], ['quarter', 30, 90], ['older', 90, null]] as const;
const DAY_MS = 86_400_000;

/** The reports of sales. Each reckons with what the reader may read, and with nothing else. */
@Injectable()
export class Reports {
  constructor(
    private readonly tally: Tally,
    private readonly deals: Deals,
  ) {}

  /** Of the deals that were closed, how many were won. */
  async winRate(scope: Scope, by: string): Promise<Report> {
    const question = { noun: Opportunity, where: [...ofDeals(scope), ...within('closedAt', scope, scope.timeZone)], measures: { won: [is('outcome', 'won')], lost: [is('outcome', 'lost')], closed: [oneOf('outcome', ['won', 'lost'])] } } as const;
    const rated = ({ won, lost, closed }: { won: Counted; lost: Counted; closed: Counted }) => ({ won, lost, rate: share(won, closed) });
    const { lines, total } = await this.tally.counted(by, question);
    return this.report(Opportunity, by, new Map([...lines].map(([key, counts]) => [key, rated(counts)])), rated(total));
  }

  /** How fast deals are won, and what a day of selling is worth: open deals × win rate × average deal, by the days it takes. */
  async velocity(scope: Scope, by: string): Promise<Report> {
    const closed = within('closedAt', scope, scope.timeZone);
    const question = { noun: Opportunity, where: ofDeals(scope), measures: { open: [is('outcome', 'open')], won: [is('outcome', 'won'), ...closed], closed: [oneOf('outcome', ['won', 'lost']), ...closed] } } as const;
    const reckoned = ({ open, won, closed: ended }: { open: Counted; won: Counted; closed: Counted }) => ({ open, won, rate: share(won, ended), average: averageDeal(won), cycle: cycleOf(won), perDay: perDay(open, won, ended) });
    const { lines, total } = await this.tally.counted(by, question);
    return this.report(Opportunity, by, new Map([...lines].map(([key, counts]) => [key, reckoned(counts)])), reckoned(total));
  }

  /** For how long open deals have been in the stage where they are. */
  async ageing(scope: Scope): Promise<Report> {
    const ago = (days: number) => new Date(scope.now.getTime() - days * DAY_MS).toISOString();
    const measures = Object.fromEntries(AGES.map(([name, from, to]): [string, Condition[]] => [name, [{ field: 'stageSince', operator: 'lte', value: ago(from) }, ...(to === null ? [] : [{ field: 'stageSince', operator: 'gt', value: ago(to) }])]]));
    const question = { noun: Opportunity, where: [...ofDeals(scope), is('outcome', 'open')], measures };
    const stages = await this.deals.stages();
    const { lines, total } = await this.tally.counted('stageId', question);
    return this.report(Opportunity, 'stageId', new Map(stages.flatMap(({ id }) => (lines.has(id) ? [[id, lines.get(id)!] as const] : []))), total);
  }

  /** Of the deals that were begun, how many came to each stage or further. */
  async funnel(scope: Scope): Promise<Report> {
    const stages = (await this.deals.stages()).filter(({ pipelineId, kind }, _n, [first]) => pipelineId === (scope.pipelineId ?? first!.pipelineId) && kind !== 'lost');
    const where = [...ofDeals({ ...scope, pipelineId: stages[0]?.pipelineId }), ...within('createdAt', scope, scope.timeZone)];
    const measures = Object.fromEntries(stages.map(({ id }, n) => [id, [oneOf('reachedStageId', stages.slice(n).map((later) => later.id))]]));
    const reached = stages.length ? await this.tally.total({ noun: Opportunity, where, measures }) : {};
    const rest = (n: number) => reached[stages[n]!.id]!;
    const lines = stages.map(({ id, name }, n): Line => ({ key: id, label: name, figures: { reached: rest(n), ofBefore: share(rest(n), rest(Math.max(n - 1, 0))), ofAll: share(rest(n), rest(0)) } }));
    return { columns: ['reached', 'ofBefore', 'ofAll'], lines, total: null };
  }

  /** What became of what came from each source, against what it cost. */
  async sources(scope: Scope): Promise<Report> {
    const [leads, deals, costs] = await Promise.all([
      this.tally.by('source', { noun: Lead, where: ofOwner(scope), measures: { leads: within('createdAt', scope, scope.timeZone), converted: within('convertedAt', scope, scope.timeZone) } }),
      this.tally.by('source', { noun: Opportunity, where: ofDeals(scope), measures: { won: [is('outcome', 'won'), ...within('closedAt', scope, scope.timeZone)] } }),
      this.tally.by('source', { noun: AcquisitionCost, measures: { cost: [{ field: 'day', operator: 'gte', value: scope.from }, { field: 'day', operator: 'lte', value: scope.to }] } }),
    ]);
    const lines: Made = new Map();
    for (const key of new Set([...leads.keys(), ...deals.keys(), ...costs.keys()])) {
      const won = deals.get(key)?.won;
      const cost = costs.get(key)?.cost;
      lines.set(key, { ...(leads.get(key) && { leads: leads.get(key)!.leads, converted: leads.get(key)!.converted }), ...(won && { won }), ...(cost && { cost }), return: returnOn(won, cost) });
    }
    return { ...(await this.report(Opportunity, 'source', lines, null)), columns: ['leads', 'converted', 'won', 'cost', 'return'] };
  }

  /** How much was done, by whom and of what kind. */
  async activities(scope: Scope): Promise<Report> {
    const done = within('completedAt', scope, scope.timeZone);
    const kinds = Object.keys(ACTIVITY_KINDS).map((kind): [string, Condition[]] => [kind, [is('state', 'done'), is('kind', kind), ...done]]);
    const question = { noun: Activity, where: ofOwner(scope), measures: { done: [is('state', 'done'), ...done], ...Object.fromEntries(kinds) } };
    const { lines, total } = await this.tally.counted('ownerId', question);
    return this.report(Activity, 'ownerId', lines, total);
  }

  /** Why deals were lost. */
  async lostReasons(scope: Scope): Promise<Report> {
    const question = { noun: Opportunity, where: [...ofDeals(scope), ...within('closedAt', scope, scope.timeZone)], measures: { lost: [is('outcome', 'lost')] } };
    const { lines, total } = await this.tally.counted('lostReasonId', question);
    return this.report(Opportunity, 'lostReasonId', new Map([...lines].map(([key, { lost }]) => [key, { lost, part: share(lost, total.lost) }])), total);
  }

  /** Lines with the names of their keys, the largest first. */
  private async report(noun: ResourceClass, field: string, lines: Made, total: Report['total']): Promise<Report> {
    const labels = await this.tally.labels(noun, field, lines.keys());
    const named = [...lines].map(([key, figures]): Line => ({ key, label: key === null ? null : (labels.get(key) ?? null), figures }));
    return { columns: Object.keys(total ?? named[0]?.figures ?? {}), lines: named, total };
  }
}

export function ofDeals({ owner, pipelineId }: Pick<Scope, 'owner' | 'pipelineId'>): Condition[] {
  return [...ofOwner({ owner }), ...(pipelineId ? [is('pipelineId', pipelineId)] : [])];
}

export function ofOwner({ owner }: Pick<Scope, 'owner'>): Condition[] {
  return owner ? [is('ownerId', owner)] : [];
}

function oneOf(field: string, values: readonly string[]): Condition {
  return { field, operator: 'in', value: [...values] };
}

/** Of the whole, the part in percent. Its records are those of the whole. */
export function share(part: Counted, whole: Counted): Figure {
  return { ...whole, unit: 'percent', value: whole.value === 0 ? null : (part.value / whole.value) * 100, amount: null, weighted: null };
}

export function averageDeal(won: Counted): Figure {
  return { ...won, amount: averageOf(won) };
}

function averageOf({ amount, value }: Counted): Money | null {
  return amount && value > 0 ? multiply(amount, 1, value, 'half-even') : null;
}

export function cycleOf(won: Counted): Figure {
  return { ...won, unit: 'days', value: won.seconds === null || won.value === 0 ? null : won.seconds / won.value / 86_400, amount: null, weighted: null };
}

function perDay(open: Counted, won: Counted, closed: Counted): Figure {
  const average = averageOf(won);
  const seconds = won.seconds ?? 0;
  // Days of a cycle are seconds in fractions: to the whole second is exact enough for what is an estimate.
  const worth = average && seconds >= 1 ? multiply(average, BigInt(open.value) * BigInt(won.value) * BigInt(won.value) * 86_400n, BigInt(closed.value) * BigInt(Math.round(seconds)), 'half-even') : null;
  return { ...open, amount: worth, weighted: null };
}

function returnOn(won: Counted | undefined, cost: Counted | undefined): Figure {
  const known = cost?.amount && cost.amount.amount > 0 ? ((won?.amount?.amount ?? 0) - cost.amount.amount) / cost.amount.amount : null;
  return { value: known === null ? null : known * 100, unit: 'percent', amount: null, weighted: null, records: cost?.records ?? null };
}
