import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { ORDER, SalesOrder, SalesOrderLine } from '../orders/sales-order.js';
import { contentChanged } from '../sheet/changes.js';
import { handedOver } from '../sheet/handing-over.js';
import { Sheets, type SheetKind } from '../sheet/sheets.js';
import { Settings } from '../settings/settings.js';
import { INVOICE, Invoice, InvoiceLine } from './invoice.js';

/** Orders and invoices are reckoned as quotes are, and closed when they are done. */
@Injectable()
export class InvoiceRules {
  constructor(
    private readonly sheets: Sheets,
    private readonly settings: Settings,
  ) {}

  @Before(SalesOrder)
  async checkOrder(changes: Change[]): Promise<void> {
    for (const change of changes) {
      const { kind, after, set } = change;
      if (kind === 'create') {
        const today = await this.settings.day(await this.settings.organization());
        if (!after!.number) set('number', await this.settings.number('order', today));
        if (!after!.orderedOn) set('orderedOn', today);
      }
      await this.keep(ORDER, change);
    }
  }

  @After(SalesOrder)
  async passOnOrder(changes: Change[]): Promise<void> {
    for (const change of changes) await this.sheets.giveLines(ORDER, change);
  }

  @Before(SalesOrderLine)
  async checkOrderLine(changes: Change[]): Promise<void> {
    for (const change of changes) await this.sheets.prepareLine(ORDER, change);
  }

  @After(SalesOrderLine)
  async addUpOrder(changes: Change[]): Promise<void> {
    await this.sheets.refresh(ORDER, changes);
  }

  @Before(Invoice)
  async check(changes: Change[]): Promise<void> {
    for (const change of changes) {
      const { kind, before, complain } = change;
      if (kind === 'delete' && before!.number) complain('id', 'issued', 'It has been issued, and what was issued is kept: void it instead.');
      await this.keep(INVOICE, change);
    }
  }

  @After(Invoice)
  async passOn(changes: Change[]): Promise<void> {
    for (const change of changes) await this.sheets.giveLines(INVOICE, change);
  }

  @Before(InvoiceLine)
  async checkLine(changes: Change[]): Promise<void> {
    for (const change of changes) await this.sheets.prepareLine(INVOICE, change);
  }

  @After(InvoiceLine)
  async addUp(changes: Change[]): Promise<void> {
    await this.sheets.refresh(INVOICE, changes);
  }

  private async keep(kind: SheetKind, change: Change): Promise<void> {
    const { before, after, complain } = change;
    if (!after) return;
    if (before && !kind.open.includes(before.state as string)) for (const field of contentChanged(change, handedOver())) complain(field, 'closed', kind.closed);
    else await this.sheets.prepare(kind, change);
  }
}
