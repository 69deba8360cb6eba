import type { Day } from '#kernel/field/calendar.js';
import { Choice } from '#kernel/field/choice.js';
import { CalendarDate } from '#kernel/field/date.js';
import { LongText } from '#kernel/field/long-text.js';
import { Money } from '#kernel/field/money.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants, grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Company } from '#crm/company/company.js';
import { Member } from '#platform/identity/member.js';
import { Amount } from '#platform/money/amount.js';
import { Invoice } from '../invoices/invoice.js';

export const PAYMENT_STATES = {
  entered: { label: 'Entered', pill: 'grey', to: ['recorded'] },
  recorded: { label: 'Recorded', pill: 'green', to: ['reversed'] },
  reversed: { label: 'Reversed', pill: 'red', to: [], final: true },
} as const;

export const PAYMENT_METHODS = { transfer: 'Bank transfer', card: 'Card', 'direct-debit': 'Direct debit', cash: 'Cash', cheque: 'Cheque', other: 'Other' } as const;

const plain = { personal: 'none' } as const;
const byProduct = { readOnly: true, personal: 'none' } as const;

/** Money that came in. Recorded, it is never deleted: what was wrong is reversed, and what goes back is refunded. */
@Resource({ module: 'sales', label: 'Payment', plural: 'payments', title: 'reference', icon: 'banknote' })
export class Payment extends TenantRow {
  @Text({ max: 140, ...plain, search: 'A', list: 1, help: 'What stands on the bank statement.' }) reference!: string | null;
  @BelongsTo(() => Company, { onDelete: 'keep', list: 2 }) companyId!: Id | null;
  @Amount({ required: true, min: 1, list: 3 }) amount!: Money;
  @CalendarDate({ required: true, list: 4, label: 'Received on' }) receivedOn!: Day;
  @Choice(PAYMENT_METHODS, { required: true, default: 'transfer', list: 5 }) method!: keyof typeof PAYMENT_METHODS;
  @States(PAYMENT_STATES, { readOnly: true, required: true, list: 6 }) state!: keyof typeof PAYMENT_STATES;
  @Money({ ...byProduct, label: 'Allocated' }) allocatedTotal!: Money | null;
  @Money({ ...byProduct, label: 'Refunded' }) refundedTotal!: Money | null;
  @Money({ ...byProduct, list: 7, label: 'Left' }) leftTotal!: Money | null;
  @Text({ ...byProduct, max: 200, unique: 'live', label: 'ID at the provider' }) externalId!: string | null;
  @Text({ ...byProduct, max: 500, label: 'Reason of the reversal' }) reason!: string | null;
  @LongText({ max: 2_000, ...plain }) notes!: string | null;
  @Owner(() => Member) ownerId!: Id | null;
}

grants(Payment, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true, record: 'all', allocate: 'all', release: 'all', refund: 'all', reverse: 'all' },
});

/** What of a payment pays for which invoice. The database lets no payment be given away twice, and no invoice be paid twice. */
@Resource({ module: 'sales', label: 'Allocation', plural: 'payment-allocations', title: 'paymentId', icon: 'split', http: false })
export class PaymentAllocation extends TenantRow {
  @BelongsTo(() => Payment, { required: true, list: 1 }) paymentId!: Id;
  @BelongsTo(() => Invoice, { required: true, list: 2 }) invoiceId!: Id;
  /** In the currency of the payment. */
  @Money({ required: true, min: 1 }) amount!: Money;
  /** In the currency of the invoice. */
  @Money({ required: true, min: 1 }) settled!: Money;
  /** What the payment was worth beyond what it settled, at the rate that was said; in the currency of the invoice. */
  @Money({}) exchangeDifference!: Money | null;
  @Text({ max: 40, ...plain }) rate!: string | null;
}

/** Money that went back. */
@Resource({ module: 'sales', label: 'Refund', plural: 'refunds', title: 'reason', icon: 'undo-2', http: false })
export class Refund extends TenantRow {
  @BelongsTo(() => Payment, { required: true, list: 1 }) paymentId!: Id;
  @Money({ required: true, min: 1 }) amount!: Money;
  @CalendarDate({ required: true, list: 2 }) refundedOn!: Day;
  @Text({ max: 500, ...plain }) reason!: string | null;
}

grantsNobody(PaymentAllocation);
grantsNobody(Refund);
