import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

/** Days on which a member is not given anything, both included, by the calendar of the organisation. */
@Resource({ module: 'identity', label: 'Absence', plural: 'absences', title: 'reason', icon: 'palmtree', place: 'settings' })
export class Absence extends TenantRow {
  @Owner(() => Member, { label: 'Member', list: 1 }) memberId!: Id | null;
  @CalendarDate({ required: true, list: 2, label: 'From' }) firstDay!: Day;
  @CalendarDate({ required: true, list: 3, label: 'To' }) lastDay!: Day;
  @Text({ max: 120, personal: 'none', list: 4, help: 'Such as "holiday"; everybody may read it.' }) reason!: string | null;
}

const own = { read: 'all', create: 'own', update: 'own', delete: 'own' } as const;
const ofOthers = { read: 'all', create: 'tree', update: 'tree', delete: 'tree' } as const;
grants(Absence, { 'sales-rep': own, 'sales-manager': ofOthers, marketing: own, 'support-agent': own, 'support-manager': ofOthers });
