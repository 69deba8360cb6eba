import { api } from '../../../api/api.js';
import type { Row } from '../../../api/records.js';

export interface Line {
  id: string | null;
  text: string;
  productId: string | null;
  quantity: number;
  unitPrice: number;
  discountPercent: number;
  taxRateId: string | null;
}

export interface Reckoning {
  lines: readonly number[];
  subtotal: number;
  discount: number;
  rounding: number;
  net: number;
  taxes: readonly { name?: string; label?: string; percent?: number; amount?: number; tax?: number }[];
  tax: number;
  total: number;
}

export const LINES = '/api/v1/sales/quotation-lines';

export function lineFrom(row: Row): Line {
  const number = (name: string) => Number(row[name] ?? 0);
  return { id: row.id, text: String(row['text'] ?? ''), productId: (row['productId'] as string | null) ?? null, quantity: number('quantity'), unitPrice: number('unitPrice'), discountPercent: number('discountPercent'), taxRateId: (row['taxRateId'] as string | null) ?? null };
}

const quoteApi = api.injectEndpoints({
  endpoints: (build) => ({
    reckon: build.query<Reckoning, object>({ query: (body) => ({ url: '/api/v1/sales/quotations/preview', method: 'POST', body }), keepUnusedDataFor: 5 }),
    salesSettings: build.query<{ taxRateId: string | null }, void>({ query: () => '/api/v1/sales/settings' }),
  }),
});

export const { useReckonQuery, useSalesSettingsQuery } = quoteApi;
