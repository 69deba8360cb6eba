import { Choice } from '#kernel/field/choice.js';
import { Email } from '#kernel/field/email.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

export const MEMBER_STATUS = {
  active: { label: 'Active', pill: 'green' },
  suspended: { label: 'Suspended', pill: 'red' },
} as const;

/**
 * A person inside one organisation. Sign-in, password and factors belong to the account, which may be a member of several.
 * Whoever has the right to `audit` all members reads in the audit log what they did.
 */
@Resource({ module: 'identity', label: 'Member', plural: 'members', title: 'name', icon: 'user', place: 'settings', rights: ['audit'] })
export class Member extends TenantRow {
  @Text({ required: true, max: 120, personal: true, search: 'A', list: 1 }) name!: string;
  @Email({ required: true, personal: true, search: 'B', list: 2, unique: 'live' }) email!: string;
  @Choice(MEMBER_STATUS, { required: true, default: 'active', list: 3 }) status!: keyof typeof MEMBER_STATUS;
  @Text({ max: 120, personal: 'none' }) jobTitle!: string | null;
  @Text({ max: 64, personal: 'none' }) timeZone!: string | null;
  @Text({ max: 16, personal: 'none' }) language!: string | null;
}

const colleagues = { read: 'all' } as const;

grants(Member, {
  'sales-manager': colleagues,
  'sales-rep': colleagues,
  marketing: colleagues,
  'support-manager': colleagues,
  'support-agent': colleagues,
});
