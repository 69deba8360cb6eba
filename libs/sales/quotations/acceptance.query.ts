import type { Statement } from '#kernel/tenancy/transaction.js';

export function keepQuotationLink(organizationId: string, link: { id: string; quotationId: string; hash: Buffer; expiresAt: Date }, now: Date): Statement {
  return { name: 'quotationLink.keep', text: `INSERT INTO quotation_link (organization_id, id, quotation_id, hash, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)`, values: [organizationId, link.id, link.quotationId, link.hash, link.expiresAt, now] };
}

export interface LinkedQuotation {
  id: string;
  state: string;
  name: string;
  validUntil: string | null;
}

/** What this link opens, held until the transaction ends: of many answers at once, each sees what the one before has done. */
export function quotationBehind(organizationId: string, hash: Buffer, now: Date, hold: boolean): Statement {
  return {
    name: `quotationLink.behind${hold ? '.held' : ''}`,
    text: `SELECT q.id, q.state, q.name, q.valid_until::text AS "validUntil" FROM quotation q
           WHERE q.organization_id = $1 AND q.deleted_at IS NULL AND q.state NOT IN ('draft', 'in-approval', 'approved') AND q.id = (SELECT quotation_id FROM quotation_link WHERE organization_id = $1 AND hash = $2 AND expires_at > $3)
           ${hold ? 'FOR UPDATE' : ''}`,
    values: [organizationId, hash, now],
  };
}

export interface Answer {
  quotationId: string;
  answer: 'accepted' | 'declined';
  name: string;
  signature: string | null;
  reason: string | null;
  edition: number;
  documentHash: Buffer;
  address: string | null;
  device: string | null;
  /** The member who wrote down what the customer said; null when the customer did it by the link. */
  recordedBy: string | null;
  answeredAt: Date;
}

export function keepAnswer(organizationId: string, answer: Answer): Statement {
  const { quotationId, answer: what, name, signature, reason, edition, documentHash, address, device, recordedBy, answeredAt } = answer;
  return {
    name: 'quotationAnswer.keep',
    text: `INSERT INTO quotation_answer (organization_id, id, answer, name, signature, reason, edition, document_hash, address, device, recorded_by, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [organizationId, quotationId, what, name, signature, reason, edition, documentHash, address, device, recordedBy, answeredAt],
  };
}

export function answerOf(organizationId: string, quotationId: string): Statement {
  return {
    name: 'quotationAnswer.of',
    text: `SELECT id AS "quotationId", answer, name, signature, reason, edition, document_hash AS "documentHash", address, device, recorded_by AS "recordedBy", answered_at AS "answeredAt" FROM quotation_answer WHERE organization_id = $1 AND id = $2`,
    values: [organizationId, quotationId],
  };
}

export function dealOf(organizationId: string, quotationId: string): Statement {
  return { name: 'quotation.deal', text: `SELECT q.opportunity_id AS "opportunityId" FROM quotation q JOIN opportunity o ON o.organization_id = $1 AND o.id = q.opportunity_id AND o.deleted_at IS NULL WHERE q.organization_id = $1 AND q.id = $2`, values: [organizationId, quotationId] };
}
