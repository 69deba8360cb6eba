import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { reveal } from '#kernel/field/secret.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Outbound } from '#platform/outbound/outbound.js';
import { activeStripeKey } from './payment-link.query.js';

/** The way to Stripe, with the key of the organisation in scope and through the one door for requests that leave. Never inside a transaction. */
@Injectable()
export class StripeDoor {
  /** Tests play it themselves. */
  address = new URL('https://api.stripe.com');

  constructor(
    private readonly tenancy: Tenancy,
    private readonly outbound: Outbound,
  ) {}

  async mustBeOpen(): Promise<void> {
    if (await this.key()) return;
    const say = 'Nobody has said yet where customers pay. Enter the key of your Stripe account first: an administrator does that under Settings, Stripe accounts.';
    throw new Conflict(say, [{ at: 'stripeAccount', rule: 'set-up', say }]);
  }

  /** Null when the account was taken away meanwhile. */
  async open(): Promise<Stripe | null> {
    const key = await this.key();
    if (!key) return null;
    // Large, and not for the start of those who never pay.
    const { default: Client } = await import('stripe');
    const { hostname: host, port, protocol } = this.address;
    return new Client(reveal(key), {
      host, port: port || 443, protocol: protocol === 'http:' ? 'http' : 'https', maxNetworkRetries: 0, telemetry: false, httpClient: Client.createFetchHttpClient(this.leave as typeof fetch),
    });
  }

  private readonly leave = (address: string, { headers, ...rest }: { method?: string; headers?: [string, string][]; body?: unknown }): Promise<Response> => this.outbound.fetch(address, { ...rest, headers: Object.fromEntries(headers ?? []) });

  private async key(): Promise<Buffer | null> {
    const [account] = await this.tenancy.read<{ seal: Buffer }>(activeStripeKey(currentOrganizationId()));
    return account?.seal ?? null;
  }
}
