import type { Statement } from '#kernel/tenancy/transaction.js';

export interface PaymentStanding {
  id: string;
  state: string;
  amount: number;
  currency: string;
  companyId: string | null;
}

export function lockPayment(organizationId: string, id: string): Statement {
  return { name: 'payment.lock', text: `SELECT id, state, amount::float8 AS amount, amount_currency AS currency, company_id AS "companyId" FROM payment WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`, values: [organizationId, id] };
}

export function paymentOfExternal(organizationId: string, externalId: string): Statement {
  return { name: 'payment.ofExternal', text: `SELECT id, state, amount::float8 AS amount, amount_currency AS currency, company_id AS "companyId" FROM payment WHERE organization_id = $1 AND external_id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`, values: [organizationId, externalId] };
}

/** One that came from a provider: recorded from the beginning. No row when it is there already. */
export function addPayment(organizationId: string, payment: { id: string; reference: string; companyId: string | null; amount: number; currency: string; receivedOn: string; method: string; externalId: string }, now: Date): Statement {
  const { id, reference, companyId, amount, currency, receivedOn, method, externalId } = payment;
  return {
    name: 'payment.add',
    text: `INSERT INTO payment (organization_id, id, created_at, updated_at, reference, company_id, amount, amount_currency, received_on, method, state, external_id, left_total, left_total_currency, allocated_total, allocated_total_currency, refunded_total, refunded_total_currency)
           VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, 'recorded', $10, $6, $7, 0, $7, 0, $7) ON CONFLICT DO NOTHING RETURNING id`,
    values: [organizationId, id, now, reference, companyId, amount, currency, receivedOn, method, externalId],
  };
}

export interface InvoiceStanding {
  id: string;
  state: string;
  number: string;
  total: number;
  open: number;
  currency: string;
  companyId: string;
}

export function lockInvoice(organizationId: string, id: string): Statement {
  return {
    name: 'invoice.lock',
    text: `SELECT id, state, number, total::float8 AS total, coalesce(open_total, 0)::float8 AS open, currency, company_id AS "companyId" FROM invoice WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`,
    values: [organizationId, id],
  };
}

export function invoiceNumbered(organizationId: string, reference: string): Statement {
  return { name: 'invoice.numbered', text: `SELECT id FROM invoice WHERE organization_id = $1 AND (number = $2 OR id::text = $2) AND state <> 'draft' AND deleted_at IS NULL LIMIT 1`, values: [organizationId, reference] };
}

export interface NewAllocation {
  id: string;
  paymentId: string;
  invoiceId: string;
  amount: number;
  currency: string;
  settled: number;
  settledCurrency: string;
  exchangeDifference: number | null;
  rate: string | null;
}

export function addAllocation(organizationId: string, allocation: NewAllocation, by: string | null, now: Date): Statement {
  const { id, paymentId, invoiceId, amount, currency, settled, settledCurrency, exchangeDifference, rate } = allocation;
  return {
    name: 'paymentAllocation.add',
    text: `INSERT INTO payment_allocation (organization_id, id, created_at, created_by, updated_at, updated_by, payment_id, invoice_id, amount, amount_currency, settled, settled_currency, exchange_difference, exchange_difference_currency, rate)
           VALUES ($1, $2, $3, $4, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $11::bigint IS NOT NULL THEN $10 END, $12)`,
    values: [organizationId, id, now, by, paymentId, invoiceId, amount, currency, settled, settledCurrency, exchangeDifference, rate],
  };
}

export interface StandingAllocation {
  id: string;
  invoiceId: string;
  amount: number;
}

/** Those that hold, the newest first. */
export function allocationsOf(organizationId: string, paymentId: string): Statement {
  return { name: 'paymentAllocation.ofPayment', text: `SELECT id, invoice_id AS "invoiceId", amount::float8 AS amount FROM payment_allocation WHERE organization_id = $1 AND payment_id = $2 AND deleted_at IS NULL ORDER BY id DESC`, values: [organizationId, paymentId] };
}

