import { Company } from '#crm/company/company.js';
import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { LongText } from '#kernel/field/long-text.js';
import { Money } from '#kernel/field/money.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

export const COURSE = {
  planned: { label: 'Planned', pill: 'blue', to: ['closed', 'cancelled'] },
  closed: { label: 'Closed', pill: 'green', to: [], final: true },
  cancelled: { label: 'Cancelled', pill: 'grey', to: [], final: true },
} as const;

@Resource({ module: 'sales', label: 'Visit', plural: 'visits', title: 'purpose', icon: 'map-pin' })
export class Visit extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) purpose!: string;
  @BelongsTo(() => Company, { required: true, onDelete: 'cascade', list: 2 }) companyId!: Id;
  @CalendarDate({ list: 3 }) plannedFor!: Day | null;
  @States(COURSE, { list: 4 }) course!: keyof typeof COURSE | null;
  @LongText({ personal: true }) report!: string | null;
  @Money({ fields: 'finance' }) expenses!: Money | null;
  @Owner(() => Member) ownerId!: Id | null;
}

grants(Visit, {
  'sales-rep': { read: 'team', create: true, update: 'own', close: 'own' },
  'sales-manager': { read: { reach: 'all', groups: ['finance'] }, create: true, update: 'team', delete: 'team', close: 'team', export: true },
  'support-agent': { read: { reach: 'all', where: { field: 'course', operator: 'eq', value: 'closed' } } },
});
