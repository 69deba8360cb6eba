import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { ZonedMoment } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

/** The rule by which an activity comes again. Each time that it gives is an activity of its own, so that it can be moved, done and called off alone. */
@Resource({ module: 'sales', label: 'Series', plural: 'activity-series', title: 'rule', icon: 'repeat', http: false })
export class ActivitySeries extends TenantRow {
  /** As RFC 5545 writes it, without the beginning: FREQ=WEEKLY;BYDAY=TU. */
  @Text({ required: true, max: 500, personal: 'none' }) rule!: string;
  @ZonedMoment({}) startsAt!: ZonedMoment | null;
  @CalendarDate({}) day!: Day | null;
  @Owner(() => Member) ownerId!: Id | null;
}

const theirs = { read: 'team', create: true, update: 'team' } as const;
grants(ActivitySeries, { 'sales-rep': theirs, 'sales-manager': { read: 'all', create: true, update: 'all' }, marketing: theirs, 'support-manager': theirs, 'support-agent': theirs });
