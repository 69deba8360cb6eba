import { Percent } from '#kernel/field/percent.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';
import { Opportunity } from './opportunity.js';

/** Whose success a deal is, in what part. All shares of a deal are set at once, so that they make 100; without any, it is the owner's. */
@Resource({ module: 'sales', label: 'Share of an opportunity', plural: 'opportunity-splits', title: 'percent', icon: 'pie-chart', http: false })
export class OpportunitySplit extends TenantRow {
  @BelongsTo(() => Opportunity, { required: true, onDelete: 'cascade' }) opportunityId!: Id;
  @BelongsTo(() => Member, { required: true, onDelete: 'restrict' }) memberId!: Id;
  @Percent({ required: true }) percent!: number;
}

const everybody = { read: 'all' } as const;
grants(OpportunitySplit, { 'sales-rep': everybody, 'sales-manager': everybody });
