import type { Statement } from '#kernel/tenancy/transaction.js';

/** What the fact of its coming names. No row when the endpoint is not one of Stripe's. */
export function stripeReceipt(organizationId: string, endpointId: string, entryId: string): Statement {
  return {
    name: 'stripe.receipt',
    text: `SELECT r.body FROM ledger_entry l JOIN webhook_receipt r ON r.organization_id = $1 AND r.endpoint_id = $2 AND r.id = (l.after ->> 'receiptId')::uuid JOIN webhook_endpoint e ON e.organization_id = $1 AND e.id = r.endpoint_id
           WHERE l.organization_id = $1 AND l.id = $3 AND e.scheme = 'stripe'`,
    values: [organizationId, endpointId, entryId],
  };
}

export function stripeEndpoints(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'stripe.endpoints', text: `SELECT id FROM webhook_endpoint WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND scheme = 'stripe'`, values: [organizationId, ids] };
}
