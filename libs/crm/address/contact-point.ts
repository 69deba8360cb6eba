import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { Flag } from '#kernel/field/boolean.js';
import { Phone } from '#kernel/field/phone.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Company } from '../company/company.js';
import { Contact } from '../contact/contact.js';

export const POINT_KINDS = {
  work: { label: 'Work' },
  mobile: { label: 'Mobile' },
  private: { label: 'Private' },
  other: { label: 'Other' },
} as const;

/** A further e-mail address or number. The main ones of each stand at the contact itself. */
@Resource({ module: 'sales', label: 'Contact point', plural: 'contact-points', title: 'label', icon: 'at-sign', place: 'beside' })
export class ContactPoint extends TenantRow {
  @Text({ required: true, max: 60, personal: 'none', list: 1, help: 'What it is for, such as Reception.' }) label!: string;
  @Choice(POINT_KINDS, { required: true, default: 'work', list: 2 }) kind!: keyof typeof POINT_KINDS;
  @Email({ personal: true, search: 'B', list: 3 }) email!: string | null;
  @Phone({ personal: true, search: 'B', list: 4 }) phone!: string | null;
  @Flag({ required: true, default: false, list: 5, label: 'Main one', help: 'There is one main address and one main number; they stand at the contact, too.' }) isPrimary!: boolean;
  @BelongsTo(() => Contact, { onDelete: 'cascade', partOf: true, list: 6 }) contactId!: Id | null;
  @BelongsTo(() => Company, { onDelete: 'cascade', partOf: true, list: 7 }) companyId!: Id | null;
}

const withIt = { read: 'all', create: true, update: 'all', delete: 'all' } as const;
grants(ContactPoint, { 'sales-rep': withIt, 'sales-manager': { ...withIt, export: true, import: true, bulk: true }, marketing: { read: 'all', export: true }, 'support-manager': withIt, 'support-agent': withIt });
