import { Choice } from '#kernel/field/choice.js';
import { LongText } from '#kernel/field/long-text.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Tags } from '#kernel/field/tags.js';
import { Text } from '#kernel/field/text.js';
import { Money } from '#kernel/field/money.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { TaxRate } from './tax-rate.js';

export const PRODUCT_KINDS = { goods: 'Goods', service: 'Service', subscription: 'Subscription', licence: 'Licence' } as const;

export const PRODUCT_STATES = {
  offered: { label: 'Offered', pill: 'green', to: ['retired'] },
  retired: { label: 'Retired', pill: 'grey', to: ['offered'] },
} as const;

/** What is sold. What it costs stands in price books. */
@Resource({ module: 'sales', label: 'Product', plural: 'products', title: 'name', icon: 'package' })
export class Product extends TenantRow {
  @Text({ required: true, max: 200, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Text({ max: 60, personal: 'none', search: 'A', list: 2, unique: 'live', label: 'Article number' }) code!: string | null;
  @Choice(PRODUCT_KINDS, { required: true, default: 'goods', list: 3 }) kind!: keyof typeof PRODUCT_KINDS;
  @Text({ max: 80, personal: 'none', search: 'C', list: 4 }) category!: string | null;
  @Text({ max: 30, personal: 'none', help: 'What one of it is called on documents, such as hour, piece or licence.' }) unit!: string | null;
  @LongText({ personal: 'none', search: 'D', help: 'Printed below its name on documents.' }) description!: string | null;
  @BelongsTo(() => TaxRate) taxRateId!: Id | null;
  @Money({ fields: 'finance', min: 0, help: 'What one of it costs you.' }) cost!: Money | null;
  @States(PRODUCT_STATES, { required: true, list: 5 }) state!: keyof typeof PRODUCT_STATES;
  @Tags() tags!: string[] | null;
}

grants(Product, {
  'sales-rep': { read: 'all' },
  'sales-manager': {
    read: { reach: 'all', groups: ['finance'] },
    create: { reach: 'all', groups: ['finance'] },
    update: { reach: 'all', groups: ['finance'] },
    delete: 'all',
    export: true,
    import: true,
    bulk: true,
  },
  marketing: { read: 'all', export: true },
  'support-manager': { read: 'all' },
  'support-agent': { read: 'all' },
});
