import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { Joined } from '#kernel/field/joined.js';
import { Money } from '#kernel/field/money.js';
import { Owner } from '#kernel/field/owner.js';
import { Phone } from '#kernel/field/phone.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Tags } from '#kernel/field/tags.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { Company } from '../company/company.js';

export const LIFECYCLE = {
  prospect: { label: 'Prospect', pill: 'blue' },
  lead: { label: 'Lead', pill: 'amber' },
  customer: { label: 'Customer', pill: 'green' },
  former: { label: 'Former customer', pill: 'grey' },
} as const;

@Resource({ module: 'sales', label: 'Contact', plural: 'contacts', title: 'fullName', icon: 'contact' })
export class Contact extends TenantRow {
  @Joined({ of: ['firstName', 'lastName'], personal: true, list: 1 }) fullName!: string;
  @Text({ max: 80, search: 'A', personal: true }) firstName!: string | null;
  @Text({ required: true, max: 80, search: 'A', personal: true }) lastName!: string;
  @Email({ search: 'B', personal: true, list: 2, unique: 'live' }) email!: string | null;
  @Phone({ search: 'B', personal: true, list: 3 }) phone!: string | null;
  @Text({ max: 120, personal: 'none', search: 'D' }) jobTitle!: string | null;
  @BelongsTo(() => Company, { onDelete: 'detach', list: 4 }) companyId!: Id | null;
  @Owner(() => Member) ownerId!: Id | null;
  @Choice(LIFECYCLE, { default: 'prospect', list: 5 }) stage!: keyof typeof LIFECYCLE | null;
  @Money({ fields: 'finance', personal: 'financial' }) creditLimit!: Money | null;
  @Tags() tags!: string[] | null;
}

grants(Contact, {
  'sales-rep': { read: 'team', create: true, update: 'own' },
  'sales-manager': {
    read: { reach: 'all', groups: ['finance'] },
    create: { reach: 'all', groups: ['finance'] },
    update: { reach: 'team', groups: ['finance'] },
    delete: 'team',
    merge: 'all',
    export: true,
    import: true,
    bulk: true,
  },
  marketing: { read: 'all', export: true },
  'support-manager': { read: 'all', update: ['phone', 'email'] },
  'support-agent': { read: 'all', update: ['phone', 'email'] },
});
