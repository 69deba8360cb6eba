import type { Statement } from '#kernel/tenancy/transaction.js';

export function numberOrder(organizationId: string, id: string, number: string, values: { quotationId: string; rounding: string | null; roundingPer: string | null }): Statement {
  return { name: 'order.fromQuotation', text: `UPDATE sales_order SET number = $3, quotation_id = $4, rounding = coalesce($5, rounding), rounding_per = coalesce($6, rounding_per) WHERE organization_id = $1 AND id = $2`, values: [organizationId, id, number, values.quotationId, values.rounding, values.roundingPer] };
}

export function moveOrder(organizationId: string, id: string, state: 'completed' | 'cancelled', by: string | null, now: Date): Statement {
  return { name: 'order.move', text: `UPDATE sales_order SET state = $3, updated_by = $4, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2`, values: [organizationId, id, state, by, now] };
}

export function orderOfQuotation(organizationId: string, quotationId: string): Statement {
  return { name: 'order.ofQuotation', text: `SELECT id, number FROM sales_order WHERE organization_id = $1 AND quotation_id = $2 AND deleted_at IS NULL`, values: [organizationId, quotationId] };
}

export function invoiceOfOrder(organizationId: string, orderId: string): Statement {
  return { name: 'invoice.ofOrder', text: `SELECT id, number FROM invoice WHERE organization_id = $1 AND order_id = $2 AND deleted_at IS NULL AND state <> 'void'`, values: [organizationId, orderId] };
}

export function tieInvoice(organizationId: string, id: string, values: { orderId: string; rounding: string | null; roundingPer: string | null }): Statement {
  return { name: 'invoice.ofOrderMade', text: `UPDATE invoice SET order_id = $3, rounding = coalesce($4, rounding), rounding_per = coalesce($5, rounding_per) WHERE organization_id = $1 AND id = $2`, values: [organizationId, id, values.orderId, values.rounding, values.roundingPer] };
}

export function issueInvoice(organizationId: string, id: string, { number, issuedOn, dueOn, total, currency }: { number: string; issuedOn: string; dueOn: string; total: number; currency: string }, by: string | null, now: Date): Statement {
  return {
    name: 'invoice.issue',
    text: `UPDATE invoice SET state = CASE WHEN $6::bigint = 0 THEN 'paid' ELSE 'issued' END, number = $3, issued_on = $4, due_on = $5, paid_total = 0, paid_total_currency = $7, open_total = $6, open_total_currency = $7, updated_by = $8, updated_at = $9, version = version + 1
           WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, id, number, issuedOn, dueOn, total, currency, by, now],
  };
}

export function voidInvoice(organizationId: string, id: string, reason: string, by: string | null, now: Date): Statement {
  return { name: 'invoice.void', text: `UPDATE invoice SET state = 'void', reason = $3, open_total = 0, updated_by = $4, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2`, values: [organizationId, id, reason, by, now] };
}
