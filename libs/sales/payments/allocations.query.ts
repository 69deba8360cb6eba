import type { Statement } from '#kernel/tenancy/transaction.js';

const money = (column: string) => `json_build_object('amount', a.${column}, 'currency', a.${column}_currency)`;

export function allocationsShown(organizationId: string, of: 'payment_id' | 'invoice_id', id: string): Statement {
  return {
    name: `paymentAllocation.shown.${of}`,
    text: `SELECT a.id, a.payment_id AS "paymentId", a.invoice_id AS "invoiceId", i.number AS "invoiceNumber", p.reference, ${money('amount')} AS amount, ${money('settled')} AS settled,
             CASE WHEN a.exchange_difference IS NOT NULL THEN ${money('exchange_difference')} END AS "exchangeDifference", a.created_at AS at
           FROM payment_allocation a JOIN invoice i ON i.organization_id = $1 AND i.id = a.invoice_id JOIN payment p ON p.organization_id = $1 AND p.id = a.payment_id
           WHERE a.organization_id = $1 AND a.${of} = $2 AND a.deleted_at IS NULL ORDER BY a.id LIMIT 1000`,
    values: [organizationId, id],
  };
}

export function refundsShown(organizationId: string, paymentId: string): Statement {
  return { name: 'refund.shown', text: `SELECT a.id, ${money('amount')} AS amount, a.refunded_on::text AS "refundedOn", a.reason FROM refund a WHERE a.organization_id = $1 AND a.payment_id = $2 AND a.deleted_at IS NULL ORDER BY a.id LIMIT 1000`, values: [organizationId, paymentId] };
}
