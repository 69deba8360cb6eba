import { Injectable } from '@nestjs/common';
import type { Act } from '#kernel/pipeline/act.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Action } from '#kernel/resource/verb.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { PriceBook } from '#crm/product/price-book.js';
import { PriceFinder } from '#crm/product/price-finder.js';
import { RecordOf } from '#platform/docs/record-of.js';
import { Settings } from '../settings/settings.js';
import { lineAmount, type Terms } from '../sheet/reckon.js';
import { Sheets, reckonedLine } from '../sheet/sheets.js';
import { Moves } from './moves.js';
import { reopen, setLineAmount, setLinePrice } from './quotation.query.js';
import { QUOTATION, Quotation } from './quotation.js';

export class ApplyPriceBookInput {
  @RecordOf(() => PriceBook) priceBookId!: string;
}

export interface Repriced {
  lineId: string;
  text: string;
  quantity: number;
  priceId: string | null;
  oldPrice: number;
  /** Null where the book has no price: the line keeps its own. */
  newPrice: number | null;
  oldAmount: number;
  newAmount: number;
}

/** What another price book would make of the lines, before anything is saved. */
@Injectable()
export class Repricing {
  constructor(
    private readonly sheets: Sheets,
    private readonly prices: PriceFinder,
    private readonly settings: Settings,
    private readonly read: ReadDoor,
    private readonly registry: Registry,
  ) {}

  async compare({ id, currency, rounding }: Pick<Quotation, 'id' | 'currency' | 'rounding'>, priceBookId: string): Promise<Repriced[]> {
    await this.read.get(this.registry.of(PriceBook), priceBookId, { fields: 'id' });
    const on = await this.settings.day(await this.settings.organization());
    const terms: Pick<Terms, 'currency' | 'rounding'> = { currency: currency!, rounding: rounding ?? 'half-up' };
    const repriced: Repriced[] = [];
    for (const line of await this.sheets.lines(QUOTATION, id)) {
      const found = line.productId ? await this.prices.find({ priceBookId, productId: line.productId, currency: currency!, quantity: line.quantity, on }) : null;
      const newPrice = found?.unitPrice ?? null;
      const [before, after] = [line, { ...line, unitPrice: newPrice ?? line.unitPrice }].map((each) => lineAmount(reckonedLine(each), terms));
      repriced.push({ lineId: line.id, text: line.text, quantity: line.quantity, priceId: found?.id ?? null, oldPrice: line.unitPrice, newPrice, oldAmount: before!, newAmount: after! });
    }
    return repriced;
  }
}

@Action(Quotation, 'apply-price-book', { say: 'Apply price book', input: ApplyPriceBookInput })
export class ApplyPriceBook {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly repricing: Repricing,
    private readonly sheets: Sheets,
    private readonly moves: Moves,
  ) {}

  async run(quotation: Quotation, { priceBookId }: ApplyPriceBookInput, { tell }: Act): Promise<void> {
    this.moves.mustBe(quotation, ['draft', 'in-approval', 'approved'], QUOTATION.closed);
    const organizationId = currentOrganizationId();
    const now = currentScope().clock.now();
    const repriced = (await this.repricing.compare(quotation, priceBookId)).filter(({ priceId }) => priceId !== null);
    for (const { lineId, priceId, newAmount } of repriced) {
      await this.tenancy.write(setLinePrice(organizationId, lineId, priceId!, now));
      await this.tenancy.write(setLineAmount(organizationId, lineId, newAmount, quotation.currency!));
    }
    await this.moves.to(quotation.id, { priceBookId });
    await this.tenancy.write(reopen(organizationId, [quotation.id], now));
    await this.sheets.reckonAnew(QUOTATION, quotation.id);
    await tell('quote.repriced', { priceBookId, lines: repriced.length });
  }
}
