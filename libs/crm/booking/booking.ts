import { Moment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { Activity } from '../activity/activity.js';
import { BookableResource } from './bookable-resource.js';

/** Who has it from when to when. The database itself refuses two at a time. Booked for an activity, it moves and goes with that. */
@Resource({ module: 'sales', label: 'Booking', plural: 'bookings', title: 'purpose', icon: 'calendar-clock', place: 'beside' })
export class Booking extends TenantRow {
  @Text({ required: true, max: 160, personal: true, list: 2 }) purpose!: string;
  @BelongsTo(() => BookableResource, { required: true, onDelete: 'cascade', list: 1, label: 'Resource' }) bookableId!: Id;
  @Moment({ required: true, list: 3, label: 'From' }) startsAt!: Instant;
  @Moment({ required: true, list: 4, label: 'Until' }) endsAt!: Instant;
  @BelongsTo(() => Activity, { onDelete: 'cascade' }) activityId!: Id | null;
  @Owner(() => Member, { list: 5 }) ownerId!: Id | null;
}

const books = { read: 'all', create: 'own', update: 'own', delete: 'own' } as const;
grants(Booking, { 'sales-rep': books, 'sales-manager': { ...books, create: true, update: 'all', delete: 'all' }, marketing: books, 'support-manager': { ...books, create: true, update: 'all', delete: 'all' }, 'support-agent': books });
