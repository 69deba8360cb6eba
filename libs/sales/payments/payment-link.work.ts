import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { factStatement } from '#kernel/pipeline/facts.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Does, GiveUp, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { linkById, moveLink, showLink, type LinkChange, type LinkInHand } from './payment-link.query.js';
import type { PaymentLinkState } from './payment-link.js';
import { closePaymentLink, makePaymentLink } from './payment-links.js';
import { toStripe } from './stripe-amount.js';
import { StripeDoor } from './stripe-door.js';

const CLOSED = 'This link is not valid any more. Please ask for a new one.';
const LONGEST_FAULT = 500;

/** Asks Stripe for the link: by its own id as the key, so that asking again brings the same one. */
@Injectable()
@Does(makePaymentLink)
export class MakePaymentLink implements WorkHandler<{ linkId: string }> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly stripe: StripeDoor,
  ) {}

  async do({ about: { linkId }, attempt }: WorkInHand<{ linkId: string }>): Promise<string> {
    const [link] = await this.tenancy.read<LinkInHand>(linkById(currentOrganizationId(), linkId));
    // What was asked for before may be there, and must be found to be closed.
    if (!link || link.externalId || (link.state !== 'ordered' && attempt === 1)) return 'It is not wanted any more.';
    const made = await this.made(link);
    const isOpen = await this.tenancy.transaction(async (transaction) => {
      const opened = await this.move(link, ['ordered'], { state: 'open', url: made.url, externalId: made.id });
      if (!opened) return false;
      await transaction.query(showLink(currentOrganizationId(), link.invoiceId, made.url, currentScope().clock.now()));
      await transaction.query(factStatement('invoice.payment-link-opened', 'invoice', link.invoiceId, { number: link.number, amount: link.amount, currency: link.currency }));
      return true;
    });
    if (isOpen) return 'Made.';
    await deactivated(await this.stripe.open(), made.id);
    await this.move(link, ['closing', 'closed'], { state: 'closed', externalId: made.id });
    return 'It was not wanted any more, and is closed again.';
  }

  async died({ linkId }: { linkId: string }): Promise<void> {
    await this.tenancy.write(moveLink(currentOrganizationId(), linkId, ['ordered'], { state: 'failed', fault: 'Stripe could not be reached, or did not answer as it should. Try again.' }, currentScope().clock.now()));
  }

  private async made(link: LinkInHand): Promise<Stripe.PaymentLink> {
    const { id, invoiceId, number, amount, currency } = link;
    const metadata = { invoice: number, invoice_id: invoiceId };
    try {
      const stripe = await this.stripe.open();
      if (!stripe) throw new GiveUp('There is no Stripe account any more.');
      return await stripe.paymentLinks.create({
        line_items: [{ quantity: 1, price_data: { currency: currency.toLowerCase(), unit_amount: toStripe(amount, currency)!, product_data: { name: number } } }],
        metadata, payment_intent_data: { metadata }, restrictions: { completed_sessions: { limit: 1 } }, inactive_message: CLOSED,
      }, { idempotencyKey: id });
    } catch (error) {
      if (!isFinal(error)) throw error;
      const fault = (error as Error).message.slice(0, LONGEST_FAULT);
      await this.move(link, ['ordered'], { state: 'failed', fault });
      throw new GiveUp(fault);
    }
  }

  private async move({ id }: LinkInHand, from: readonly PaymentLinkState[], change: LinkChange): Promise<boolean> {
    return (await this.tenancy.write(moveLink(currentOrganizationId(), id, from, change, currentScope().clock.now()))).length > 0;
  }
}

/** Nobody pays by it any more. */
@Injectable()
@Does(closePaymentLink)
export class ClosePaymentLink implements WorkHandler<{ linkId: string }> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly stripe: StripeDoor,
  ) {}

  async do({ about: { linkId } }: WorkInHand<{ linkId: string }>): Promise<string> {
    const [link] = await this.tenancy.read<LinkInHand>(linkById(currentOrganizationId(), linkId));
    if (!link || link.state !== 'closing') return 'It is closed already.';
    // Whoever is just making it closes it when they see that it is not wanted any more.
    if (link.externalId) await deactivated(await this.stripe.open(), link.externalId);
    await this.tenancy.write(moveLink(currentOrganizationId(), linkId, ['closing'], { state: 'closed' }, currentScope().clock.now()));
    return 'Closed.';
  }
}

async function deactivated(stripe: Stripe | null, id: string): Promise<void> {
  if (!stripe) throw new GiveUp('There is no Stripe account any more.');
  await stripe.paymentLinks.update(id, { active: false }).catch((error: unknown) => {
    if (isFinal(error)) throw new GiveUp((error as Error).message.slice(0, LONGEST_FAULT));
    throw error;
  });
}

/** Stripe has understood, and will say the same again. */
function isFinal(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: number };
  return error instanceof GiveUp || (statusCode !== undefined && statusCode >= 400 && statusCode < 500 && statusCode !== 409 && statusCode !== 429);
}
