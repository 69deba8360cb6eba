import { Flag } from '#kernel/field/boolean.js';
import { Num } from '#kernel/field/number.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

/** Why deals are lost, in the words of the organisation. */
@Resource({ module: 'sales', label: 'Lost reason', plural: 'lost-reasons', title: 'name', icon: 'circle-x', place: 'settings' })
export class LostReason extends TenantRow {
  @Text({ required: true, max: 80, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Num({ integer: true, required: true, default: 100, min: 0, max: 10_000, list: 2 }) position!: number;
  @Flag({ required: true, default: true, list: 3, help: 'Only active reasons are offered.' }) active!: boolean;
}

grants(LostReason, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all' },
  marketing: { read: 'all' },
});
