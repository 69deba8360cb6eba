import { Money } from '#kernel/field/money.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Url } from '#kernel/field/url.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Invoice } from '../invoices/invoice.js';

export const PAYMENT_LINK_STATES = {
  ordered: { label: 'Being made', pill: 'grey', to: ['open', 'closing', 'failed'] },
  open: { label: 'Open', pill: 'blue', to: ['closing'] },
  closing: { label: 'Being closed', pill: 'amber', to: ['closed'] },
  closed: { label: 'Closed', pill: 'grey', to: [], final: true },
  failed: { label: 'Failed', pill: 'red', to: [], final: true },
} as const;
export type PaymentLinkState = keyof typeof PAYMENT_LINK_STATES;

const plain = { personal: 'none' } as const;

/** Where a customer pays what was open of an invoice at one time. Its id is the key by which the provider makes it once, and stands here before it is asked. */
@Resource({ module: 'sales', label: 'Payment link', plural: 'payment-links', title: 'state', icon: 'link', http: false })
export class PaymentLink extends TenantRow {
  @BelongsTo(() => Invoice, { required: true, onDelete: 'cascade', list: 1 }) invoiceId!: Id;
  @Money({ required: true, min: 1, list: 2 }) amount!: Money;
  @States(PAYMENT_LINK_STATES, { required: true, list: 3 }) state!: PaymentLinkState;
  @Url({ ...plain }) url!: string | null;
  @Text({ ...plain, max: 200, label: 'ID at the provider' }) externalId!: string | null;
  @Text({ ...plain, max: 500, label: 'Why it failed' }) fault!: string | null;
}

grantsNobody(PaymentLink);
