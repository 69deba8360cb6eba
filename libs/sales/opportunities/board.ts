import { Injectable } from '@nestjs/common';
import type { Ability } from '#kernel/gate/ability.js';
import { viewpointOf } from '#kernel/gate/access.js';
import { Gate } from '#kernel/gate/gate.js';
import { LARGEST_PAGE, QueryReader, type ListRequest } from '#kernel/pipeline/list-query.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { relationName } from '#kernel/pipeline/select.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import { Rates, type DatedRate } from '../currency/public.js';
import { columnSums, seesAmounts, stageFlow, type Asked, type ColumnRow, type FlowRow } from './board.query.js';
import { Deals } from './deals.js';
import { InTurns } from './in-turns.js';
import type { StageRow } from './entry-rules.js';
import { Opportunity } from './opportunity.js';
import { Pipeline } from './pipeline.js';
import { currenciesIn, totals, type Totals } from './totals.js';

const CARD = ['name', 'companyId', 'contactId', 'pipelineId', 'stageId', 'amount', 'probability', 'probabilityOverridden', 'expectedClose', 'outcome', 'closedAt', 'stageSince', 'nextStep', 'nextStepOn', 'ownerId', 'tags', 'rank', 'awaitsStageId', 'approvedStageId', 'version'];
const SHOWN_WITH = ['companyId', 'contactId', 'ownerId'];
/** More than a tall screen shows. */
const CARDS = 15;

export interface Column extends Totals {
  stage: StageRow;
  cards: unknown[];
  /** Goes on with `GET …/opportunities?sort=rank` and the filters of the board, as `after`. */
  next: string | null;
}

interface CardRow {
  id: string;
  [field: string]: unknown;
}

interface Cards {
  data: CardRow[];
  page: { next: string | null };
}

export interface BoardAnswer {
  pipeline: { id: string; name: string };
  /** What the totals in the organisation's currency were reckoned with. Currencies without any rate are left out of them. */
  rates: { currency: string; day: string; stated: DatedRate[]; missing: string[] };
  total: Totals;
  columns: Column[];
}

