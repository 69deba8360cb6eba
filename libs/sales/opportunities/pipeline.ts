import { LongText } from '#kernel/field/long-text.js';
import { Num } from '#kernel/field/number.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

/** The way that deals of one kind take. The first one, by position, is taken where nobody names another. */
@Resource({ module: 'sales', label: 'Pipeline', plural: 'pipelines', title: 'name', icon: 'git-commit-horizontal', place: 'settings' })
export class Pipeline extends TenantRow {
  @Text({ required: true, max: 80, personal: 'none', search: 'A', list: 1 }) name!: string;
  @LongText({ max: 1_000, personal: 'none' }) description!: string | null;
  @Num({ integer: true, required: true, default: 100, min: 0, max: 10_000, list: 2, help: 'The pipeline with the lowest one takes new deals.' }) position!: number;
}

grants(Pipeline, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all' },
  marketing: { read: 'all' },
  'support-manager': { read: 'all' },
});
