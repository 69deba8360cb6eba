import type { Statement } from '#kernel/tenancy/transaction.js';

export interface StoredSettings {
  id: string | null;
  quotationSeries: string;
  orderSeries: string;
  invoiceSeries: string;
  validDays: number;
  paymentDays: number;
  fiscalYearMonth: number;
  rounding: 'half-up' | 'half-even' | 'up' | 'down';
  roundingPer: 'line' | 'document';
  taxIncluded: boolean;
  discountLimit: number | null;
  priceBookId: string | null;
  taxRateId: string | null;
  language: 'en' | 'de' | 'ar' | null;
  sender: string | null;
  senderAddress: string | null;
  footer: string | null;
  colour: string | null;
  introduction: string | null;
  terms: string | null;
}

export function storedSettings(organizationId: string): Statement {
  return {
    name: 'salesSettings.stored',
    text: `SELECT id, quotation_series AS "quotationSeries", order_series AS "orderSeries", invoice_series AS "invoiceSeries", valid_days::integer AS "validDays", payment_days::integer AS "paymentDays", fiscal_year_month::integer AS "fiscalYearMonth",
             rounding, rounding_per AS "roundingPer", tax_included AS "taxIncluded", (discount_limit::numeric / 1000000)::float8 AS "discountLimit", price_book_id AS "priceBookId", tax_rate_id AS "taxRateId", language,
             sender, sender_address AS "senderAddress", footer, colour, introduction, terms
           FROM sales_settings WHERE organization_id = $1 AND deleted_at IS NULL`,
    values: [organizationId],
  };
}

/** The next number of a series, gapless: it stands or falls with the transaction, and the next one waits for it. */
export function nextNumber(organizationId: string, series: string): Statement {
  return { name: 'salesSettings.nextNumber', text: `SELECT next_counter($1, $2)::integer AS number`, values: [organizationId, series] };
}
