import { Injectable } from '@nestjs/common';
import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { ORDER, SalesOrder, SalesOrderLine } from '../orders/sales-order.js';
import { copied } from '../quotations/issue-quotation.js';
import { lockQuotation } from '../quotations/quotation.query.js';
import { QUOTATION, Quotation } from '../quotations/quotation.js';
import { Settings } from '../settings/settings.js';
import { Documents } from '../sheet/documents.js';
import type { Sheet } from '../sheet/sheet.js';
import { Sheets } from '../sheet/sheets.js';
import { INVOICE, Invoice, InvoiceLine } from './invoice.js';
import { invoiceOfOrder, issueInvoice, moveOrder, numberOrder, orderOfQuotation, tieInvoice, voidInvoice } from './invoice.query.js';

export class ConvertInput {
  /** Issues the invoice in the same breath. */
  @IsOptional() @IsBoolean() invoice?: boolean;
}

export class VoidInvoiceInput {
  @IsString() @Length(1, 500) reason!: string;
}

function kept({ name, companyId, contactId, ownerId, currency, taxIncluded, discountPercent, discountAmount, language, terms }: Sheet) {
  return { name, companyId, contactId, ownerId, currency, taxIncluded, discountPercent, discountAmount: discountAmount as never, language, terms };
}

/** From a quote to its order to its invoice, each under the rights of whoever does it. */
@Injectable()
export class Billing {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly sheets: Sheets,
    private readonly settings: Settings,
    private readonly documents: Documents,
  ) {}

  async order(quotation: Quotation, { rows }: Act): Promise<SalesOrder> {
    const organizationId = currentOrganizationId();
    await this.tenancy.read(lockQuotation(organizationId, quotation.id));
    const [other] = await this.tenancy.read<{ id: string; number: string }>(orderOfQuotation(organizationId, quotation.id));
    if (other) throw new Conflict(`It has become the order ${other.number} already.`, [{ at: 'id', rule: 'converted', say: `See /api/v1/sales/orders/${other.id}.` }]);
    const order = await rows.create(SalesOrder, kept(quotation));
    await this.tenancy.write(numberOrder(organizationId, order.id, order.number!, { quotationId: quotation.id, rounding: quotation.rounding, roundingPer: quotation.roundingPer }));
    for (const line of await this.sheets.lines(QUOTATION, quotation.id)) await rows.create(SalesOrderLine, { ...copied(line), orderId: order.id });
    return rows.get(SalesOrder, order.id);
  }

  async invoice(order: SalesOrder, { rows }: Act): Promise<Invoice> {
    const organizationId = currentOrganizationId();
    const [other] = await this.tenancy.read<{ id: string; number: string | null }>(invoiceOfOrder(organizationId, order.id));
    if (other) throw new Conflict(`There is an invoice for it already${other.number ? `: ${other.number}` : ''}.`, [{ at: 'id', rule: 'invoiced', say: `See /api/v1/sales/invoices/${other.id}.` }]);
    const invoice = await rows.create(Invoice, kept(order));
    await this.tenancy.write(tieInvoice(organizationId, invoice.id, { orderId: order.id, rounding: order.rounding, roundingPer: order.roundingPer }));
    for (const line of await this.sheets.lines(ORDER, order.id)) await rows.create(InvoiceLine, { ...copied(line), invoiceId: invoice.id });
    return rows.get(Invoice, invoice.id);
  }

  async close({ id, state }: SalesOrder, to: 'completed' | 'cancelled'): Promise<void> {
    if (state !== 'open') throw new Conflict(`The order is ${state} already.`);
    const { actor, clock } = currentScope();
    await this.tenancy.write(moveOrder(currentOrganizationId(), id, to, actorIdOf(actor), clock.now()));
  }

  /** The number is the last thing that others wait for. */
  async issue(invoice: Invoice): Promise<{ number: string; total: number; currency: string }> {
    if (invoice.state !== 'draft') throw new Conflict('Only a draft can be issued.');
    if ((await this.sheets.lines(INVOICE, invoice.id)).length === 0) throw new Conflict('It has no lines yet: say what is to be paid.');
    const organization = await this.settings.organization();
    const issuedOn = await this.settings.day(organization);
    const dueOn = invoice.dueOn ?? (await this.settings.day(organization, (await this.settings.current()).paymentDays));
    const number = await this.settings.number('invoice', issuedOn);
    const document = await this.documents.compose(INVOICE, invoice, { number, edition: 1, issuedOn, until: dueOn });
    await this.documents.keep(invoice.id, document);
    const { actor, clock } = currentScope();
    const { total, currency } = document;
    await this.tenancy.write(issueInvoice(currentOrganizationId(), invoice.id, { number, issuedOn, dueOn, total, currency }, actorIdOf(actor), clock.now()));
    return { number, total, currency };
  }
}

@Action(Quotation, 'convert', { say: 'Make an order', input: ConvertInput })
export class ConvertQuotation {
  constructor(private readonly billing: Billing) {}

  async run(quotation: Quotation, { invoice = false }: ConvertInput, act: Act): Promise<void> {
    if (quotation.state !== 'accepted') throw new Conflict('Only what the customer has accepted becomes an order.');
    const order = await this.billing.order(quotation, act);
    const made = invoice ? await this.billing.invoice(order, act) : null;
    const issued = made && (await this.billing.issue(made));
    await act.tell('quote.converted', { orderId: order.id, invoiceId: made?.id ?? null, invoiceNumber: issued?.number ?? null });
  }
}

@Action(SalesOrder, 'complete', { say: 'Complete order' })
export class CompleteOrder {
  constructor(private readonly billing: Billing) {}

  async run(order: SalesOrder, _input: object, { tell }: Act): Promise<void> {
    await this.billing.close(order, 'completed');
    await tell('order.completed');
  }
}

@Action(SalesOrder, 'cancel', { say: 'Cancel order' })
export class CancelOrder {
  constructor(private readonly billing: Billing) {}

  async run(order: SalesOrder, _input: object, { tell }: Act): Promise<void> {
    await this.billing.close(order, 'cancelled');
    await tell('order.cancelled');
  }
}

@Action(SalesOrder, 'invoice', { say: 'Make an invoice' })
export class InvoiceOrder {
  constructor(private readonly billing: Billing) {}

  async run(order: SalesOrder, _input: object, act: Act): Promise<void> {
    if (order.state === 'cancelled') throw new Conflict('The order was cancelled.');
    const { id } = await this.billing.invoice(order, act);
    await act.tell('order.invoiced', { invoiceId: id });
  }
}

@Action(Invoice, 'issue', { say: 'Issue invoice' })
export class IssueInvoice {
  constructor(private readonly billing: Billing) {}

  async run(invoice: Invoice, _input: object, { tell }: Act): Promise<void> {
    await tell('invoice.issued', await this.billing.issue(invoice));
  }
}

/** The number stays used. What has been paid is released first. */
@Action(Invoice, 'void', { say: 'Void invoice', input: VoidInvoiceInput })
export class VoidInvoice {
  constructor(private readonly tenancy: Tenancy) {}

  async run(invoice: Invoice, { reason }: VoidInvoiceInput, { tell }: Act): Promise<void> {
    if (invoice.state !== 'issued') throw new Conflict('Only an open invoice that nothing was paid for can be voided. Release its payments first.');
    const { actor, clock } = currentScope();
    await this.tenancy.write(voidInvoice(currentOrganizationId(), invoice.id, reason, actorIdOf(actor), clock.now()));
    await tell('invoice.voided', { reason });
  }
}
