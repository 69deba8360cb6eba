import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { Quotation } from '../quotations/quotation.js';
import { Sheet, SheetLine } from '../sheet/sheet.js';
import type { SheetKind } from '../sheet/sheets.js';

export const ORDER_STATES = {
  open: { label: 'Open', pill: 'blue', to: ['completed', 'cancelled'] },
  completed: { label: 'Completed', pill: 'green', to: [], final: true },
  cancelled: { label: 'Cancelled', pill: 'grey', to: [], final: true },
} as const;

/** What a customer has ordered. */
@Resource({ module: 'sales', label: 'Order', plural: 'orders', title: 'name', icon: 'shopping-cart' })
export class SalesOrder extends Sheet {
  @States(ORDER_STATES, { readOnly: true, required: true, list: 4 }) state!: keyof typeof ORDER_STATES;
  @CalendarDate({ list: 6, label: 'Ordered on' }) orderedOn!: Day | null;
  @CalendarDate({ list: 7, label: 'Deliver by' }) deliverBy!: Day | null;
  @BelongsTo(() => Quotation, { readOnly: true, label: 'Quote' }) quotationId!: Id | null;
}

@Resource({ module: 'sales', label: 'Order line', plural: 'order-lines', title: 'text', icon: 'list' })
export class SalesOrderLine extends SheetLine {
  @BelongsTo(() => SalesOrder, { required: true, onDelete: 'cascade', label: 'Order' }) orderId!: Id;
}

export const ORDER: SheetKind = { sheet: 'sales_order', line: 'sales_order_line', parent: 'order_id', field: 'orderId', noun: SalesOrder, open: ['open'], closed: 'The order is closed, so it stays as it is.' };

const manager = { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true } as const;
grants(SalesOrder, { 'sales-rep': { read: 'team', create: true, update: 'team', invoice: 'team', complete: 'team' }, 'sales-manager': { ...manager, invoice: 'all', complete: 'all', cancel: 'all' } });
grants(SalesOrderLine, { 'sales-rep': { read: 'team', create: 'team', update: 'team', delete: 'team', bulk: true }, 'sales-manager': manager });
