import type { Statement } from '#kernel/tenancy/transaction.js';

export interface PriceKey {
  priceBookId: string;
  productId: string;
  currency: string;
  fromQuantity: number;
  validFrom: string | null;
  validUntil: string | null;
}

/** Whoever writes prices of a product waits here for the one before, so that each sees what the other has written. */
export function lockProduct(organizationId: string, productId: string): Statement {
  return { name: 'price.lockProduct', text: `SELECT name FROM product WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE`, values: [organizationId, productId] };
}

/** Live prices of the same key whose periods share a day with this one. */
export function overlappingPrices(organizationId: string, id: string | null, { priceBookId, productId, currency, fromQuantity, validFrom, validUntil }: PriceKey): Statement {
  return {
    name: 'price.overlapping',
    text: `SELECT id, valid_from::text AS "validFrom", valid_until::text AS "validUntil" FROM price
           WHERE organization_id = $1 AND price_book_id = $2 AND product_id = $3 AND currency = $4 AND from_quantity = round($5::numeric * 1000000)::bigint
             AND state = 'live' AND deleted_at IS NULL AND ($6::uuid IS NULL OR id <> $6) AND daterange(valid_from, valid_until, '[]') && daterange($7::date, $8::date, '[]') LIMIT 1`,
    values: [organizationId, priceBookId, productId, currency, String(fromQuantity), id, validFrom, validUntil],
  };
}

export interface FoundPrice {
  id: string;
  priceBookId: string;
  unitPrice: number;
  fromQuantity: number;
  /** How many books above the one that was asked for. */
  distance: number;
}

const MOST_BOOKS = 20;

/** Of the nearest book that prices it, the price of the largest quantity that is reached. */
export function priceOf(organizationId: string, { priceBookId, productId, currency, quantity, on }: { priceBookId: string; productId: string; currency: string; quantity: number; on: string }): Statement {
  return {
    name: 'price.find',
    text: `WITH RECURSIVE chain AS (
             SELECT b.id, b.parent_id, b.active, 0 AS distance FROM price_book b WHERE b.organization_id = $1 AND b.id = $2 AND b.deleted_at IS NULL
             UNION ALL
             SELECT b.id, b.parent_id, b.active, c.distance + 1 FROM chain c JOIN price_book b ON b.organization_id = $1 AND b.id = c.parent_id AND b.deleted_at IS NULL WHERE c.distance < ${MOST_BOOKS}
           )
           SELECT p.id, p.price_book_id AS "priceBookId", (p.unit_price::numeric / 1000000)::float8 AS "unitPrice", (p.from_quantity::numeric / 1000000)::float8 AS "fromQuantity", c.distance
           FROM chain c JOIN price p ON p.organization_id = $1 AND p.price_book_id = c.id
           WHERE c.active AND p.product_id = $3 AND p.currency = $4 AND p.from_quantity <= round($5::numeric * 1000000)::bigint AND p.state = 'live' AND p.deleted_at IS NULL
             AND (p.valid_from IS NULL OR p.valid_from <= $6::date) AND (p.valid_until IS NULL OR p.valid_until >= $6::date)
           ORDER BY c.distance, p.from_quantity DESC LIMIT 1`,
    values: [organizationId, priceBookId, productId, currency, String(quantity), on],
  };
}

/** Finds a row when the book is one of those that the other builds on. */
export function buildsOn(organizationId: string, bookId: string, ancestorId: string): Statement {
  return {
    name: 'priceBook.buildsOn',
    text: `WITH RECURSIVE chain AS (
             SELECT b.id, b.parent_id, 0 AS distance FROM price_book b WHERE b.organization_id = $1 AND b.id = $2
             UNION ALL
             SELECT b.id, b.parent_id, c.distance + 1 FROM chain c JOIN price_book b ON b.organization_id = $1 AND b.id = c.parent_id WHERE c.distance < ${MOST_BOOKS}
           ) SELECT id FROM chain WHERE id = $3 OR distance = ${MOST_BOOKS} LIMIT 1`,
    values: [organizationId, bookId, ancestorId],
  };
}

/** So that two books cannot come to build on each other at the same time. */
export function lockPriceBooks(organizationId: string): Statement {
  return { name: 'priceBook.lockAll', text: `SELECT pg_advisory_xact_lock(hashtextextended('price books ' || $1::uuid::text, 0))`, values: [organizationId] };
}
