import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { Money } from '#kernel/field/money.js';
import { Num } from '#kernel/field/number.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { Team } from '#platform/identity/team.js';
import { Opportunity } from '../opportunities/public.js';

/**
 * Whose success a won deal is: of its owner, or of those who share it, and once more of each team that they were in, on the
 * day on which it was won. Whoever the deal or the team belongs to later, this stays; a deal that is taken up again, or is
 * worth something else, is set off by an entry of that day.
 */
@Resource({ module: 'sales', label: 'Credit', plural: 'deal-credits', title: 'day', icon: 'trophy', http: false })
export class DealCredit extends TenantRow {
  @BelongsTo(() => Opportunity, { required: true, onDelete: 'restrict' }) opportunityId!: Id;
  @Owner(() => Member, { label: 'Member' }) memberId!: Id | null;
  @BelongsTo(() => Team, { help: 'Empty where it counts for the member.' }) teamId!: Id | null;
  @CalendarDate({ required: true }) day!: Day;
  @Num({ required: true, decimals: 2, label: 'Percent' }) percent!: number;
  @Money({}) amount!: Money | null;
}

grants(DealCredit, { 'sales-rep': { read: 'team' }, 'sales-manager': { read: 'all' } });
