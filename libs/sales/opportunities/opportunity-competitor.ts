import { Choice } from '#kernel/field/choice.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { LongText } from '#kernel/field/long-text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Competitor } from './competitor.js';
import { Member } from '#platform/identity/member.js';
import { Opportunity } from './opportunity.js';

export const STANDINGS = {
  unknown: { label: 'Not known', pill: 'grey' },
  behind: { label: 'Behind us', pill: 'green' },
  level: { label: 'Level with us', pill: 'amber' },
  ahead: { label: 'Ahead of us', pill: 'red' },
  incumbent: { label: 'Incumbent', pill: 'violet' },
  out: { label: 'Out of the running', pill: 'teal' },
} as const;

/** Who else wants the deal. */
@Resource({ module: 'sales', label: 'Competitor of an opportunity', plural: 'opportunity-competitors', title: 'standing', icon: 'swords' })
export class OpportunityCompetitor extends TenantRow {
  @BelongsTo(() => Opportunity, { required: true, onDelete: 'cascade', list: 1 }) opportunityId!: Id;
  @BelongsTo(() => Competitor, { required: true, onDelete: 'cascade', list: 2 }) competitorId!: Id;
  @Choice(STANDINGS, { required: true, default: 'unknown', list: 3 }) standing!: keyof typeof STANDINGS;
  @LongText({ max: 1_000, personal: 'none' }) note!: string | null;
  @Owner(() => Member, { readOnly: true, personal: 'none', help: 'Whoever has the deal.' }) ownerId!: Id | null;
}

grants(OpportunityCompetitor, {
  'sales-rep': { read: 'team', create: 'own', update: 'own', delete: 'own' },
  'sales-manager': { read: 'all', create: 'tree', update: 'tree', delete: 'tree', export: true, import: true, bulk: true },
  marketing: { read: 'all' },
});
