import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { isCurrency } from '#kernel/field/currency.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Entry } from '#platform/ledger/entry.js';
import { Listens, type Listener } from '#platform/ledger/listener.js';
import { Does, defineWork, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import type { Plan } from '#platform/work/work.js';
import { Settings } from '../settings/settings.js';
import { LedgerOfPayments } from './ledger-of-payments.js';
import { addPayment, invoiceNumbered, lockInvoice, paymentOfExternal, type InvoiceStanding, type PaymentStanding } from './payment.query.js';
import { fromStripe } from './stripe-amount.js';
import { stripeEndpoints, stripeReceipt } from './stripe-events.query.js';

type AboutReceipt = { endpointId: string; entryId: string };
export const takeStripeEvent = defineWork<AboutReceipt>({ queue: 'webhooks', name: 'take-stripe-event', product: 'sales', atomic: true });

/** What came in is kept already, once for each id of an event; here follows what it means. */
@Injectable()
@Listens()
export class StripeReceipts implements Listener {
  constructor(private readonly tenancy: Tenancy) {}

  async wants(entries: readonly Entry[]): Promise<Plan[]> {
    const received = entries.filter(({ what, recordId }) => what === 'webhook.received' && recordId);
    if (received.length === 0) return [];
    const found = await this.tenancy.read<{ id: string }>(stripeEndpoints(currentOrganizationId(), received.map(({ recordId }) => recordId!)));
    const theirs = new Set(found.map(({ id }) => id));
    return received.filter(({ recordId }) => theirs.has(recordId!)).map(({ id, recordId }) => ({ kind: takeStripeEvent, effectKey: `stripe:${id}`, about: { endpointId: recordId!, entryId: id } }));
  }
}

/** All that our side needs to know, whichever event told it. */
interface Told {
  intent: string;
  amount: number;
  currency: string;
  /** All that went back so far. */
  refunded: number;
  reference: string | null;
  /** Where a link of ours was paid by. */
  invoiceId: string | null;
}

/** The payment behind an event; null where there is none. */
export function toldBy(event: Stripe.Event): Told | null {
  const of = (intent: string | { id: string } | null, { amount, refunded }: Pick<Told, 'amount' | 'refunded'>, currency: string | null, metadata: Stripe.Metadata | null, reference: string | null = null): Told | null => {
    const id = typeof intent === 'string' ? intent : intent?.id;
    const code = currency?.toUpperCase();
    if (!id || !isCurrency(code) || amount <= 0) return null;
    return { intent: id, currency: code, amount: fromStripe(amount, code), refunded: fromStripe(refunded, code), reference: metadata?.invoice ?? reference, invoiceId: metadata?.invoice_id ?? null };
  };
  switch (event.type) {
    case 'payment_intent.succeeded': {
      const { id, amount_received: amount, currency, metadata } = event.data.object;
      return of(id, { amount, refunded: 0 }, currency, metadata);
    }
    case 'checkout.session.completed': {
      const { payment_intent: intent, amount_total: amount, currency, metadata, client_reference_id: reference, payment_status: status } = event.data.object;
      return status === 'paid' ? of(intent, { amount: amount ?? 0, refunded: 0 }, currency, metadata, reference) : null;
    }
    case 'charge.succeeded':
    case 'charge.refunded': {
      const { id, payment_intent: intent, amount_captured: amount, amount_refunded: refunded, currency, metadata } = event.data.object;
      return of(intent ?? id, { amount, refunded }, currency, metadata);
    }
    default:
      return null;
  }
}

/**
 * Each event says how things stand as a whole, so their order makes no difference: whichever comes first makes the payment,
 * the one that knows the invoice allocates it, and refunds are brought up to what was told.
 */
@Injectable()
@Does(takeStripeEvent)
export class TakeStripeEvent implements WorkHandler<AboutReceipt> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly ledger: LedgerOfPayments,
    private readonly settings: Settings,
  ) {}

  async do({ about }: WorkInHand<AboutReceipt>): Promise<string> {
    const [receipt] = await this.tenancy.read<{ body: string }>(stripeReceipt(currentOrganizationId(), about.endpointId, about.entryId));
    if (!receipt) return 'Not of Stripe.';
    const told = toldBy(JSON.parse(receipt.body) as Stripe.Event);
    if (!told) return 'It is not about a payment.';
    const named = told.invoiceId ?? told.reference;
    const invoiceId = named ? (await this.tenancy.read<{ id: string }>(invoiceNumbered(currentOrganizationId(), named)))[0]?.id : undefined;
    const payment = await this.payment(told);
    if (invoiceId) await this.allocate(payment, invoiceId);
    const { refunded } = await this.ledger.sumUp(payment.id);
    if (told.refunded > refunded) await this.ledger.refund(payment.id, told.refunded - refunded, await this.today(), 'Stripe');
    return 'Taken.';
  }

  private async payment(told: Told): Promise<PaymentStanding> {
    const organizationId = currentOrganizationId();
    const [known] = await this.tenancy.read<PaymentStanding>(paymentOfExternal(organizationId, told.intent));
    if (known) return known;
    const id = uuidv7();
    const { amount, currency, intent } = told;
    const [added] = await this.tenancy.write(addPayment(organizationId, { id, reference: told.reference ?? intent, companyId: null, amount, currency, receivedOn: await this.today(), method: 'card', externalId: intent }, currentScope().clock.now()));
    if (added) await this.tenancy.write(factStatement('payment.received', 'payment', id, { amount, currency, provider: 'stripe' }));
    const [payment] = await this.tenancy.read<PaymentStanding>(paymentOfExternal(organizationId, intent));
    // Another event of the same payment has made it just now and holds it: this one is tried again.
    if (!payment) throw new Conflict('Somebody else is recording this payment.');
    return payment;
  }

  /** As much as is open and in the same currency; what is too much stays with the payment, for somebody to look at. */
  private async allocate({ id, currency, state }: PaymentStanding, invoiceId: string): Promise<void> {
    const [invoice] = await this.tenancy.read<InvoiceStanding>(lockInvoice(currentOrganizationId(), invoiceId));
    const { left, refunded } = await this.ledger.sumUp(id);
    // What went back is not given to an invoice again.
    if (!invoice || state !== 'recorded' || invoice.currency !== currency || invoice.state === 'void' || Math.min(left, invoice.open) <= 0 || refunded > 0) return;
    await this.ledger.allocate(id, { invoiceId });
  }

  private async today(): Promise<string> {
    return this.settings.day(await this.settings.organization());
  }
}
