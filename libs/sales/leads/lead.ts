import { Choice } from '#kernel/field/choice.js';
import { Domain } from '#kernel/field/domain.js';
import { Email } from '#kernel/field/email.js';
import type { Json } from '#kernel/field/field.js';
import { Joined } from '#kernel/field/joined.js';
import { JsonField } from '#kernel/field/json.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment } from '#kernel/field/moment.js';
import { Money } from '#kernel/field/money.js';
import { Num } from '#kernel/field/number.js';
import { Owner } from '#kernel/field/owner.js';
import { Phone } from '#kernel/field/phone.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Tags } from '#kernel/field/tags.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Company } from '#crm/company/company.js';
import { Contact } from '#crm/contact/contact.js';
import { Member } from '#platform/identity/member.js';
import { Opportunity } from '../opportunities/opportunity.js';
import { LeadForm } from './lead-form.js';
import { LEAD_PHASES, LeadStatus, type LeadPhase } from './lead-status.js';

export const LEAD_ORIGINS = {
  form: { label: 'Form', pill: 'violet' },
  api: { label: 'Program', pill: 'teal' },
  person: { label: 'By hand', pill: 'grey' },
} as const;

const plain = { personal: 'none' } as const;
const byProduct = { readOnly: true, personal: 'none' } as const;
const TOUCH = { depth: 3, size: 4_000, ...plain } as const;

/** Somebody who may become a customer, and is nobody in the books yet. Once converted, it stays as it was. */
@Resource({ module: 'sales', label: 'Lead', plural: 'leads', title: 'fullName', icon: 'user-search' })
export class Lead extends TenantRow {
  @Joined({ of: ['firstName', 'lastName'], personal: true, list: 1 }) fullName!: string;
  @Text({ max: 80, search: 'A', personal: true }) firstName!: string | null;
  @Text({ required: true, max: 80, search: 'A', personal: true }) lastName!: string;
  @Text({ max: 160, ...plain, search: 'A', list: 2, label: 'Company' }) companyName!: string | null;
  @Email({ search: 'B', personal: true, list: 3 }) email!: string | null;
  @Phone({ search: 'B', personal: true }) phone!: string | null;
  @Text({ max: 120, ...plain, search: 'D' }) jobTitle!: string | null;
  @Domain({ ...plain, search: 'C', label: 'Website' }) domain!: string | null;
  @Text({ max: 80, ...plain }) industry!: string | null;
  @Text({ max: 80, ...plain }) city!: string | null;
  @Text({ max: 2, min: 2, pattern: /^[A-Z]{2}$/, example: () => 'DE', ...plain }) country!: string | null;
  @Num({ integer: true, min: 0, max: 10_000_000 }) employees!: number | null;
  @BelongsTo(() => LeadStatus, { onDelete: 'restrict', list: 4, label: 'Status', help: 'The first one, where it is left out.' }) statusId!: Id | null;
  @Choice(LEAD_PHASES, { ...byProduct, required: true, default: 'new' }) phase!: LeadPhase;
  @Num({ integer: true, readOnly: true, required: true, default: 0, list: 5 }) score!: number;
  @Owner(() => Member, { default: undefined, list: 6, help: 'Whoever the rules of assignment choose, where it is left out.' }) ownerId!: Id | null;
  @Money({ label: 'Estimated value', min: 0 }) estimatedValue!: Money | null;
  @LongText({ max: 10_000, personal: true, label: 'Message' }) message!: string | null;
  @LongText({ max: 2_000, ...plain, label: 'Why it was not qualified' }) unqualifiedNote!: string | null;
  @Tags() tags!: string[] | null;
  @Choice(LEAD_ORIGINS, { ...byProduct, required: true, default: 'person', label: 'Captured by' }) origin!: keyof typeof LEAD_ORIGINS;
  @Text({ max: 80, ...plain, list: 7 }) source!: string | null;
  @Text({ max: 80, ...plain }) medium!: string | null;
  @Text({ max: 120, ...plain }) campaign!: string | null;
  @Text({ max: 120, ...plain, label: 'Search term' }) term!: string | null;
  @Text({ max: 120, ...plain, label: 'Advertisement' }) content!: string | null;
  @JsonField({ ...TOUCH, label: 'First touch' }) firstTouch!: Json;
  @JsonField({ ...TOUCH, label: 'Last touch' }) lastTouch!: Json;
  @Text({ max: 120, ...plain, unique: 'live', label: 'ID elsewhere', help: 'Of the system that it came from; the same one is never captured twice.' }) externalId!: string | null;
  @BelongsTo(() => LeadForm, { ...byProduct, label: 'Form' }) formId!: Id | null;
  @Text({ ...byProduct, max: 60, label: 'Version of the consent text' }) consentVersion!: string | null;
  @Moment({ ...byProduct, label: 'Consented' }) consentAt!: string | null;
  @Moment({ ...byProduct, label: 'Converted' }) convertedAt!: string | null;
  @BelongsTo(() => Company, { ...byProduct, label: 'Became the company' }) companyId!: Id | null;
  @BelongsTo(() => Contact, { ...byProduct, label: 'Became the contact' }) contactId!: Id | null;
  @BelongsTo(() => Opportunity, { ...byProduct, label: 'Became the opportunity' }) opportunityId!: Id | null;
}

grants(Lead, {
  'sales-rep': { read: 'team', create: true, update: 'own', convert: 'own', bulk: true },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'tree', convert: 'tree', merge: 'all', export: true, import: true, bulk: true, disclose: 'all', erase: 'tree' },
  marketing: { read: 'all', create: true, update: 'all', export: true, import: true, bulk: true },
});
