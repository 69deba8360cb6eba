import type { Statement } from '#kernel/tenancy/transaction.js';

export function keepDocument(organizationId: string, id: string, kind: string, document: string, hash: Buffer, now: Date): Statement {
  return { name: 'sheetDocument.keep', text: `INSERT INTO sheet_document (organization_id, id, kind, document, hash, made_at) VALUES ($1, $2, $3, $4, $5, $6)`, values: [organizationId, id, kind, document, hash, now] };
}

export interface StoredDocument {
  document: string;
  hash: Buffer;
  pdf: Buffer | null;
  pdfHash: Buffer | null;
}

export function documentOf(organizationId: string, id: string): Statement {
  return { name: 'sheetDocument.of', text: `SELECT document, hash, pdf, pdf_hash AS "pdfHash" FROM sheet_document WHERE organization_id = $1 AND id = $2`, values: [organizationId, id] };
}

/** The first one stays. */
export function keepPdf(organizationId: string, id: string, pdf: Buffer, pdfHash: Buffer): Statement {
  return { name: 'sheetDocument.keepPdf', text: `UPDATE sheet_document SET pdf = $3, pdf_hash = $4 WHERE organization_id = $1 AND id = $2 AND pdf IS NULL`, values: [organizationId, id, pdf, pdfHash] };
}
