import type { Statement } from '#kernel/tenancy/transaction.js';
import type { RoundingMode } from '#platform/money/ratio.js';
import type { Reckoning } from './reckon.js';

/** Names of tables, which stand in statements: only those that are written here. */
export interface SheetTables {
  readonly sheet: 'quotation' | 'sales_order' | 'invoice' | 'opportunity';
  readonly line: 'quotation_line' | 'sales_order_line' | 'invoice_line' | 'opportunity_line';
  readonly parent: 'quotation_id' | 'order_id' | 'invoice_id' | 'opportunity_id';
}

export interface SheetHeader {
  state: string;
  ownerId: string | null;
  currency: string;
  taxIncluded: boolean | null;
  rounding: RoundingMode | null;
  roundingPer: 'line' | 'document' | null;
  discountPercent: number | null;
  discountAmount: number | null;
  priceBookId: string | null;
}

const decimal = (column: string) => `(${column}::numeric / 1000000)::float8`;

export function openSheetsOf(organizationId: string, { sheet }: SheetTables, companyId: string, states: readonly string[]): Statement {
  return { name: `${sheet}.openOf`, text: `SELECT id, state FROM ${sheet} WHERE organization_id = $1 AND company_id = $2 AND state = ANY ($3::text[]) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`, values: [organizationId, companyId, states] };
}

/** Whoever changes a document or one of its lines waits here for the one before. */
export function lockSheet(organizationId: string, { sheet }: SheetTables, id: string): Statement {
  if (sheet === 'opportunity') return lockDeal(organizationId, id);
  return {
    name: `${sheet}.lockSheet`,
    text: `SELECT state, owner_id AS "ownerId", currency, tax_included AS "taxIncluded", rounding, rounding_per AS "roundingPer", ${decimal('discount_percent')} AS "discountPercent", discount_amount::float8 AS "discountAmount",
             ${sheet === 'quotation' ? 'price_book_id' : 'NULL::uuid'} AS "priceBookId"
           FROM ${sheet} WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`,
    values: [organizationId, id],
  };
}

/** A deal has no terms of its own; its currency is that of its amount, once it has one. */
function lockDeal(organizationId: string, id: string): Statement {
  return {
    name: 'opportunity.lockSheet',
    text: `SELECT outcome AS state, owner_id AS "ownerId", amount_currency AS currency, NULL::boolean AS "taxIncluded", NULL::text AS rounding, NULL::text AS "roundingPer", NULL::float8 AS "discountPercent", NULL::float8 AS "discountAmount", NULL::uuid AS "priceBookId"
           FROM opportunity WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`,
    values: [organizationId, id],
  };
}

export interface StoredLine {
  id: string;
  text: string;
  details: string | null;
  unit: string | null;
  productId: string | null;
  quantity: number;
  unitPrice: number;
  discountPercent: number | null;
  listPrice: number | null;
  taxRateId: string | null;
  /** In which its amount is. */
  currency: string | null;
  tax: { id: string; name: string; kind: string; percent: number; parts: { name: string; percent: number }[] | null; note: string | null } | null;
}

export function linesOf(organizationId: string, { line, parent }: SheetTables, id: string): Statement {
  return {
    name: `${line}.ofSheet`,
    text: `SELECT l.id, l.text, l.details, l.unit, l.product_id AS "productId", ${decimal('l.quantity')} AS quantity, ${decimal('l.unit_price')} AS "unitPrice", ${decimal('l.discount_percent')} AS "discountPercent",
             ${decimal('l.list_price')} AS "listPrice", l.tax_rate_id AS "taxRateId", l.amount_currency AS currency,
             CASE WHEN t.id IS NOT NULL THEN json_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'percent', ${decimal('t.percent')}, 'parts', t.parts, 'note', t.note) END AS tax
           FROM ${line} l LEFT JOIN tax_rate t ON t.organization_id = $1 AND t.id = l.tax_rate_id
           WHERE l.organization_id = $1 AND l.${parent} = $2 AND l.deleted_at IS NULL ORDER BY l.position NULLS LAST, l.id`,
    values: [organizationId, id],
  };
}

export function keepTotals(organizationId: string, { sheet }: SheetTables, id: string, { subtotal, discount, rounding, net, tax, total, taxes, favour }: Reckoning, currency: string, by: string | null, now: Date): Statement {
  const kept = { subtotal, discount_total: discount, rounding_total: rounding, net_total: net, tax_total: tax, total };
  const amounts = Object.keys(kept).map((column, index) => `${column} = $${index + 6}, ${column}_currency = $3`);
  const values: unknown[] = [organizationId, id, currency, by, now, ...Object.values(kept), JSON.stringify(taxes)];
  const favours = sheet === 'quotation' ? `, favour = round($${values.push(String(favour))}::numeric * 1000000)::bigint` : '';
  return { name: `${sheet}.keepTotals`, text: `UPDATE ${sheet} SET ${amounts.join(', ')}, taxes = $12::jsonb${favours}, updated_by = $4, updated_at = $5, version = version + 1 WHERE organization_id = $1 AND id = $2`, values };
}

export function giveLinesTo(organizationId: string, { line, parent }: SheetTables, id: string, ownerId: string | null): Statement {
  return { name: `${line}.giveTo`, text: `UPDATE ${line} SET owner_id = $3, version = version + 1 WHERE organization_id = $1 AND ${parent} = $2 AND deleted_at IS NULL`, values: [organizationId, id, ownerId] };
}

export interface Sold {
  name: string;
  unit: string | null;
  description: string | null;
  taxRateId: string | null;
  state: string;
}

export function productSold(organizationId: string, id: string): Statement {
  return { name: 'product.sold', text: `SELECT name, unit, description, tax_rate_id AS "taxRateId", state FROM product WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL`, values: [organizationId, id] };
}

export function taxRatesOf(organizationId: string, ids: readonly string[]): Statement {
  return { name: 'taxRate.of', text: `SELECT id, name, kind, ${decimal('percent')} AS percent, parts, note FROM tax_rate WHERE organization_id = $1 AND id = ANY ($2::uuid[]) AND deleted_at IS NULL`, values: [organizationId, ids] };
}
