import { Choice } from '#kernel/field/choice.js';
import { Num } from '#kernel/field/number.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

/** What a status means to the product, whatever an organisation calls it, and what may follow. */
export const LEAD_PHASES = {
  new: { label: 'New', pill: 'blue' },
  working: { label: 'In progress', pill: 'amber' },
  qualified: { label: 'Qualified', pill: 'green' },
  unqualified: { label: 'Unqualified', pill: 'red' },
  closed: { label: 'Closed', pill: 'grey' },
} as const;

export type LeadPhase = keyof typeof LEAD_PHASES;

export const NEXT_PHASES: { readonly [phase in LeadPhase]: readonly LeadPhase[] } = {
  new: ['working', 'qualified', 'unqualified', 'closed'],
  working: ['qualified', 'unqualified', 'closed'],
  qualified: ['working', 'unqualified', 'closed'],
  unqualified: ['working', 'closed'],
  closed: ['working'],
};

/** Work that is still to be done. */
export const OPEN_PHASES: readonly LeadPhase[] = ['new', 'working', 'qualified'];

@Resource({ module: 'sales', label: 'Lead status', plural: 'lead-statuses', title: 'name', icon: 'list-checks', place: 'settings' })
export class LeadStatus extends TenantRow {
  @Text({ required: true, max: 60, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Choice(LEAD_PHASES, { required: true, default: 'working', list: 2, help: 'What it means, whatever it is called.' }) phase!: LeadPhase;
  @Num({ integer: true, required: true, default: 100, min: 0, max: 10_000, list: 3 }) position!: number;
}

const everybody = { read: 'all' } as const;
grants(LeadStatus, { 'sales-rep': everybody, 'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all' }, marketing: everybody });
