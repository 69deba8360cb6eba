import type { Statement } from '#kernel/tenancy/transaction.js';

export interface OpenEndpoint {
  id: string;
  seal: Buffer;
  scheme: 'standard' | 'stripe';
}

export function openEndpoint(organizationId: string, address: string): Statement {
  return { name: 'webhook.endpoint', text: `SELECT id, seal, scheme FROM webhook_endpoint WHERE organization_id = $1 AND address = $2 AND active AND seal IS NOT NULL AND deleted_at IS NULL`, values: [organizationId, address] };
}

/** No row when it came before. */
export function addReceipt(organizationId: string, receipt: { id: string; endpointId: string; messageId: string; body: string }, now: Date): Statement {
  return {
    name: 'webhook.receive',
    text: `INSERT INTO webhook_receipt (organization_id, id, endpoint_id, message_id, body, received_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organization_id, endpoint_id, message_id) DO NOTHING RETURNING id`,
    values: [organizationId, receipt.id, receipt.endpointId, receipt.messageId, receipt.body, now],
  };
}

export interface Receipt {
  id: string;
  messageId: string;
  receivedAt: Date;
  bytes: number;
}

export function receiptsOf(organizationId: string, endpointId: string, before: string | null, most: number): Statement {
  return {
    name: 'webhook.receipts',
    text: `SELECT id, message_id AS "messageId", received_at AS "receivedAt", octet_length(body) AS bytes FROM webhook_receipt WHERE organization_id = $1 AND endpoint_id = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    values: [organizationId, endpointId, before, most],
  };
}

/** What was sent, word for word: for whoever shows it, and for what follows from the fact webhook.received. */
export function receiptBody(organizationId: string, endpointId: string, id: string): Statement {
  return { name: 'webhook.receiptBody', text: `SELECT message_id AS "messageId", received_at AS "receivedAt", body FROM webhook_receipt WHERE organization_id = $1 AND endpoint_id = $2 AND id = $3`, values: [organizationId, endpointId, id] };
}

export function deleteOldReceipts(organizationId: string, before: Date, most: number): Statement {
  return {
    name: 'webhook.deleteReceipts',
    text: `DELETE FROM webhook_receipt WHERE organization_id = $1 AND id IN (SELECT id FROM webhook_receipt WHERE organization_id = $1 AND received_at < $2 ORDER BY received_at LIMIT $3) RETURNING id`,
    values: [organizationId, before, most],
  };
}
