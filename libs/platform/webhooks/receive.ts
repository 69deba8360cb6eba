import { Injectable, Optional } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { reveal } from '#kernel/field/secret.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Malformed, Problem, TooManyRequests, Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { parseJson } from '#platform/edge/json-body.js';
import { RateLimit } from '#platform/edge/rate-limit.js';
import { organizationOfPrefix } from '#platform/identity/keys/key-token.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { addReceipt, openEndpoint, type OpenEndpoint } from './receipt.query.js';
import { isSignedBy, newSigningSecret } from './signature.js';

const LARGEST = 256 * 1024;
/** A message that was seen on its way is worth nothing later; within this time its id is remembered, and for much longer. */
const FRESH_FOR_SECONDS = 5 * 60;
const PER_MINUTE = 600;
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;
/** Nobody's, so that an address that was made up takes as long as any. */
const NOWHERE = '00000000-0000-7000-8000-000000000000';
const decoy = newSigningSecret();

/** S22: one sentence for every reason, so that nobody learns which endpoints there are. */
const REFUSED = 'There is no such endpoint, or the message is not signed as it must be, or not fresh.';

/** Takes a signed message: kept first, word for word, and told as a fact in the same transaction. */
@Injectable()
export class Receive {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    /** Workers take nothing in. */
    @Optional() private readonly limit?: RateLimit,
  ) {}

  async take(address: string, headers: IncomingHttpHeaders, body: Buffer): Promise<void> {
    if (body.length > LARGEST) throw new Problem(413, 'too-large', 'Too large', `Send at most ${LARGEST / 1024} kB.`);
    const organizationId = organizationOfPrefix(address) ?? NOWHERE;
    const [organization] = await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId));
    await inOrganization(organizationId, { kind: 'system', reason: 'webhook received' }, async () => {
      const [endpoint] = await this.tenancy.read<OpenEndpoint>(openEndpoint(organizationId, address));
      const messageId = endpoint?.scheme === 'stripe' ? await this.verifiedAsStripe(endpoint, headers, body) : this.verified(endpoint, headers, body);
      if (!endpoint || messageId === null || organization?.status !== 'active') throw new Unauthenticated(REFUSED);
      await this.admit(endpoint);
      await this.keep(endpoint, messageId, body);
    });
  }

  /** The id of the message; null when it is not to be believed. */
  private verified(endpoint: OpenEndpoint | undefined, headers: IncomingHttpHeaders, body: Buffer): string | null {
    const [id, sentAt, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name] ?? '')) as [string, string, string];
    const timestamp = /^\d{1,12}$/.test(sentAt) ? Number(sentAt) : 0;
    const signed = isSignedBy(endpoint ? reveal(endpoint.seal) : decoy, { id, timestamp, body }, signatures);
    const isFresh = Math.abs(currentScope().clock.now().getTime() / 1_000 - timestamp) <= FRESH_FOR_SECONDS;
    return signed && isFresh && MESSAGE_ID.test(id) ? id : null;
  }

  /** Its events bear their id inside, and its signature the time. */
  private async verifiedAsStripe(endpoint: OpenEndpoint, headers: IncomingHttpHeaders, body: Buffer): Promise<string | null> {
    // Large, and not for the start of those who are never sent any.
    const { default: Stripe } = await import('stripe');
    try {
      const { id } = Stripe.webhooks.constructEvent(body, String(headers['stripe-signature'] ?? ''), reveal(endpoint.seal), FRESH_FOR_SECONDS, undefined, currentScope().clock.now().getTime());
      return MESSAGE_ID.test(id) ? id : null;
    } catch {
      return null;
    }
  }

  /** Only those who can sign are counted, so that nobody else uses up their share. */
  private async admit({ id }: OpenEndpoint): Promise<void> {
    if (!this.limit) throw new Error('Messages come in through the API alone.');
    const { granted, nextInMs } = await this.limit.store.take(`${currentOrganizationId()}:rate:hook:${id}`, { limit: PER_MINUTE }, 1, 0);
    if (granted === 0) throw new TooManyRequests(Math.ceil(nextInMs / 1_000));
  }

  /** What came before is not told again: the same answer, and nothing happens. */
  private async keep({ id: endpointId }: OpenEndpoint, messageId: string, body: Buffer): Promise<void> {
    if (parseJson(body) === undefined) throw new Malformed('Send JSON.');
    const receipt = { id: uuidv7(), endpointId, messageId, body: body.toString() };
    await this.tenancy.transaction(async (transaction) => {
      const [added] = await transaction.query(addReceipt(currentOrganizationId(), receipt, currentScope().clock.now()));
      if (added) await transaction.query(factStatement('webhook.received', 'webhookEndpoint', endpointId, { receiptId: receipt.id }));
    });
  }
}
