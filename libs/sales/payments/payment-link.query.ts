import type { Statement } from '#kernel/tenancy/transaction.js';
import type { PaymentLinkState } from './payment-link.js';

export function activeStripeKey(organizationId: string): Statement {
  return { name: 'stripeAccount.key', text: `SELECT seal FROM stripe_account WHERE organization_id = $1 AND active AND seal IS NOT NULL AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1`, values: [organizationId] };
}

export interface LinkInHand {
  id: string;
  invoiceId: string;
  number: string;
  amount: number;
  currency: string;
  state: PaymentLinkState;
  externalId: string | null;
}

const LINK = `SELECT l.id, l.invoice_id AS "invoiceId", i.number, l.amount::float8 AS amount, l.amount_currency AS currency, l.state, l.external_id AS "externalId"
  FROM payment_link l JOIN invoice i ON i.organization_id = $1 AND i.id = l.invoice_id WHERE l.organization_id = $1 AND l.deleted_at IS NULL`;

export function linkById(organizationId: string, id: string): Statement {
  return { name: 'paymentLink.byId', text: `${LINK} AND l.id = $2`, values: [organizationId, id] };
}

export function liveLink(organizationId: string, invoiceId: string): Statement {
  return { name: 'paymentLink.live', text: `${LINK} AND l.invoice_id = $2 AND l.state IN ('ordered', 'open')`, values: [organizationId, invoiceId] };
}

/** Which of these invoices have one. */
export function invoicesWithLink(organizationId: string, invoiceIds: readonly string[]): Statement {
  return { name: 'paymentLink.invoices', text: `SELECT invoice_id AS "invoiceId" FROM payment_link WHERE organization_id = $1 AND invoice_id = ANY ($2::uuid[]) AND state IN ('ordered', 'open') AND deleted_at IS NULL`, values: [organizationId, invoiceIds] };
}

export function addLink(organizationId: string, link: { id: string; invoiceId: string; amount: number; currency: string }, by: string | null, now: Date): Statement {
  return {
    name: 'paymentLink.add',
    text: `INSERT INTO payment_link (organization_id, id, created_at, created_by, updated_at, updated_by, invoice_id, amount, amount_currency, state) VALUES ($1, $2, $3, $4, $3, $4, $5, $6, $7, 'ordered')`,
    values: [organizationId, link.id, now, by, link.invoiceId, link.amount, link.currency],
  };
}

export interface LinkChange {
  state: PaymentLinkState;
  url?: string;
  externalId?: string;
  fault?: string;
}

/** No row when it is in none of these states any more. */
export function moveLink(organizationId: string, id: string, from: readonly PaymentLinkState[], { state, url, externalId, fault }: LinkChange, now: Date): Statement {
  return {
    name: 'paymentLink.move',
    text: `UPDATE payment_link SET state = $4, url = coalesce($5, url), url_domain = coalesce($6, url_domain), external_id = coalesce($7, external_id), fault = coalesce($8, fault), updated_at = $9, version = version + 1
           WHERE organization_id = $1 AND id = $2 AND state = ANY ($3::text[]) AND deleted_at IS NULL RETURNING id`,
    values: [organizationId, id, from, state, url ?? null, url ? new URL(url).hostname : null, externalId ?? null, fault ?? null, now],
  };
}

/** Where its customer pays, on the invoice itself. */
export function showLink(organizationId: string, invoiceId: string, url: string | null, now: Date): Statement {
  return {
    name: 'invoice.showLink',
    text: `UPDATE invoice SET payment_url = $3, payment_url_domain = $4, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2 AND payment_url IS DISTINCT FROM $3`,
    values: [organizationId, invoiceId, url, url && new URL(url).hostname, now],
  };
}

export function linksShown(organizationId: string, invoiceId: string): Statement {
  return {
    name: 'paymentLink.shown',
    text: `SELECT id, json_build_object('amount', amount, 'currency', amount_currency) AS amount, state, url, fault, created_at AS at FROM payment_link WHERE organization_id = $1 AND invoice_id = $2 AND deleted_at IS NULL ORDER BY id DESC LIMIT 1000`,
    values: [organizationId, invoiceId],
  };
}
