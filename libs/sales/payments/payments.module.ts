import { AccessModule } from '#platform/access/access.module.js';
import { factWords } from '#platform/audit/fact-words.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { QuotationsModule } from '../quotations/quotations.module.js';
import { AllocationsController } from './allocations.controller.js';
import { LedgerOfPayments } from './ledger-of-payments.js';
import { FollowInvoice, OrderPaymentLink, PaymentLinkKeeper, StripeAccountRules } from './payment-link-verbs.js';
import { PaymentLink } from './payment-link.js';
import { ClosePaymentLink, MakePaymentLink } from './payment-link.work.js';
import { PaymentLinksController } from './payment-links.controller.js';
import { PaymentLinks } from './payment-links.js';
import { PaymentRules } from './payment-rules.js';
import { AllocatePayment, RecordPayment, RefundPayment, ReleasePayment, ReversePayment } from './payment-verbs.js';
import { Payment, PaymentAllocation, Refund } from './payment.js';
import { StripeAccount } from './stripe-account.js';
import { StripeDoor } from './stripe-door.js';
import { StripeReceipts, TakeStripeEvent } from './stripe-events.js';

factWords({
  'order.invoiced': '{actor} made an invoice of the order',
  'order.completed': '{actor} completed the order',
  'order.cancelled': '{actor} cancelled the order',
  'invoice.issued': '{actor} issued the invoice',
  'invoice.voided': '{actor} voided the invoice',
  'invoice.paid': 'The invoice was paid',
  'invoice.settled': 'What is open of the invoice has changed',
  'invoice.payment-link-opened': 'The invoice can be paid by a link',
  'payment.received': 'The payment was recorded',
  'payment.refunded': 'Some of the payment went back',
  'payment.reversed': '{actor} reversed the payment',
});

/** Money that came in, and what it pays for. */
@FeatureModule({
  product: 'sales',
  imports: [QuotationsModule, AccessModule, OutboundModule],
  resources: [Payment, PaymentAllocation, Refund, StripeAccount, PaymentLink],
  actions: [RecordPayment, AllocatePayment, ReleasePayment, RefundPayment, ReversePayment, OrderPaymentLink],
  controllers: [AllocationsController, PaymentLinksController],
  providers: [LedgerOfPayments, PaymentRules, StripeReceipts, TakeStripeEvent, StripeDoor, PaymentLinks, PaymentLinkKeeper, FollowInvoice, MakePaymentLink, ClosePaymentLink, StripeAccountRules],
})
export class PaymentsModule {}
