import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { Flag } from '#kernel/field/boolean.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';
import { Activity } from './activity.js';

export const ANSWERS = {
  waiting: { label: 'No answer yet', pill: 'grey' },
  accepted: { label: 'Accepted', pill: 'green' },
  tentative: { label: 'Perhaps', pill: 'amber' },
  declined: { label: 'Declined', pill: 'red' },
} as const;

/** Whoever is to be there: a colleague, a contact, or just an address. Colleagues are told, answer for themselves and find it in their calendar. */
@Resource({ module: 'sales', label: 'Attendee', plural: 'activity-attendees', title: 'name', icon: 'users', place: 'beside' })
export class ActivityAttendee extends TenantRow {
  @BelongsTo(() => Activity, { required: true, onDelete: 'cascade', partOf: true }) activityId!: Id;
  @Text({ required: true, max: 160, personal: true, list: 1 }) name!: string;
  @Email({ personal: true, list: 2 }) address!: string | null;
  @Text({ max: 60, personal: 'none', label: 'About', help: 'The noun of their record, such as contact or member.' }) subject!: string | null;
  @AnyRecord({ nounIn: 'subject', list: 3, label: 'Record' }) recordId!: Id | null;
  @Choice(ANSWERS, { required: true, default: 'waiting', list: 4 }) answer!: keyof typeof ANSWERS;
  @Flag({ required: true, default: false, label: 'Optional' }) isOptional!: boolean;
}

const withIt = { read: 'all', create: true, update: 'all', delete: 'all' } as const;
grants(ActivityAttendee, { 'sales-rep': withIt, 'sales-manager': withIt, marketing: withIt, 'support-manager': withIt, 'support-agent': withIt });
