import { Choice } from '#kernel/field/choice.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { AnyRecord } from '#platform/about/any-record.js';
import { Communication } from './communication.js';

export const PARTY_ROLES = {
  from: { label: 'From' },
  to: { label: 'To' },
  copy: { label: 'Copy' },
  present: { label: 'Present' },
} as const;

/** Who took part: somebody with a record, or just a name and an address or number. */
@Resource({ module: 'sales', label: 'Party', plural: 'communication-parties', title: 'name', icon: 'user-round', place: 'beside' })
export class CommunicationParty extends TenantRow {
  @BelongsTo(() => Communication, { required: true, onDelete: 'cascade', partOf: true }) communicationId!: Id;
  @Choice(PARTY_ROLES, { required: true, default: 'present', list: 1 }) role!: keyof typeof PARTY_ROLES;
  @Text({ required: true, max: 160, personal: true, list: 2 }) name!: string;
  @Text({ max: 254, personal: true, help: 'An e-mail address or a number.' }) address!: string | null;
  @Text({ max: 60, personal: 'none', label: 'About', help: 'The noun of their record, such as contact or member.' }) subject!: string | null;
  @AnyRecord({ nounIn: 'subject', list: 3, label: 'Record' }) recordId!: Id | null;
}

const withIt = { read: 'all', create: true, update: 'all', delete: 'all' } as const;
grants(CommunicationParty, { 'sales-rep': withIt, 'sales-manager': withIt, marketing: withIt, 'support-manager': withIt, 'support-agent': withIt });
