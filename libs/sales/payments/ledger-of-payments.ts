import { Injectable } from '@nestjs/common';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { exponentOf } from '#kernel/field/currency.js';
import { decimal, over, round, times, whole } from '#platform/money/ratio.js';
import { addAllocation, addRefund, allocationsOf, giveCompany, lockInvoice, lockPayment, movePayment, releaseAllocation, sumUpInvoice, sumUpPayment, type InvoiceStanding, type PaymentStanding, type StandingAllocation } from './payment.query.js';

export interface Allocating {
  invoiceId: string;
  /** In minor units of the payment; as much as there is and as is open, if left out. */
  amount?: number | undefined;
  /** What it settles, in minor units of the invoice, where that is in another currency. */
  settles?: number | undefined;
  /** What one of the payment's currency is worth in that of the invoice. */
  rate?: number | undefined;
}

/** What becomes of money that came in. Always the payment first and then its invoices, so that nobody waits in a circle. */
@Injectable()
export class LedgerOfPayments {
  constructor(private readonly tenancy: Tenancy) {}

  async record(id: string): Promise<void> {
    await this.move(id, 'recorded', null);
    await this.sumUp(id);
    const payment = await this.payment(id);
    await this.tell('payment.received', 'payment', id, { amount: payment.amount, currency: payment.currency, companyId: payment.companyId });
  }

  async allocate(paymentId: string, { invoiceId, amount, settles, rate }: Allocating): Promise<void> {
    const payment = await this.payment(paymentId);
    if (payment.state !== 'recorded') throw new Conflict('Only a payment that is recorded can be allocated.');
    const [invoice] = await this.tenancy.read<InvoiceStanding>(lockInvoice(currentOrganizationId(), invoiceId));
    if (!invoice || invoice.state === 'draft' || invoice.state === 'void') throw new Invalid([{ at: 'invoiceId', rule: 'reference', say: 'There is no issued invoice of this id that you may see.' }]);
    const left = await this.left(payment);
    const same = invoice.currency === payment.currency;
    if (!same && (amount === undefined || settles === undefined)) throw new Invalid([{ at: amount === undefined ? 'amount' : 'settles', rule: 'currency', say: `The payment is in ${payment.currency} and the invoice in ${invoice.currency}: say how much of the payment settles how much of the invoice.` }]);
    const taken = amount ?? Math.min(left, invoice.open);
    const settled = same ? taken : settles!;
    if (taken <= 0 || taken > left) throw new Conflict(`Of this payment ${left} minor units are left.`, [{ at: 'amount', rule: 'max', say: 'Must not be more than what is left of the payment.' }]);
    if (settled > invoice.open) throw new Conflict(`Of this invoice ${invoice.open} minor units are open.`, [{ at: same ? 'amount' : 'settles', rule: 'max', say: 'Must not be more than what is open of the invoice. What is too much stays with the payment.' }]);
    const difference = same || rate === undefined ? null : worth(taken, payment.currency, rate, invoice.currency) - settled;
    const allocation = { id: uuidv7(), paymentId, invoiceId, amount: taken, currency: payment.currency, settled, settledCurrency: invoice.currency, exchangeDifference: difference, rate: rate === undefined ? null : String(rate) };
    await this.tenancy.write(addAllocation(currentOrganizationId(), allocation, ...this.author()));
    await this.tenancy.write(giveCompany(currentOrganizationId(), paymentId, invoice.companyId));
    await this.sumUp(paymentId);
    await this.settle(invoiceId);
  }

  async release(paymentId: string, allocationId: string): Promise<void> {
    await this.payment(paymentId);
    const mine = (await this.allocations(paymentId)).find(({ id }) => id === allocationId);
    if (!mine) throw new Invalid([{ at: 'allocationId', rule: 'reference', say: 'This payment has no such allocation.' }]);
    await this.drop(mine);
    await this.sumUp(paymentId);
  }

