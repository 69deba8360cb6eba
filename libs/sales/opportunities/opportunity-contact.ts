import { Choice } from '#kernel/field/choice.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Contact } from '#crm/contact/contact.js';
import { Member } from '#platform/identity/member.js';
import { Opportunity } from './opportunity.js';

export const BUYING_ROLES = {
  'decision-maker': { label: 'Decision maker', pill: 'violet' },
  'economic-buyer': { label: 'Economic buyer', pill: 'green' },
  champion: { label: 'Champion', pill: 'teal' },
  influencer: { label: 'Influencer', pill: 'blue' },
  user: { label: 'User', pill: 'grey' },
  purchasing: { label: 'Purchasing', pill: 'amber' },
  opponent: { label: 'Opponent', pill: 'red' },
} as const;

/** Who takes part in the decision about a deal, and as what. */
@Resource({ module: 'sales', label: 'Contact of an opportunity', plural: 'opportunity-contacts', title: 'role', icon: 'users' })
export class OpportunityContact extends TenantRow {
  @BelongsTo(() => Opportunity, { required: true, onDelete: 'cascade', list: 1 }) opportunityId!: Id;
  @BelongsTo(() => Contact, { required: true, onDelete: 'cascade', list: 2 }) contactId!: Id;
  @Choice(BUYING_ROLES, { required: true, default: 'user', list: 3 }) role!: keyof typeof BUYING_ROLES;
  @Text({ max: 300, personal: true }) note!: string | null;
  @Owner(() => Member, { readOnly: true, personal: 'none', help: 'Whoever has the deal.' }) ownerId!: Id | null;
}

grants(OpportunityContact, {
  'sales-rep': { read: 'team', create: 'own', update: 'own', delete: 'own' },
  'sales-manager': { read: 'all', create: 'tree', update: 'tree', delete: 'tree', export: true, import: true, bulk: true },
  marketing: { read: 'all' },
});