/** A pipeline as a board: what whoever asks may see, counted and summed where the rows are. */
@Injectable()
export class Board {
  private readonly sums = new InTurns<ColumnRow[]>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly deals: Deals,
    private readonly rates: Rates,
  ) {}

  async of(pipelineId: string, request: ListRequest): Promise<BoardAnswer> {
    const { pipeline, stages, deal, ability, registry } = await this.enter(pipelineId);
    const asked = this.asked(pipelineId, deal, ability, registry, request);
    const [sums, pages] = await Promise.all([this.summed(columnSums(deal, ability, asked)), this.pages(stages, deal, ability, registry, request)]);
    const rates = await this.rates.on(currenciesIn(sums), currentScope().clock.now());
    const visible = seesAmounts(ability.of(deal));
    const columns = stages.map((stage, n) => ({ stage, ...totals(sums.filter(({ stageId }) => stageId === stage.id), rates, visible), cards: pages[n]!.data, next: pages[n]!.page.next }));
    const missing = currenciesIn(sums).filter((currency) => !rates.of(currency));
    return { pipeline, rates: { currency: rates.base, day: rates.day, stated: rates.stated(), missing }, total: totals(sums, rates, visible), columns };
  }

  /** How deals have gone through the stages since a day, with whatever was corrected since. */
  async flow(pipelineId: string, since: Date, request: ListRequest): Promise<{ stages: (FlowRow & { stage: string; conversion: number | null })[] }> {
    const { stages, deal, ability, registry } = await this.enter(pipelineId);
    const rows = await this.tenancy.read<FlowRow>(stageFlow(deal, ability, this.asked(pipelineId, deal, ability, registry, request), since, currentScope().clock.now()));
    const none = { entered: 0, left: 0, advanced: 0, won: 0, lost: 0, averageSeconds: null, medianSeconds: null };
    return {
      stages: stages.map(({ id, name }) => {
        const row = rows.find(({ stageId }) => stageId === id) ?? { stageId: id, ...none };
        return { ...row, stage: name, conversion: row.left === 0 ? null : row.advanced / row.left };
      }),
    };
  }

  private async enter(pipelineId: string): Promise<{ pipeline: Pipeline; stages: StageRow[]; deal: ResourceModel; ability: Ability; registry: Registry }> {
    const ability = await this.gate.ability();
    const registry = await this.nouns.here();
    const pipeline = JSON.parse((await this.read.get(registry.of(Pipeline), pipelineId)).json) as Pipeline;
    const stages = (await this.deals.stages()).filter((stage) => stage.pipelineId === pipelineId);
    return { pipeline: { id: pipeline.id, name: pipeline.name } as Pipeline, stages, deal: registry.of(Opportunity), ability, registry };
  }

  private asked(pipelineId: string, deal: ResourceModel, ability: Ability, registry: Registry, { filters, where, q }: ListRequest): Asked {
    const query = new QueryReader(deal, ability, viewpointOf(ability.access, currentScope().clock), registry).list({ filters, where, q });
    return { organizationId: currentOrganizationId(), pipelineId, where: query.where, q: query.q };
  }

  /** The same question has the same answer for all who see the same. */
  private summed(statement: Statement): Promise<ColumnRow[]> {
    return this.sums.do(JSON.stringify([statement.text, statement.values]), () => this.tenancy.read<ColumnRow>(statement));
  }

  /** On one connection: a board must not take those that others wait for. */
  private pages(stages: readonly StageRow[], deal: ResourceModel, ability: Ability, registry: Registry, request: ListRequest): Promise<Cards[]> {
    return this.tenancy.transaction(async () => {
      const pages = await Promise.all(stages.map((stage) => this.cards(stage, deal, ability, request)));
      await this.nameRelated(pages.flatMap(({ data }) => data), deal, ability, registry);
      return pages;
    });
  }

  private async cards({ id, pipelineId }: StageRow, deal: ResourceModel, ability: Ability, { filters, where, q, limit = CARDS }: ListRequest): Promise<Cards> {
    const visibility = ability.of(deal).visibility();
    const fields = CARD.filter((name) => visibility.get(name) !== 'hidden').join(',');
    const column = [{ field: 'pipelineId', operator: 'eq', value: pipelineId }, { field: 'stageId', operator: 'eq', value: id }];
    return JSON.parse(await this.read.list(deal, { filters: [...filters, ...column], where, q, limit, sort: 'rank', fields })) as Cards;
  }

  /** Whom and what the cards are about, as they would be with `include`, but by title alone and once for all columns. */
  private async nameRelated(cards: readonly CardRow[], deal: ResourceModel, ability: Ability, registry: Registry): Promise<void> {
    const visibility = ability.of(deal).visibility();
    const links = deal.references.filter(({ name }) => SHOWN_WITH.includes(name) && visibility.get(name) === 'shown');
    await Promise.all(links.map(async (link) => {
      const target = registry.target(link)!;
      if (!ability.of(target).may('read')) return;
      const fields = ability.of(target).visibility().get(target.title) === 'hidden' ? 'id' : target.title;
      const ids = [...new Set(cards.flatMap((card) => card[link.name] ?? []))] as string[];
      const parts = Array.from({ length: Math.ceil(ids.length / LARGEST_PAGE) }, (_, n) => ids.slice(n * LARGEST_PAGE, (n + 1) * LARGEST_PAGE));
      const pages = await Promise.all(parts.map((part) => this.read.list(target, { filters: [{ field: 'id', operator: 'in', value: part.join(',') }], fields, limit: LARGEST_PAGE })));
      const byId = new Map(pages.flatMap((page) => (JSON.parse(page) as Cards).data).map((row) => [row.id, row]));
      for (const card of cards) card[relationName(link)] = byId.get(card[link.name] as string) ?? null;
    }));
  }
}