  /** What was allocated and has to go back is released first, the newest first: those invoices are open again. */
  async refund(paymentId: string, amount: number, refundedOn: string, reason: string | null): Promise<void> {
    const payment = await this.payment(paymentId);
    if (payment.state !== 'recorded') throw new Conflict('Only a payment that is recorded can be refunded.');
    let left = await this.left(payment);
    for (const allocation of await this.allocations(paymentId)) {
      if (left >= amount) break;
      await this.drop(allocation);
      left += allocation.amount;
    }
    if (left < amount) throw new Conflict(`At most ${left} minor units of this payment can go back.`, [{ at: 'amount', rule: 'max', say: 'Must not be more than what has not been refunded yet.' }]);
    await this.tenancy.write(addRefund(currentOrganizationId(), { id: uuidv7(), paymentId, amount, currency: payment.currency, refundedOn, reason }, ...this.author()));
    await this.sumUp(paymentId);
    await this.tell('payment.refunded', 'payment', paymentId, { amount, currency: payment.currency });
  }

  async reverse(paymentId: string, reason: string): Promise<void> {
    const payment = await this.payment(paymentId);
    if (payment.state !== 'recorded') throw new Conflict('Only a payment that is recorded can be reversed.');
    for (const allocation of await this.allocations(paymentId)) await this.drop(allocation);
    const { refunded } = await this.sumUp(paymentId);
    if (refunded > 0) throw new Conflict('Some of it was refunded, so it did come in: refund the rest instead.');
    await this.move(paymentId, 'reversed', reason);
    await this.sumUp(paymentId);
    await this.tell('payment.reversed', 'payment', paymentId, { reason });
  }

  async sumUp(paymentId: string): Promise<{ refunded: number; left: number }> {
    const [sums] = await this.tenancy.write<{ refunded: number; left: number }>(sumUpPayment(currentOrganizationId(), paymentId, ...this.author()));
    return sums!;
  }

  private async drop({ id, invoiceId }: StandingAllocation): Promise<void> {
    await this.tenancy.read(lockInvoice(currentOrganizationId(), invoiceId));
    await this.tenancy.write(releaseAllocation(currentOrganizationId(), id, ...this.author()));
    await this.settle(invoiceId);
  }

  private async settle(invoiceId: string): Promise<void> {
    const [invoice] = await this.tenancy.write<{ state: string; number: string; open: number; currency: string }>(sumUpInvoice(currentOrganizationId(), invoiceId, ...this.author()));
    const { state, number, open, currency } = invoice!;
    await this.tell(state === 'paid' ? 'invoice.paid' : 'invoice.settled', 'invoice', invoiceId, { number, open, currency });
  }

  private async payment(id: string): Promise<PaymentStanding> {
    const [payment] = await this.tenancy.read<PaymentStanding>(lockPayment(currentOrganizationId(), id));
    return payment!;
  }

  private async left({ id }: PaymentStanding): Promise<number> {
    return (await this.sumUp(id)).left;
  }

  private allocations(paymentId: string): Promise<StandingAllocation[]> {
    return this.tenancy.read<StandingAllocation>(allocationsOf(currentOrganizationId(), paymentId));
  }

  private async move(id: string, state: 'recorded' | 'reversed', reason: string | null): Promise<void> {
    await this.tenancy.write(movePayment(currentOrganizationId(), id, state, reason, ...this.author()));
  }

  private async tell(fact: string, subject: string, id: string, data: { [key: string]: string | number | null }): Promise<void> {
    await this.tenancy.write(factStatement(fact, subject, id, data));
  }

  private author(): [string | null, Date] {
    const { actor, clock } = currentScope();
    return [actorIdOf(actor), clock.now()];
  }
}

/** In minor units of the other currency. */
function worth(amount: number, currency: string, rate: number, other: string): number {
  const scale = over(whole(10n ** BigInt(exponentOf(other)!)), whole(10n ** BigInt(exponentOf(currency)!)));
  return Number(round(times(times(whole(amount), decimal(rate)), scale), 'half-up'));
}
