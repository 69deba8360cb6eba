import { Choice } from '#kernel/field/choice.js';
import type { Json } from '#kernel/field/field.js';
import { JsonField } from '#kernel/field/json.js';
import { LongText } from '#kernel/field/long-text.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';
import { Member } from '#platform/identity/member.js';

export const SEGMENT_KINDS = {
  dynamic: { label: 'By a condition', pill: 'blue' },
  fixed: { label: 'By hand', pill: 'grey' },
} as const;

export const SEGMENTED = {
  contact: { label: 'Contacts' },
  company: { label: 'Companies' },
} as const;

/** A part of the contacts or companies: all for which a condition holds at the moment of asking, or those that somebody put in. */
@Resource({ module: 'sales', label: 'Segment', plural: 'segments', title: 'name', icon: 'pie-chart' })
export class Segment extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Choice(SEGMENTED, { required: true, default: 'contact', list: 2, label: 'Of' }) of!: keyof typeof SEGMENTED;
  @Choice(SEGMENT_KINDS, { required: true, default: 'fixed', list: 3 }) kind!: keyof typeof SEGMENT_KINDS;
  @JsonField({ depth: 12, size: 10_000, help: 'In the language of the filters of lists.' }) condition!: Json;
  @LongText({ max: 2_000, personal: 'none' }) description!: string | null;
  @Owner(() => Member, { list: 4 }) ownerId!: Id | null;
}

/** One of those that somebody put in. */
@Resource({ module: 'sales', label: 'Segment entry', plural: 'segment-entries', title: 'subject', icon: 'list-plus', place: 'beside' })
export class SegmentEntry extends TenantRow {
  @BelongsTo(() => Segment, { required: true, onDelete: 'cascade', partOf: true, list: 1 }) segmentId!: Id;
  @Text({ required: true, max: 60, personal: 'none', label: 'About', help: 'contact or company.' }) subject!: string;
  @AnyRecord({ required: true, nounIn: 'subject', seenWith: true, list: 2, label: 'Record' }) recordId!: Id;
}

const theirs = { read: 'all', create: true, update: 'own', delete: 'own' } as const;
grants(Segment, { 'sales-rep': theirs, 'sales-manager': { ...theirs, update: 'all', delete: 'all' }, marketing: { ...theirs, update: 'all' }, 'support-manager': { read: 'all' }, 'support-agent': { read: 'all' } });
const inIt = { read: 'all', create: true, update: 'all', delete: 'all', bulk: true } as const;
grants(SegmentEntry, { 'sales-rep': inIt, 'sales-manager': inIt, marketing: inIt, 'support-manager': { read: 'all' }, 'support-agent': { read: 'all' } });
