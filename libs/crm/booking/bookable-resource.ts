import { Choice } from '#kernel/field/choice.js';
import { Flag } from '#kernel/field/boolean.js';
import { Num } from '#kernel/field/number.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

export const BOOKABLE_KINDS = {
  room: { label: 'Room' },
  vehicle: { label: 'Vehicle' },
  equipment: { label: 'Equipment' },
} as const;

/** What only one can have at a time: a room, a car, a projector. */
@Resource({ module: 'sales', label: 'Bookable resource', plural: 'bookable-resources', title: 'name', icon: 'door-open', place: 'settings' })
export class BookableResource extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Choice(BOOKABLE_KINDS, { required: true, default: 'room', list: 2 }) kind!: keyof typeof BOOKABLE_KINDS;
  @Text({ max: 160, personal: 'none', list: 3 }) location!: string | null;
  @Num({ integer: true, min: 1, max: 10_000, list: 4 }) places!: number | null;
  @Flag({ required: true, default: true, list: 5, label: 'Can be booked' }) isBookable!: boolean;
}

const seen = { read: 'all' } as const;
grants(BookableResource, { 'sales-rep': seen, 'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all' }, marketing: seen, 'support-manager': { read: 'all', create: true, update: 'all' }, 'support-agent': seen });
