import type { Day } from '#kernel/field/calendar.js';
import { Choice } from '#kernel/field/choice.js';
import { CalendarDate } from '#kernel/field/date.js';
import { LongText } from '#kernel/field/long-text.js';
import { Money } from '#kernel/field/money.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { FORECAST_CATEGORIES } from '../opportunities/public.js';
import { PERIODS, type PeriodKind } from './fiscal-year.js';

/** What a manager expects of a member instead of what the deals come to, and why. It stands beside the reckoned number and never in its place; the newest one holds. */
@Resource({ module: 'sales', label: 'Forecast adjustment', plural: 'forecast-adjustments', title: 'note', icon: 'pencil-line', place: 'beside' })
export class ForecastAdjustment extends TenantRow {
  @Owner(() => Member, { required: true, list: 1, label: 'Member' }) memberId!: Id;
  @Choice(PERIODS, { required: true, default: 'quarter', list: 2 }) period!: PeriodKind;
  @CalendarDate({ required: true, list: 3, label: 'Starts', help: 'Any day of the period; it is set to its first.' }) startsOn!: Day;
  @CalendarDate({ readOnly: true, label: 'Ends' }) endsOn!: Day | null;
  @Choice(FORECAST_CATEGORIES, { required: true, default: 'commit', list: 4 }) category!: keyof typeof FORECAST_CATEGORIES;
  @Money({ required: true, list: 5 }) amount!: Money;
  @LongText({ required: true, max: 2_000, personal: 'none', list: 6 }) note!: string;
}

grants(ForecastAdjustment, { 'sales-rep': { read: 'own' }, 'sales-manager': { read: 'all', create: true, update: 'own', delete: 'own' } });
