import { Choice } from '#kernel/field/choice.js';
import { Money } from '#kernel/field/money.js';
import { Num } from '#kernel/field/number.js';
import { Owner } from '#kernel/field/owner.js';
import { Phone } from '#kernel/field/phone.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Tags } from '#kernel/field/tags.js';
import { Text } from '#kernel/field/text.js';
import { Url } from '#kernel/field/url.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

export const COMPANY_STAGES = {
  prospect: { label: 'Prospect', pill: 'blue' },
  customer: { label: 'Customer', pill: 'green' },
  partner: { label: 'Partner', pill: 'violet' },
  former: { label: 'Former customer', pill: 'grey' },
} as const;

@Resource({ module: 'sales', label: 'Company', plural: 'companies', title: 'name', icon: 'building-2' })
export class Company extends TenantRow {
  @Text({ required: true, max: 160, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Url({ personal: 'none', search: 'B', list: 2 }) website!: string | null;
  @Phone({ personal: 'none', search: 'B' }) phone!: string | null;
  @Text({ max: 80, personal: 'none', list: 3 }) industry!: string | null;
  @Text({ max: 80, personal: 'none', search: 'C' }) city!: string | null;
  @Text({ max: 2, min: 2, pattern: /^[A-Z]{2}$/, example: () => 'DE', personal: 'none' }) country!: string | null;
  @Num({ integer: true, min: 0, max: 10_000_000 }) employees!: number | null;
  @Money({ fields: 'finance', personal: 'financial' }) annualRevenue!: Money | null;
  @Choice(COMPANY_STAGES, { default: 'prospect', list: 4 }) stage!: keyof typeof COMPANY_STAGES | null;
  @BelongsTo(() => Company, { onDelete: 'detach' }) parentId!: Id | null;
  @Owner(() => Member) ownerId!: Id | null;
  @Tags() tags!: string[] | null;
}

grants(Company, {
  'sales-rep': { read: 'all', create: true, update: 'team' },
  'sales-manager': { read: { reach: 'all', groups: ['finance'] }, create: { reach: 'all', groups: ['finance'] }, update: { reach: 'all', groups: ['finance'] }, delete: 'team', merge: 'all', export: true, import: true, bulk: true },
  marketing: { read: 'all', export: true },
  'support-manager': { read: 'all', update: ['phone', 'website'] },
  'support-agent': { read: 'all', update: ['phone', 'website'] },
});
