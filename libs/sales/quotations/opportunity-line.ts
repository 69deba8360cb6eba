import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { Opportunity } from '../opportunities/public.js';
import { SheetLine } from '../sheet/sheet.js';
import type { SheetKind } from '../sheet/sheets.js';

/** What a deal is about, before anybody writes a quote. Where a deal has lines, its amount is what they come to, without taxes. */
@Resource({ module: 'sales', label: 'Opportunity line', plural: 'opportunity-lines', title: 'text', icon: 'list' })
export class OpportunityLine extends SheetLine {
  @BelongsTo(() => Opportunity, { required: true, onDelete: 'cascade', label: 'Opportunity' }) opportunityId!: Id;
}

export const DEAL: SheetKind = { sheet: 'opportunity', line: 'opportunity_line', parent: 'opportunity_id', field: 'opportunityId', noun: Opportunity, open: ['open'], closed: 'The deal is closed: reopen it first.' };

grants(OpportunityLine, {
  'sales-rep': { read: 'team', create: 'team', update: 'team', delete: 'team', bulk: true },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true },
});
