import { Flag } from '#kernel/field/boolean.js';
import type { Json } from '#kernel/field/field.js';
import { Num } from '#kernel/field/number.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { LeadCondition } from './condition-field.js';

/** Points for what a lead is, or for what happens with it; they may fade. */
@Resource({ module: 'sales', label: 'Score rule', plural: 'score-rules', title: 'name', icon: 'gauge', place: 'settings' })
export class ScoreRule extends TenantRow {
  @Text({ required: true, max: 120, personal: 'none', search: 'A', list: 1, help: 'What people read as the reason of the score.' }) name!: string;
  @Num({ integer: true, required: true, min: -1_000, max: 1_000, list: 2 }) points!: number;
  @LeadCondition({ personal: 'none', label: 'Condition', help: 'Which leads have the points; all, if it is empty.' }) where!: Json;
  @Text({ max: 80, personal: 'none', pattern: /^lead\.[a-z][a-z-]{0,59}$/, example: () => 'lead.captured', label: 'Happening', help: 'Gives the points each time it is told of the lead, such as "lead.captured"; empty gives them once, for as long as the condition holds.' }) fact!: string | null;
  @Num({ integer: true, min: 1, max: 3_650, list: 3, label: 'Half-life in days', help: 'After so many days half of the points are left; empty keeps them.' }) halfLifeDays!: number | null;
  @Flag({ required: true, default: true, list: 4 }) active!: boolean;
}

grants(ScoreRule, {
  marketing: { read: 'all', create: true, update: 'all', delete: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all' },
  'sales-rep': { read: 'all' },
});
