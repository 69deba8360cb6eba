import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { Money } from '#kernel/field/money.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Url } from '#kernel/field/url.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { SalesOrder } from '../orders/sales-order.js';
import { Sheet, SheetLine } from '../sheet/sheet.js';
import type { SheetKind } from '../sheet/sheets.js';

export const INVOICE_STATES = {
  draft: { label: 'Draft', pill: 'grey', to: ['issued'] },
  issued: { label: 'Open', pill: 'blue', to: ['part-paid', 'paid', 'void'] },
  'part-paid': { label: 'Partly paid', pill: 'amber', to: ['issued', 'paid'] },
  paid: { label: 'Paid', pill: 'green', to: ['issued', 'part-paid'] },
  void: { label: 'Void', pill: 'grey', to: [], final: true },
} as const;
export type InvoiceState = keyof typeof INVOICE_STATES;

const byProduct = { readOnly: true } as const;

/** What a customer owes. Once issued it stays as it is, with a number that no other has, and payments say what is still open. */
@Resource({ module: 'sales', label: 'Invoice', plural: 'invoices', title: 'name', icon: 'receipt', rights: ['documents'] })
export class Invoice extends Sheet {
  @States(INVOICE_STATES, { ...byProduct, required: true, list: 4 }) state!: InvoiceState;
  @CalendarDate({ list: 6, label: 'Due on' }) dueOn!: Day | null;
  @CalendarDate({ ...byProduct, list: 7, label: 'Issued on' }) issuedOn!: Day | null;
  @Money({ ...byProduct, label: 'Paid' }) paidTotal!: Money | null;
  @Money({ ...byProduct, list: 8, label: 'Open' }) openTotal!: Money | null;
  @BelongsTo(() => SalesOrder, { ...byProduct, label: 'Order' }) orderId!: Id | null;
  @Url({ ...byProduct, personal: 'none', label: 'Payment link', help: 'Where the customer pays what is open.' }) paymentUrl!: string | null;
  @Text({ ...byProduct, max: 500, personal: 'none' }) reason!: string | null;
}

@Resource({ module: 'sales', label: 'Invoice line', plural: 'invoice-lines', title: 'text', icon: 'list' })
export class InvoiceLine extends SheetLine {
  @BelongsTo(() => Invoice, { required: true, onDelete: 'cascade', label: 'Invoice' }) invoiceId!: Id;
}

export const INVOICE: SheetKind = { sheet: 'invoice', line: 'invoice_line', parent: 'invoice_id', field: 'invoiceId', noun: Invoice, open: ['draft'], closed: 'It has been issued and stays as it is. Void it, and make another.' };

const manager = { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true } as const;
grants(Invoice, { 'sales-rep': { read: 'team', create: true, update: 'team', documents: 'team', 'payment-link': 'team' }, 'sales-manager': { ...manager, issue: 'all', void: 'all', documents: 'all', 'payment-link': 'all' } });
grants(InvoiceLine, { 'sales-rep': { read: 'team', create: 'team', update: 'team', delete: 'team', bulk: true }, 'sales-manager': manager });
