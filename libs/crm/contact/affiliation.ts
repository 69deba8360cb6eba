import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Company } from '../company/company.js';
import { Contact } from './contact.js';

/** What somebody is or was at a company, and when. One person may be several things at several companies. */
@Resource({ module: 'sales', label: 'Affiliation', plural: 'affiliations', title: 'role', icon: 'briefcase', place: 'beside' })
export class Affiliation extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'D', list: 1 }) role!: string;
  @BelongsTo(() => Contact, { required: true, onDelete: 'cascade', partOf: true, list: 2 }) contactId!: Id;
  @BelongsTo(() => Company, { required: true, onDelete: 'cascade', list: 3 }) companyId!: Id;
  @CalendarDate({ list: 4, label: 'From' }) since!: Day | null;
  @CalendarDate({ list: 5, label: 'Until', help: 'The last day; empty while it lasts.' }) until!: Day | null;
}

const withIt = { read: 'all', create: true, update: 'all', delete: 'all' } as const;
grants(Affiliation, { 'sales-rep': withIt, 'sales-manager': { ...withIt, export: true, import: true, bulk: true }, marketing: { read: 'all' }, 'support-manager': withIt, 'support-agent': { read: 'all' } });
