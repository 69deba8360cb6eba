import { Choice } from '#kernel/field/choice.js';
import { Flag } from '#kernel/field/boolean.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Company } from '../company/company.js';
import { Contact } from '../contact/contact.js';

export const ADDRESS_KINDS = {
  office: { label: 'Office' },
  billing: { label: 'Billing' },
  shipping: { label: 'Shipping' },
  home: { label: 'Home' },
} as const;

/** Where a company or a person is found. One of each kind is the main one. */
@Resource({ module: 'sales', label: 'Address', plural: 'addresses', title: 'street', icon: 'map-pin', place: 'beside' })
export class Address extends TenantRow {
  @Choice(ADDRESS_KINDS, { required: true, default: 'office', list: 1 }) kind!: keyof typeof ADDRESS_KINDS;
  @Text({ required: true, max: 200, personal: true, search: 'B', list: 2 }) street!: string;
  @Text({ max: 200, personal: true, label: 'Addition' }) addition!: string | null;
  @Text({ max: 20, personal: true, list: 3 }) postalCode!: string | null;
  @Text({ max: 80, personal: true, search: 'C', list: 4 }) city!: string | null;
  @Text({ max: 80, personal: true }) region!: string | null;
  @Text({ max: 2, min: 2, pattern: /^[A-Z]{2}$/, example: () => 'DE', personal: 'none', list: 5 }) country!: string | null;
  @Flag({ required: true, default: false, list: 6, label: 'Main address' }) isPrimary!: boolean;
  @BelongsTo(() => Company, { onDelete: 'cascade', partOf: true, list: 7 }) companyId!: Id | null;
  @BelongsTo(() => Contact, { onDelete: 'cascade', partOf: true, list: 8 }) contactId!: Id | null;
}

const withIt = { read: 'all', create: true, update: 'all', delete: 'all' } as const;
grants(Address, { 'sales-rep': withIt, 'sales-manager': { ...withIt, export: true, import: true, bulk: true }, marketing: { read: 'all', export: true }, 'support-manager': withIt, 'support-agent': withIt });
