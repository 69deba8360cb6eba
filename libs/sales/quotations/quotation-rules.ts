import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Price } from '#crm/product/price.js';
import { Product } from '#crm/product/product.js';
import { Settings } from '../settings/settings.js';
import { contentChanged } from '../sheet/changes.js';
import { handedOver } from '../sheet/handing-over.js';
import { Sheets } from '../sheet/sheets.js';
import { reopen, usesOfPrice, usesOfProduct } from './quotation.query.js';
import { QUOTATION, Quotation } from './quotation.js';
import { QuotationLine } from './quotation-line.js';

@Injectable()
export class QuotationRules {
  constructor(
    private readonly sheets: Sheets,
    private readonly settings: Settings,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(Quotation)
  async check(changes: Change[]): Promise<void> {
    for (const change of changes) {
      const { kind, before, after, set, complain } = change;
      if (kind === 'delete') {
        if (before!.number) complain('id', 'issued', 'It has been issued, and what was issued is kept: void it instead.');
        continue;
      }
      if (kind === 'create') {
        set('edition', 1);
        if (!after!.validUntil) set('validUntil', await this.settings.day(await this.settings.organization(), (await this.settings.current()).validDays));
      }
      if (before && !QUOTATION.open.includes(before.state as string)) {
        for (const field of contentChanged(change, handedOver())) complain(field, 'closed', QUOTATION.closed);
        continue;
      }
      const changed = contentChanged(change);
      // Who approved it approved what it said then.
      if (changed.length > 0 && (before!.state === 'approved' || before!.state === 'in-approval')) for (const [field, value] of [['state', 'draft'], ['askedById', null], ['approvedById', null]] as const) set(field, value);
      await this.sheets.prepare(QUOTATION, change);
    }
  }

  @After(Quotation)
  async passOn(changes: Change[]): Promise<void> {
    for (const change of changes) await this.sheets.giveLines(QUOTATION, change);
  }

  @Before(QuotationLine)
  async checkLine(changes: Change[]): Promise<void> {
    for (const change of changes) await this.sheets.prepareLine(QUOTATION, change);
  }

  @After(QuotationLine)
  async addUp(changes: Change[]): Promise<void> {
    const real = changes.filter((change) => change.kind !== 'update' || contentChanged(change).length > 0);
    if (real.length === 0) return;
    await this.sheets.refresh(QUOTATION, real);
    const ids = [...new Set(real.flatMap(({ before, after }) => [before?.quotationId, after?.quotationId]).filter((id) => typeof id === 'string'))];
    await this.tenancy.write(reopen(currentOrganizationId(), ids, currentScope().clock.now()));
  }

  /** Old quotes keep the price that they were made with, and where it came from. */
  @Before(Price)
  async keepUsedPrices(changes: Change[]): Promise<void> {
    for (const change of changes) {
      if (!change.before || change.kind === 'restore') continue;
      const changed = contentChanged(change, new Set(['validUntil', 'state', 'name']));
      if (change.kind === 'update' && changed.length === 0) continue;
      const [used] = await this.tenancy.read(usesOfPrice(currentOrganizationId(), change.before.id as string));
      if (used) throw new Conflict('Documents have been made with this price, so it is kept as it is. Retire it or let it end, and enter another.', [{ at: changed[0] ?? 'id', rule: 'used', say: 'Retire the price instead.' }]);
    }
  }

  @Before(Product, { delete: true })
  async keepUsedProducts(changes: Change[]): Promise<void> {
    for (const { before } of changes) {
      const [used] = await this.tenancy.read(usesOfProduct(currentOrganizationId(), before!.id as string));
      if (used) throw new Conflict('Documents name this product, so it is kept. Retire it instead: then nobody puts it on a new one.', [{ at: 'id', rule: 'used', say: 'Retire the product instead.' }]);
    }
  }
}
