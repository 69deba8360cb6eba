import { factWords } from '#platform/audit/fact-words.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { QuotationsModule } from '../quotations/quotations.module.js';
import { AllocationsController } from './allocations.controller.js';
import { LedgerOfPayments } from './ledger-of-payments.js';
import { PaymentRules } from './payment-rules.js';
import { AllocatePayment, RecordPayment, RefundPayment, ReleasePayment, ReversePayment } from './payment-verbs.js';
import { Payment, PaymentAllocation, Refund } from './payment.js';
import { StripeReceipts, TakeStripeEvent } from './stripe-events.js';

factWords({
  'order.invoiced': '{actor} made an invoice of the order',
  'order.completed': '{actor} completed the order',
  'order.cancelled': '{actor} cancelled the order',
  'invoice.issued': '{actor} issued the invoice',
  'invoice.voided': '{actor} voided the invoice',
  'invoice.paid': 'The invoice was paid',
  'invoice.settled': 'What is open of the invoice has changed',
  'payment.received': 'The payment was recorded',
  'payment.refunded': 'Some of the payment went back',
  'payment.reversed': '{actor} reversed the payment',
});

/** Money that came in, and what it pays for. */
@FeatureModule({
  product: 'sales',
  imports: [QuotationsModule],
  resources: [Payment, PaymentAllocation, Refund],
  actions: [RecordPayment, AllocatePayment, ReleasePayment, RefundPayment, ReversePayment],
  controllers: [AllocationsController],
  providers: [LedgerOfPayments, PaymentRules, StripeReceipts, TakeStripeEvent],
})
export class PaymentsModule {}
