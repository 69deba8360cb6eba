import { Injectable } from '@nestjs/common';
import type { Day } from '#kernel/field/calendar.js';
import type { Money } from '#kernel/field/money-text.js';
import { dayAt } from '#kernel/field/zone.js';
import { Gate } from '#kernel/gate/gate.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Rates, type RatesOfDay } from '../currency/public.js';
import { attained, type Attained } from './attainment.query.js';
import { DealCredit } from './deal-credit.js';
import { SalesTarget } from './sales-target.js';

const MOST = 200;
const DAY_MS = 86_400_000;

export interface TargetRow {
  id: string;
  name: string;
  memberId: string | null;
  teamId: string | null;
  member: { id: string; name: string } | null;
  team: { id: string; name: string } | null;
  period: string;
  startsOn: Day;
  endsOn: Day;
  measure: 'amount' | 'deals';
  amount: Money | null;
  number: number | null;
}

export interface Attainment {
  target: TargetRow;
  /** What is won so far, in the organisation's currency; and what is to be won, in the same. */
  actual: { amount: Money; deals: number };
  goal: { amount: Money | null; deals: number | null };
  /** Of the goal, in percent; null where there is no rate for its currency. */
  percent: number | null;
  /** The part of the period that has gone by, in percent. */
  elapsed: number;
}

/** How far targets are met. */
@Injectable()
export class Attainments {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly rates: Rates,
  ) {}

  /** Of the targets whose period holds a day, as far as the reader may see them. */
  async on(day: Day): Promise<Attainment[]> {
    const registry = await this.nouns.here();
    const where = { and: [{ field: 'startsOn', operator: 'lte', value: day }, { field: 'endsOn', operator: 'gte', value: day }] };
    const page = JSON.parse(await this.read.list(registry.of(SalesTarget), { filters: [], where, include: 'member,team', sort: 'startsOn', limit: MOST })) as { data: TargetRow[] };
    return this.of(page.data);
  }

  async of(targets: readonly TargetRow[]): Promise<Attainment[]> {
    if (targets.length === 0) return [];
    const credit = (await this.nouns.here()).of(DealCredit);
    const aims = targets.map(({ id, memberId, teamId, startsOn, endsOn }) => ({ id, memberId, teamId, startsOn, endsOn }));
    const rows = await this.tenancy.read<Attained>(attained(credit, await this.gate.ability(), currentOrganizationId(), aims));
    const { currency, timeZone } = await this.rates.home();
    const today = dayAt(currentScope().clock.now().getTime(), timeZone);
    const rates = new Map<Day, RatesOfDay>();
    for (const day of new Set(targets.map(({ startsOn }) => startsOn))) rates.set(day, await this.rates.on(targets.flatMap(({ startsOn, amount }) => (startsOn === day && amount ? [amount.currency] : [])), day));
    return targets.map((target) => {
      const row = rows.find(({ id }) => id === target.id)!;
      const actual = { amount: { amount: Number(row.amount), currency }, deals: row.deals };
      const goal = { amount: target.amount && rates.get(target.startsOn)!.inBase(target.amount), deals: target.number };
      const percent = target.measure === 'amount' ? goal.amount && (actual.amount.amount / goal.amount.amount) * 100 : (actual.deals / goal.deals!) * 100;
      return { target, actual, goal, percent, elapsed: elapsed(target, today) };
    });
  }
}

function elapsed({ startsOn, endsOn }: TargetRow, today: Day): number {
  const [first, last, now] = [startsOn, endsOn, today].map((day) => Date.parse(day)) as [number, number, number];
  return Math.min(100, Math.max(0, ((now - first + DAY_MS) / (last - first + DAY_MS)) * 100));
}
