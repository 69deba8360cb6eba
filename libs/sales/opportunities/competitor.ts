import { LongText } from '#kernel/field/long-text.js';
import { Text } from '#kernel/field/text.js';
import { Url } from '#kernel/field/url.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

@Resource({ module: 'sales', label: 'Competitor', plural: 'competitors', title: 'name', icon: 'swords', place: 'settings' })
export class Competitor extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1 }) name!: string;
  @Url({ personal: 'none', search: 'B', list: 2 }) website!: string | null;
  @LongText({ personal: 'none', max: 4_000 }) strengths!: string | null;
  @LongText({ personal: 'none', max: 4_000 }) weaknesses!: string | null;
}

grants(Competitor, {
  'sales-rep': { read: 'all', create: true, update: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true },
  marketing: { read: 'all', create: true, update: 'all' },
});
