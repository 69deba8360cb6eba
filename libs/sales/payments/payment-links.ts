import { Injectable } from '@nestjs/common';
import { Conflict } from '#kernel/pipeline/problem.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { defineWork } from '#platform/work/work-kind.js';
import { Work } from '#platform/work/work.js';
import { addLink, liveLink, moveLink, showLink, type LinkInHand } from './payment-link.query.js';
import { lockInvoice, type InvoiceStanding } from './payment.query.js';
import { toStripe } from './stripe-amount.js';

export const makePaymentLink = defineWork<{ linkId: string }>({ queue: 'webhooks', name: 'make-payment-link', product: 'sales' });
export const closePaymentLink = defineWork<{ linkId: string }>({ queue: 'webhooks', name: 'close-payment-link', product: 'sales' });

/** There is one link to pay what is open of an invoice, or none. In the transaction of the scope: what is asked of the provider follows as work. */
@Injectable()
export class PaymentLinks {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly work: Work,
  ) {}

  async order(invoiceId: string): Promise<void> {
    const invoice = await this.invoice(invoiceId);
    if (!invoice || !isPayable(invoice)) throw new Conflict(invoice?.state === 'draft' ? 'Issue the invoice first: nothing is to be paid before.' : 'Nothing is open of this invoice.', [{ at: 'state', rule: 'open', say: 'Must be issued, and something of it still open.' }]);
    if (toStripe(invoice.open, invoice.currency) === null) throw new Conflict(`Stripe does not take this amount of ${invoice.currency} to the last unit.`, [{ at: 'openTotal', rule: 'units', say: 'Must be an amount that Stripe takes.' }]);
    await this.settle(invoice, true);
  }

  /** When something was paid or the invoice voided: the link for what was open before is closed, and another takes its place while something is. */
  async follow(invoiceId: string): Promise<string> {
    const invoice = await this.invoice(invoiceId);
    return invoice ? this.settle(invoice, false) : 'The invoice is gone.';
  }

  private async settle(invoice: InvoiceStanding, wanted: boolean): Promise<string> {
    const [live] = await this.tenancy.read<LinkInHand>(liveLink(currentOrganizationId(), invoice.id));
    const due = isPayable(invoice) ? invoice.open : 0;
    if (live ? live.amount === due : !wanted) return 'It is as it should be.';
    if (live) await this.close(live);
    if (due === 0 || toStripe(due, invoice.currency) === null) return 'Closed.';
    const { actor, clock } = currentScope();
    const id = uuidv7();
    await this.tenancy.write(addLink(currentOrganizationId(), { id, invoiceId: invoice.id, amount: due, currency: invoice.currency }, actorIdOf(actor), clock.now()));
    await this.work.plan([{ kind: makePaymentLink, effectKey: `payment-link:${id}`, about: { linkId: id } }]);
    return 'Ordered.';
  }

  private async close({ id, invoiceId }: LinkInHand): Promise<void> {
    const now = currentScope().clock.now();
    await this.tenancy.write(moveLink(currentOrganizationId(), id, ['ordered', 'open'], { state: 'closing' }, now));
    await this.tenancy.write(showLink(currentOrganizationId(), invoiceId, null, now));
    await this.work.plan([{ kind: closePaymentLink, effectKey: `close-payment-link:${id}`, about: { linkId: id } }]);
  }

  private async invoice(id: string): Promise<InvoiceStanding | undefined> {
    return (await this.tenancy.read<InvoiceStanding>(lockInvoice(currentOrganizationId(), id)))[0];
  }
}

function isPayable(invoice: InvoiceStanding): boolean {
  return (invoice.state === 'issued' || invoice.state === 'part-paid') && invoice.open > 0;
}
