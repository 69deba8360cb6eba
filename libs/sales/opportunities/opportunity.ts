import { Flag } from '#kernel/field/boolean.js';
import type { Day } from '#kernel/field/calendar.js';
import { Choice } from '#kernel/field/choice.js';
import { CalendarDate } from '#kernel/field/date.js';
import type { Json } from '#kernel/field/field.js';
import { JsonField } from '#kernel/field/json.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment } from '#kernel/field/moment.js';
import { Money } from '#kernel/field/money.js';
import { Owner } from '#kernel/field/owner.js';
import { Percent } from '#kernel/field/percent.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Tags } from '#kernel/field/tags.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Company } from '#crm/company/company.js';
import { Contact } from '#crm/contact/contact.js';
import { Member } from '#platform/identity/member.js';
import { Lead } from '../leads/lead.js';
import { Competitor } from './competitor.js';
import { LostReason } from './lost-reason.js';
import { Pipeline } from './pipeline.js';
import { Stage, STAGE_KINDS, type Outcome } from './stage.js';

const plain = { personal: 'none' } as const;
const byProduct = { readOnly: true, personal: 'none' } as const;
const TOUCH = { depth: 3, size: 4_000, personal: 'none' } as const;

/** A deal. Which stage it is in decides what it is: open, won or lost. */
@Resource({ module: 'sales', label: 'Opportunity', plural: 'opportunities', title: 'name', icon: 'handshake', rights: ['approve'] })
export class Opportunity extends TenantRow {
  @Text({ required: true, max: 160, ...plain, search: 'A', list: 1 }) name!: string;
  @BelongsTo(() => Company, { onDelete: 'keep', list: 2 }) companyId!: Id | null;
  @BelongsTo(() => Contact, { onDelete: 'detach' }) contactId!: Id | null;
  @BelongsTo(() => Pipeline, { onDelete: 'restrict', help: 'The first pipeline, where it is left out.' }) pipelineId!: Id | null;
  @BelongsTo(() => Stage, { onDelete: 'restrict', list: 3, help: 'The first stage of the pipeline, where it is left out.' }) stageId!: Id | null;
  @Money({ list: 4, min: 0 }) amount!: Money | null;
  @Percent({ help: 'That of the stage, until somebody knows better; emptied, it is that of the stage again.' }) probability!: number | null;
  @Flag({ ...byProduct, required: true, default: false, label: 'Probability set by hand' }) probabilityOverridden!: boolean;
  @CalendarDate({ list: 5, label: 'Expected close' }) expectedClose!: Day | null;
  @Choice(STAGE_KINDS, { ...byProduct, required: true, default: 'open', list: 6 }) outcome!: Outcome;
  @BelongsTo(() => Stage, { ...byProduct, label: 'Furthest stage', help: 'The last stage of its pipeline that it has come to; lost is none.' }) reachedStageId!: Id | null;
  @Moment({ ...byProduct, label: 'Closed' }) closedAt!: string | null;
  @Moment({ ...byProduct, label: 'In this stage since' }) stageSince!: string | null;
  @BelongsTo(() => LostReason, { onDelete: 'restrict', label: 'Reason of the loss' }) lostReasonId!: Id | null;
  @BelongsTo(() => Competitor, { onDelete: 'detach', label: 'Lost to' }) lostToId!: Id | null;
  @LongText({ max: 2_000, ...plain, label: 'Note on the loss' }) lostNote!: string | null;
  @Text({ max: 300, ...plain, label: 'Next step' }) nextStep!: string | null;
  @CalendarDate({ label: 'Next step on' }) nextStepOn!: Day | null;
  @LongText({ max: 10_000, ...plain, search: 'D' }) description!: string | null;
  @Owner(() => Member, { list: 7 }) ownerId!: Id | null;
  @Tags() tags!: string[] | null;
  @Text({ max: 80, ...plain, help: 'Where it came from, such as "webinar" or "google".' }) source!: string | null;
  @Text({ max: 80, ...plain }) medium!: string | null;
  @Text({ max: 120, ...plain }) campaign!: string | null;
  @JsonField({ ...TOUCH, label: 'First touch' }) firstTouch!: Json;
  @JsonField({ ...TOUCH, label: 'Last touch' }) lastTouch!: Json;
  @BelongsTo(() => Lead, { ...byProduct, help: 'What it was before.' }) leadId!: Id | null;
  @Text({ ...byProduct, max: 500, label: 'Place on the board' }) rank!: string | null;
  /** Units of the organisation's currency for one of the amount's, on the day of closing; what closed deals were worth never changes again. */
  @Text({ ...byProduct, max: 40, label: 'Rate at closing' }) closingRate!: string | null;
  @CalendarDate({ readOnly: true, label: 'Day of the rate' }) closingRateDay!: Day | null;
  @Money({ readOnly: true, label: 'Amount at closing' }) closingAmount!: Money | null;
  @BelongsTo(() => Stage, { ...byProduct, label: 'Waits for approval to enter' }) awaitsStageId!: Id | null;
  @BelongsTo(() => Stage, { ...byProduct, label: 'Approved to enter' }) approvedStageId!: Id | null;
}

grants(Opportunity, {
  'sales-rep': { read: 'team', create: true, update: 'own', bulk: true, move: 'own', split: 'own', 'ask-approval': 'own', 'correct-stage': 'own' },
  'sales-manager': {
    read: 'all', create: true, update: 'tree', delete: 'tree', export: true, import: true, bulk: true,
    move: 'tree', split: 'tree', 'ask-approval': 'tree', approve: 'tree', 'give-approval': 'tree', 'decline-approval': 'tree', 'correct-stage': 'tree',
  },
  marketing: { read: 'all', export: true },
  'support-manager': { read: { reach: 'all', fields: ['name', 'companyId', 'contactId', 'pipelineId', 'stageId', 'outcome', 'ownerId'] } },
});
