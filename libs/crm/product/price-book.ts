import { Flag } from '#kernel/field/boolean.js';
import { LongText } from '#kernel/field/long-text.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

/** Prices for some customers. What it does not price, the book that it builds on may. */
@Resource({ module: 'sales', label: 'Price book', plural: 'price-books', title: 'name', icon: 'book-open', place: 'settings' })
export class PriceBook extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1, unique: 'live' }) name!: string;
  @BelongsTo(() => PriceBook, { list: 2, label: 'Builds on' }) parentId!: Id | null;
  @Flag({ required: true, default: true, list: 3 }) active!: boolean;
  @LongText({ personal: 'none' }) description!: string | null;
}

grants(PriceBook, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true },
});
