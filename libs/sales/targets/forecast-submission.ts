import type { Day } from '#kernel/field/calendar.js';
import { Choice } from '#kernel/field/choice.js';
import { CalendarDate } from '#kernel/field/date.js';
import { LongText } from '#kernel/field/long-text.js';
import { Money } from '#kernel/field/money.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { FORECAST_CATEGORIES, Opportunity, type ForecastCategory } from '../opportunities/public.js';
import { PERIODS, type PeriodKind } from './fiscal-year.js';

/** A forecast as somebody handed it in. It is never changed: whatever becomes of the deals, it says what was expected that day. */
@Resource({ module: 'sales', label: 'Forecast submission', plural: 'forecast-submissions', title: 'note', icon: 'send', http: false })
export class ForecastSubmission extends TenantRow {
  @Owner(() => Member) memberId!: Id | null;
  @Choice(PERIODS, { required: true }) period!: PeriodKind;
  @CalendarDate({ required: true, label: 'Starts' }) startsOn!: Day;
  @CalendarDate({ required: true, label: 'Ends' }) endsOn!: Day;
  @LongText({ max: 2_000, personal: 'none' }) note!: string | null;
}

/** A deal of a forecast, as it was: also its owner and what it was worth in the organisation's currency that day. */
@Resource({ module: 'sales', label: 'Forecast line', plural: 'forecast-lines', title: 'name', icon: 'list', http: false })
export class ForecastLine extends TenantRow {
  @BelongsTo(() => ForecastSubmission, { required: true, onDelete: 'cascade' }) submissionId!: Id;
  @BelongsTo(() => Opportunity, { required: true, onDelete: 'restrict' }) opportunityId!: Id;
  @Text({ required: true, max: 160, personal: 'none' }) name!: string;
  @Owner(() => Member) ownerId!: Id | null;
  @Choice(FORECAST_CATEGORIES, { required: true }) category!: ForecastCategory;
  @Money({}) amount!: Money | null;
  @Money({}) inBase!: Money | null;
  @CalendarDate({}) expectedClose!: Day | null;
}

const seen = { 'sales-rep': { read: 'team' }, 'sales-manager': { read: 'all' } } as const;
grants(ForecastSubmission, { 'sales-rep': { read: 'team', create: true }, 'sales-manager': { read: 'all', create: true } });
grants(ForecastLine, seen);
