import type { Statement } from '#kernel/tenancy/transaction.js';

export function usesOfPrice(organizationId: string, priceId: string): Statement {
  return {
    name: 'price.uses',
    text: `SELECT 1 AS used WHERE EXISTS (SELECT 1 FROM quotation_line WHERE organization_id = $1 AND price_id = $2) OR EXISTS (SELECT 1 FROM sales_order_line WHERE organization_id = $1 AND price_id = $2) OR EXISTS (SELECT 1 FROM invoice_line WHERE organization_id = $1 AND price_id = $2) OR EXISTS (SELECT 1 FROM opportunity_line WHERE organization_id = $1 AND price_id = $2)`,
    values: [organizationId, priceId],
  };
}

export function usesOfProduct(organizationId: string, productId: string): Statement {
  return {
    name: 'product.uses',
    text: `SELECT 1 AS used WHERE EXISTS (SELECT 1 FROM quotation_line WHERE organization_id = $1 AND product_id = $2) OR EXISTS (SELECT 1 FROM sales_order_line WHERE organization_id = $1 AND product_id = $2) OR EXISTS (SELECT 1 FROM invoice_line WHERE organization_id = $1 AND product_id = $2) OR EXISTS (SELECT 1 FROM opportunity_line WHERE organization_id = $1 AND product_id = $2)`,
    values: [organizationId, productId],
  };
}

/** Whatever was approved, or was to be, is a draft again. */
export function reopen(organizationId: string, ids: readonly string[], now: Date): Statement {
  return {
    name: 'quotation.reopen',
    text: `UPDATE quotation SET state = 'draft', asked_by_id = NULL, approved_by_id = NULL, updated_at = $3, version = version + 1 WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND state IN ('in-approval', 'approved')`,
    values: [organizationId, ids, now],
  };
}

const COLUMNS = {
  state: 'state', number: 'number', askedById: 'asked_by_id', approvedById: 'approved_by_id', issuedAt: 'issued_at', sentAt: 'sent_at', answeredAt: 'answered_at', reason: 'reason', validUntil: 'valid_until',
  edition: 'edition', replacesId: 'replaces_id', rounding: 'rounding', roundingPer: 'rounding_per', priceBookId: 'price_book_id',
} as const;

/** What only verbs may set. */
export function moveQuotation(organizationId: string, id: string, values: Partial<Record<keyof typeof COLUMNS, string | number | Date | null>>, by: string | null, now: Date): Statement {
  const given = Object.entries(values) as [keyof typeof COLUMNS, string | number | Date | null][];
  return {
    name: `quotation.move.${given.map(([name]) => name).join('.')}`,
    text: `UPDATE quotation SET ${given.map(([name], index) => `${COLUMNS[name]} = $${index + 5}`).join(', ')}, updated_by = $3, updated_at = $4, version = version + 1 WHERE organization_id = $1 AND id = $2 RETURNING version`,
    values: [organizationId, id, by, now, ...given.map(([, value]) => value)],
  };
}

export interface Revision {
  id: string;
  edition: number;
  state: string;
  number: string | null;
}

/** The versions of the same offer after this one, or the one that it takes the place of. */
export function revisionsOf(organizationId: string, id: string): Statement {
  return { name: 'quotation.revisions', text: `SELECT id, edition::integer AS edition, state, number FROM quotation WHERE organization_id = $1 AND replaces_id = $2 AND deleted_at IS NULL AND state <> 'void' FOR NO KEY UPDATE`, values: [organizationId, id] };
}

export function lockQuotation(organizationId: string, id: string): Statement {
  return { name: 'quotation.lock', text: `SELECT id, edition::integer AS edition, state, number FROM quotation WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`, values: [organizationId, id] };
}

export function setLinePrice(organizationId: string, lineId: string, priceId: string, now: Date): Statement {
  return {
    name: 'quotationLine.setPrice',
    text: `UPDATE quotation_line l SET unit_price = p.unit_price, list_price = p.unit_price, price_id = p.id, updated_at = $4, version = l.version + 1 FROM price p WHERE l.organization_id = $1 AND l.id = $2 AND p.organization_id = $1 AND p.id = $3`,
    values: [organizationId, lineId, priceId, now],
  };
}

export function setLineAmount(organizationId: string, lineId: string, amount: number, currency: string): Statement {
  return { name: 'quotationLine.setAmount', text: `UPDATE quotation_line SET amount = $3, amount_currency = $4 WHERE organization_id = $1 AND id = $2`, values: [organizationId, lineId, amount, currency] };
}

/** Both sides of a document as it is printed. */
export interface Parties {
  company: string;
  city: string | null;
  country: string | null;
  contact: string | null;
  contactEmail: string | null;
  owner: string | null;
  ownerEmail: string | null;
}

export function partiesOf(organizationId: string, { companyId, contactId, ownerId }: { companyId: string; contactId: string | null; ownerId: string | null }): Statement {
  return {
    name: 'sheet.parties',
    text: `SELECT c.name AS company, c.city, c.country, p.full_name AS contact, p.email AS "contactEmail", m.name AS owner, m.email AS "ownerEmail"
           FROM company c LEFT JOIN contact p ON p.organization_id = $1 AND p.id = $3 AND p.deleted_at IS NULL LEFT JOIN member m ON m.organization_id = $1 AND m.id = $4 AND m.deleted_at IS NULL
           WHERE c.organization_id = $1 AND c.id = $2`,
    values: [organizationId, companyId, contactId, ownerId],
  };
}

export function sentSince(organizationId: string, since: Date): Statement {
  return { name: 'quotation.sentSince', text: `SELECT count(*)::integer AS count FROM mail WHERE organization_id = $1 AND letter = 'quotation' AND created_at > $2`, values: [organizationId, since] };
}
