import { CalendarDate } from '#kernel/field/date.js';
import type { Day } from '#kernel/field/calendar.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Currency } from '#platform/money/currency.js';
import { Decimal } from '#platform/money/decimal.js';
import { PriceBook } from './price-book.js';
import { Product } from './product.js';

export const PRICE_STATES = {
  live: { label: 'Live', pill: 'green', to: ['retired'] },
  retired: { label: 'Retired', pill: 'grey', to: [], final: true },
} as const;

/** What one of a product costs in a book, in a currency, from a quantity on and for a period, whose last day counts. */
@Resource({ module: 'sales', label: 'Price', plural: 'prices', title: 'name', icon: 'tag', place: 'beside' })
export class Price extends TenantRow {
  @Text({ readOnly: true, max: 200, personal: 'none', search: 'A', list: 1, label: 'Price of' }) name!: string | null;
  @BelongsTo(() => PriceBook, { required: true, onDelete: 'cascade', list: 2 }) priceBookId!: Id;
  @BelongsTo(() => Product, { required: true, onDelete: 'cascade' }) productId!: Id;
  @Decimal({ required: true, min: 0, list: 3, label: 'Price of one' }) unitPrice!: number;
  @Currency({ required: true, list: 4 }) currency!: string;
  @Decimal({ required: true, min: 0, list: 5, label: 'From quantity' }) fromQuantity!: number;
  @CalendarDate({ list: 6, label: 'Valid from' }) validFrom!: Day | null;
  @CalendarDate({ list: 7, label: 'Valid until', help: 'The last day that it holds.' }) validUntil!: Day | null;
  @States(PRICE_STATES, { required: true, list: 8 }) state!: keyof typeof PRICE_STATES;
}

grants(Price, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true },
});
