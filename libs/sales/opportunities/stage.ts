import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import { Num } from '#kernel/field/number.js';
import { Percent } from '#kernel/field/percent.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Pipeline } from './pipeline.js';
import { RequiredFields } from './required-fields.js';

export const STAGE_KINDS = {
  open: { label: 'Open', pill: 'blue' },
  won: { label: 'Won', pill: 'green' },
  lost: { label: 'Lost', pill: 'red' },
} as const;

export const FORECAST_CATEGORIES = {
  pipeline: { label: 'Pipeline', pill: 'grey' },
  'best-case': { label: 'Best case', pill: 'blue' },
  commit: { label: 'Commit', pill: 'violet' },
  closed: { label: 'Closed', pill: 'green' },
} as const;

export type ForecastCategory = keyof typeof FORECAST_CATEGORIES;
export type Outcome = keyof typeof STAGE_KINDS;

/** A step of one pipeline, and what must be so before a deal may enter it. */
@Resource({ module: 'sales', label: 'Stage', plural: 'stages', title: 'name', icon: 'milestone', place: 'settings' })
export class Stage extends TenantRow {
  @Text({ required: true, max: 80, personal: 'none', search: 'A', list: 2 }) name!: string;
  @BelongsTo(() => Pipeline, { required: true, onDelete: 'cascade', list: 1 }) pipelineId!: Id;
  @Num({ integer: true, required: true, default: 100, min: 0, max: 10_000, list: 3 }) position!: number;
  @Choice(STAGE_KINDS, { required: true, default: 'open', list: 4, help: 'What a deal is that stands here.' }) kind!: Outcome;
  @Percent({ required: true, default: 10, list: 5, help: 'What deals here take over until somebody knows better. Won is always 100, lost always 0.' }) probability!: number;
  @Choice(FORECAST_CATEGORIES, { required: true, default: 'pipeline', list: 6, label: 'Forecast category' }) category!: ForecastCategory;
  @RequiredFields({ personal: 'none', label: 'Fields required to enter', help: 'Names of fields of a deal that must be filled.' }) requiredFields!: string[] | null;
  @Flag({ required: true, default: false, label: 'Asks for the reason of the loss' }) needsLostReason!: boolean;
  @Flag({ required: true, default: false, label: 'Needs approval to enter' }) needsApproval!: boolean;
}

grants(Stage, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', replace: 'all' },
  marketing: { read: 'all' },
  'support-manager': { read: 'all' },
});
