import type { Day } from '#kernel/field/calendar.js';
import { Choice } from '#kernel/field/choice.js';
import { CalendarDate } from '#kernel/field/date.js';
import { Money } from '#kernel/field/money.js';
import { Num } from '#kernel/field/number.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { Team } from '#platform/identity/team.js';
import { PERIODS, type PeriodKind } from './fiscal-year.js';

export const MEASURES = {
  amount: { label: 'Amount won', pill: 'green' },
  deals: { label: 'Deals won', pill: 'blue' },
} as const;

/** What a member, a team or, with neither, the whole organisation is to win in a period. A team's is its own, whatever its members have. */
@Resource({ module: 'sales', label: 'Target', plural: 'sales-targets', title: 'name', icon: 'target', place: 'settings' })
export class SalesTarget extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Owner(() => Member, { default: undefined, list: 2, label: 'Member', help: 'Of whom; empty for a whole team, or for everybody.' }) memberId!: Id | null;
  @BelongsTo(() => Team, { list: 3, help: 'With a member: what this member wins for this team.' }) teamId!: Id | null;
  @Choice(PERIODS, { required: true, default: 'quarter', list: 4 }) period!: PeriodKind;
  @CalendarDate({ required: true, list: 5, label: 'Starts', help: 'Any day of the period; it is set to its first.' }) startsOn!: Day;
  @CalendarDate({ readOnly: true, label: 'Ends' }) endsOn!: Day | null;
  @Choice(MEASURES, { required: true, default: 'amount', list: 6 }) measure!: keyof typeof MEASURES;
  @Money({ min: 1, list: 7, help: 'For amounts; in any currency.' }) amount!: Money | null;
  @Num({ integer: true, min: 1, max: 1_000_000, label: 'Number', help: 'For deals.' }) number!: number | null;
}

grants(SalesTarget, {
  'sales-rep': { read: 'team' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true },
});