export function releaseAllocation(organizationId: string, id: string, by: string | null, now: Date): Statement {
  return { name: 'paymentAllocation.release', text: `UPDATE payment_allocation SET deleted_at = $4, updated_at = $4, updated_by = $3, version = version + 1 WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL RETURNING invoice_id AS "invoiceId"`, values: [organizationId, id, by, now] };
}

export function addRefund(organizationId: string, refund: { id: string; paymentId: string; amount: number; currency: string; refundedOn: string; reason: string | null }, by: string | null, now: Date): Statement {
  const { id, paymentId, amount, currency, refundedOn, reason } = refund;
  return {
    name: 'refund.add',
    text: `INSERT INTO refund (organization_id, id, created_at, created_by, updated_at, updated_by, payment_id, amount, amount_currency, refunded_on, reason) VALUES ($1, $2, $3, $4, $3, $4, $5, $6, $7, $8, $9)`,
    values: [organizationId, id, now, by, paymentId, amount, currency, refundedOn, reason],
  };
}

/** What is left of it, from its rows. */
export function sumUpPayment(organizationId: string, id: string, by: string | null, now: Date): Statement {
  return {
    name: 'payment.sumUp',
    text: `UPDATE payment p SET allocated_total = s.allocated, refunded_total = s.refunded, left_total = CASE WHEN p.state = 'reversed' THEN 0 ELSE p.amount - s.allocated - s.refunded END,
             allocated_total_currency = p.amount_currency, refunded_total_currency = p.amount_currency, left_total_currency = p.amount_currency, updated_by = $3, updated_at = $4, version = p.version + 1
           FROM (SELECT coalesce((SELECT sum(amount) FROM payment_allocation WHERE organization_id = $1 AND payment_id = $2 AND deleted_at IS NULL), 0)::bigint AS allocated, coalesce((SELECT sum(amount) FROM refund WHERE organization_id = $1 AND payment_id = $2 AND deleted_at IS NULL), 0)::bigint AS refunded) s
           WHERE p.organization_id = $1 AND p.id = $2 RETURNING p.refunded_total::float8 AS refunded, p.left_total::float8 AS left`,
    values: [organizationId, id, by, now],
  };
}

/** What is still open of it, from its payments. */
export function sumUpInvoice(organizationId: string, id: string, by: string | null, now: Date): Statement {
  return {
    name: 'invoice.sumUp',
    text: `UPDATE invoice i SET paid_total = s.paid, open_total = i.total - s.paid, paid_total_currency = i.currency, open_total_currency = i.currency, state = CASE WHEN s.paid >= i.total THEN 'paid' WHEN s.paid > 0 THEN 'part-paid' ELSE 'issued' END,
             updated_by = $3, updated_at = $4, version = i.version + 1
           FROM (SELECT coalesce(sum(settled), 0)::bigint AS paid FROM payment_allocation WHERE organization_id = $1 AND invoice_id = $2 AND deleted_at IS NULL) s
           WHERE i.organization_id = $1 AND i.id = $2 RETURNING i.state, i.number, i.open_total::float8 AS open, i.currency`,
    values: [organizationId, id, by, now],
  };
}

export function movePayment(organizationId: string, id: string, state: 'recorded' | 'reversed', reason: string | null, by: string | null, now: Date): Statement {
  return { name: 'payment.move', text: `UPDATE payment SET state = $3, reason = $4, updated_by = $5, updated_at = $6, version = version + 1 WHERE organization_id = $1 AND id = $2`, values: [organizationId, id, state, reason, by, now] };
}

export function giveCompany(organizationId: string, id: string, companyId: string): Statement {
  return { name: 'payment.giveCompany', text: `UPDATE payment SET company_id = $3 WHERE organization_id = $1 AND id = $2 AND company_id IS NULL`, values: [organizationId, id, companyId] };
}
