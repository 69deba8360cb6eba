import type { Day } from '#kernel/field/calendar.js';
import { Choice } from '#kernel/field/choice.js';
import { CalendarDate } from '#kernel/field/date.js';
import { Duration } from '#kernel/field/duration.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment, ZonedMoment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';
import { Member } from '#platform/identity/member.js';
import { ActivitySeries } from './activity-series.js';

export const ACTIVITY_KINDS = {
  task: { label: 'Task', pill: 'grey' },
  call: { label: 'Call', pill: 'blue' },
  meeting: { label: 'Meeting', pill: 'violet' },
  appointment: { label: 'Appointment', pill: 'teal' },
} as const;

export const ACTIVITY_STATES = {
  open: { label: 'Open', pill: 'blue', to: ['done', 'cancelled'] },
  done: { label: 'Done', pill: 'green', to: ['open'] },
  cancelled: { label: 'Cancelled', pill: 'grey', to: ['open'] },
} as const;

export const PRIORITIES = {
  high: { label: 'High', pill: 'red' },
  normal: { label: 'Normal', pill: 'blue' },
  low: { label: 'Low', pill: 'grey' },
} as const;

export const OUTCOMES = {
  successful: { label: 'Successful', pill: 'green' },
  unsuccessful: { label: 'Unsuccessful', pill: 'red' },
  'left-message': { label: 'Left a message', pill: 'amber' },
  'no-answer': { label: 'No answer', pill: 'grey' },
} as const;

/** Something to be done or attended: at a time (`startsAt`), on whole days (`day`), or some time. */
@Resource({ module: 'sales', label: 'Activity', plural: 'activities', title: 'title', icon: 'calendar-check' })
export class Activity extends TenantRow {
  @Text({ required: true, max: 200, personal: true, search: 'A', list: 1 }) title!: string;
  @Choice(ACTIVITY_KINDS, { required: true, default: 'task', list: 2 }) kind!: keyof typeof ACTIVITY_KINDS;
  @States(ACTIVITY_STATES, { required: true, default: 'open', list: 3 }) state!: keyof typeof ACTIVITY_STATES;
  @ZonedMoment({ list: 4, help: 'When it begins, and the time zone it is meant in. It stays at that time of day when clocks change.' }) startsAt!: ZonedMoment | null;
  @Duration({ max: 31 * 86_400 }) duration!: number | null;
  @CalendarDate({ list: 5, help: 'For what takes whole days, or is due on a day.' }) day!: Day | null;
  @CalendarDate({ help: 'The last of several days.' }) lastDay!: Day | null;
  @Choice(PRIORITIES, { required: true, default: 'normal', list: 6 }) priority!: keyof typeof PRIORITIES;
  @Text({ max: 200, personal: true, search: 'D', help: 'A place, a number to call or the address of a meeting.' }) location!: string | null;
  @LongText({ max: 20_000, personal: true, search: 'C' }) description!: string | null;
  @Duration({ max: 28 * 86_400, help: 'How long before it begins to be reminded of it; before nine in the morning of whole days.' }) remindBefore!: number | null;
  @Choice(OUTCOMES) outcome!: keyof typeof OUTCOMES | null;
  @LongText({ max: 20_000, personal: true, search: 'C' }) outcomeNote!: string | null;
  @Moment({ readOnly: true }) completedAt!: Instant | null;
  /** The noun of the record that it is about, such as `contact`. */
  @Text({ max: 60, personal: 'none', label: 'About', help: 'The noun of the record that it is about, such as contact.' }) subject!: string | null;
  @AnyRecord({ nounIn: 'subject', list: 7, label: 'Record' }) recordId!: Id | null;
  @Owner(() => Member, { list: 8 }) ownerId!: Id | null;
  @BelongsTo(() => ActivitySeries, { readOnly: true, label: 'Series' }) seriesId!: Id | null;
  /** The time or day that the rule of the series gave it, whatever has become of it. */
  @Text({ max: 40, personal: 'none', readOnly: true }) slot!: string | null;
}

const acts = (reach: 'own' | 'team' | 'all') => ({ update: reach, complete: reach, repeat: reach, 'change-series': reach, 'end-series': reach });
const mine = { read: 'own', create: true, delete: 'own', ...acts('own') } as const;

grants(Activity, {
  'sales-rep': { ...mine, read: 'team' },
  'sales-manager': { read: 'all', create: true, delete: 'team', ...acts('all'), export: true, import: true, bulk: true },
  marketing: mine,
  'support-manager': { ...mine, read: 'team', ...acts('team') },
  'support-agent': mine,
});
