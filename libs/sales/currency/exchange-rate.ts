import type { Day } from '#kernel/field/calendar.js';
import { currencies } from '#kernel/field/currency.js';
import { CalendarDate } from '#kernel/field/date.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

/** What one unit of a currency was worth in the organisation's own, from a day on until the next rate. Written as it was quoted, never rounded. */
@Resource({ module: 'sales', label: 'Exchange rate', plural: 'exchange-rates', title: 'currency', icon: 'arrow-left-right', place: 'settings' })
export class ExchangeRate extends TenantRow {
  @Text({ required: true, min: 3, max: 3, pattern: /^[A-Z]{3}$/, example: (seed) => currencies[seed % currencies.length]!, personal: 'none', list: 1 }) currency!: string;
  @CalendarDate({ required: true, list: 2 }) day!: Day;
  @Text({ required: true, max: 24, pattern: /^(?!0+(\.0+)?$)\d{1,10}(\.\d{1,12})?$/, example: (seed) => `${1 + (seed % 9)}.${100 + (seed % 800)}`, personal: 'none', list: 3, help: 'Units of the organisation\'s currency for one of this, such as 0.9231.' }) rate!: string;
  @Text({ max: 120, personal: 'none', help: 'Where it was read, such as "ECB".' }) source!: string | null;
}

grants(ExchangeRate, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', import: true, export: true, bulk: true },
  marketing: { read: 'all' },
});
