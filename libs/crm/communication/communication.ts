import { Choice } from '#kernel/field/choice.js';
import { Duration } from '#kernel/field/duration.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';
import { Member } from '#platform/identity/member.js';
import { OUTCOMES } from '../activity/activity.js';

export const CHANNELS = {
  call: { label: 'Call', pill: 'blue' },
  mail: { label: 'E-mail', pill: 'teal' },
  meeting: { label: 'Meeting', pill: 'violet' },
  message: { label: 'Message', pill: 'amber' },
  letter: { label: 'Letter', pill: 'grey' },
} as const;

export const DIRECTIONS = {
  outbound: { label: 'Outbound', pill: 'blue' },
  inbound: { label: 'Inbound', pill: 'green' },
  internal: { label: 'Internal', pill: 'grey' },
} as const;

/** What was said, written or talked about with somebody, and when. Whoever may read the record reads what was said there. */
@Resource({ module: 'sales', label: 'Communication', plural: 'communications', title: 'title', icon: 'messages-square', place: 'beside' })
export class Communication extends TenantRow {
  @Text({ required: true, max: 200, personal: true, search: 'A', list: 1, label: 'Topic' }) title!: string;
  @Choice(CHANNELS, { required: true, list: 2 }) channel!: keyof typeof CHANNELS;
  @Choice(DIRECTIONS, { required: true, default: 'outbound', list: 3 }) direction!: keyof typeof DIRECTIONS;
  @Moment({ list: 4, label: 'When', help: 'Now, if it is left out.' }) at!: Instant | null;
  @Duration({ max: 7 * 86_400 }) duration!: number | null;
  @Choice(OUTCOMES, { list: 5 }) outcome!: keyof typeof OUTCOMES | null;
  @LongText({ max: 100_000, personal: true, search: 'C' }) body!: string | null;
  @Text({ required: true, max: 60, personal: 'none', label: 'About', help: 'The noun of the record that it is about, such as contact.' }) subject!: string;
  @AnyRecord({ required: true, nounIn: 'subject', seenWith: true, list: 6, label: 'Record' }) recordId!: Id;
  @Owner(() => Member, { list: 7 }) ownerId!: Id | null;
}

const writers = { read: 'all', create: 'own', update: 'own', delete: 'own' } as const;

grants(Communication, {
  'sales-rep': writers,
  'sales-manager': { ...writers, create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true },
  marketing: writers,
  'support-manager': { ...writers, create: true },
  'support-agent': writers,
});
