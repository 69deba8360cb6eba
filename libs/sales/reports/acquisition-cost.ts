import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { Money } from '#kernel/field/money.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

const plain = { personal: 'none' } as const;

/** What was spent to win customers, by the source that it was spent on. */
@Resource({ module: 'sales', label: 'Acquisition cost', plural: 'acquisition-costs', title: 'source', icon: 'megaphone', place: 'settings' })
export class AcquisitionCost extends TenantRow {
  @Text({ required: true, max: 80, ...plain, search: 'A', list: 1, help: 'The source of leads and deals, such as "webinar" or "google".' }) source!: string;
  @Text({ max: 120, ...plain, list: 2 }) campaign!: string | null;
  @CalendarDate({ required: true, list: 3 }) day!: Day;
  @Money({ required: true, min: 0, list: 4 }) amount!: Money;
  @Text({ max: 300, ...plain }) note!: string | null;
}

const whole = { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true } as const;
grants(AcquisitionCost, { 'sales-manager': whole, marketing: whole });
