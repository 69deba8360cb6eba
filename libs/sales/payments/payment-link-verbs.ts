import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Authority } from '#platform/access/authority.js';
import type { Entry } from '#platform/ledger/entry.js';
import { Listens, type Listener } from '#platform/ledger/listener.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import type { Plan } from '#platform/work/work.js';
import { Invoice } from '../invoices/invoice.js';
import { invoicesWithLink } from './payment-link.query.js';
import { PaymentLinks } from './payment-links.js';
import { StripeAccount } from './stripe-account.js';
import { StripeDoor } from './stripe-door.js';

const followInvoice = defineWork<{ invoiceId: string }>({ queue: 'webhooks', name: 'follow-invoice', product: 'sales', atomic: true });
const MOVED = new Set(['invoice.paid', 'invoice.settled', 'invoice.voided']);

/** Where the customer pays what is open; it stands at the invoice as soon as Stripe has made it. Asked again, there is still one. */
@Action(Invoice, 'payment-link', { say: 'Make payment link' })
export class OrderPaymentLink {
  constructor(
    private readonly links: PaymentLinks,
    private readonly stripe: StripeDoor,
  ) {}

  async run({ id }: Invoice): Promise<void> {
    await this.stripe.mustBeOpen();
    await this.links.order(id);
  }
}

@Injectable()
@Listens()
export class PaymentLinkKeeper implements Listener {
  constructor(private readonly tenancy: Tenancy) {}

  async wants(entries: readonly Entry[]): Promise<Plan[]> {
    const moved = entries.filter(({ what, recordId }) => MOVED.has(what) && recordId);
    if (moved.length === 0) return [];
    const found = await this.tenancy.read<{ invoiceId: string }>(invoicesWithLink(currentOrganizationId(), moved.map(({ recordId }) => recordId!)));
    const linked = new Set(found.map(({ invoiceId }) => invoiceId));
    return moved.filter(({ recordId }) => linked.has(recordId!)).map(({ id, recordId }) => ({ kind: followInvoice, effectKey: `payment-link:${id}`, about: { invoiceId: recordId! } }));
  }
}

@Injectable()
@Does(followInvoice)
export class FollowInvoice implements WorkHandler<{ invoiceId: string }> {
  constructor(private readonly links: PaymentLinks) {}

  do({ about: { invoiceId } }: WorkInHand<{ invoiceId: string }>): Promise<string> {
    return this.links.follow(invoiceId);
  }
}

/** Whoever says where the money goes proves who they are. */
@Injectable()
export class StripeAccountRules {
  constructor(private readonly authority: Authority) {}

  @Before(StripeAccount)
  async check(_changes: Change[]): Promise<void> {
    await this.authority.acting();
    await this.authority.mustHaveProved();
  }
}
