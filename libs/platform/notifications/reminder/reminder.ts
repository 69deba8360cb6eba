import { Moment, type Instant } from '#kernel/field/moment.js';
import { Owner } from '#kernel/field/owner.js';
import type { Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

export const REMINDER_STATES = {
  waiting: { label: 'Waiting', pill: 'blue', to: ['due', 'done'] },
  due: { label: 'Due', pill: 'amber', to: ['waiting', 'done'] },
  done: { label: 'Done', pill: 'grey', to: ['waiting'] },
} as const;

/** What somebody wants to be reminded of, perhaps at a record. At its time it is told once, whatever falls over in between. */
@Resource({ module: 'workspace', label: 'Reminder', plural: 'reminders', title: 'text', icon: 'bell' })
export class Reminder extends TenantRow {
  @Text({ required: true, max: 300, personal: true, list: 1 }) text!: string;
  @Moment({ required: true, list: 2 }) at!: Instant;
  @States(REMINDER_STATES, { required: true, default: 'waiting', list: 3 }) state!: keyof typeof REMINDER_STATES;
  /** The noun of the record, such as `contact`. */
  @Text({ max: 60, personal: 'none' }) subject!: string | null;
  @Text({ max: 36, personal: 'none', help: 'The id of the record.' }) recordId!: string | null;
  @Owner(() => Member, { required: true }) ownerId!: Id;
}

const mine = { read: 'own', create: 'own', update: 'own', delete: 'own' } as const;
grants(Reminder, { 'sales-manager': mine, 'sales-rep': mine, marketing: mine, 'support-manager': mine, 'support-agent': mine });
