import type { Day } from '#kernel/field/calendar.js';
import { CalendarDate } from '#kernel/field/date.js';
import { LongText } from '#kernel/field/long-text.js';
import { Moment } from '#kernel/field/moment.js';
import { Num } from '#kernel/field/number.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { States } from '#kernel/field/states.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { PriceBook } from '#crm/product/price-book.js';
import { Member } from '#platform/identity/member.js';
import { Decimal } from '#platform/money/decimal.js';
import { Opportunity } from '../opportunities/public.js';
import { Sheet } from '../sheet/sheet.js';
import type { SheetKind } from '../sheet/sheets.js';

export const QUOTATION_STATES = {
  draft: { label: 'Draft', pill: 'grey', to: ['in-approval', 'issued', 'void'] },
  'in-approval': { label: 'In approval', pill: 'amber', to: ['approved', 'draft', 'void'] },
  approved: { label: 'Approved', pill: 'teal', to: ['issued', 'draft', 'void'] },
  issued: { label: 'Issued', pill: 'blue', to: ['accepted', 'declined', 'expired', 'superseded', 'void'] },
  accepted: { label: 'Accepted', pill: 'green', to: [], final: true },
  declined: { label: 'Declined', pill: 'red', to: ['superseded'] },
  expired: { label: 'Expired', pill: 'amber', to: ['superseded'] },
  superseded: { label: 'Superseded', pill: 'grey', to: [], final: true },
  void: { label: 'Void', pill: 'grey', to: [], final: true },
} as const;
export type QuotationState = keyof typeof QUOTATION_STATES;

const byProduct = { readOnly: true } as const;

/** An offer. Once issued it stays as it is: a change makes another version of it. */
@Resource({ module: 'sales', label: 'Quote', plural: 'quotations', title: 'name', icon: 'file-text', rights: ['documents'] })
export class Quotation extends Sheet {
  @States(QUOTATION_STATES, { ...byProduct, required: true, list: 4 }) state!: QuotationState;
  @CalendarDate({ list: 6, label: 'Valid until', help: 'The last day on which it can be accepted.' }) validUntil!: Day | null;
  @BelongsTo(() => Opportunity, { onDelete: 'detach' }) opportunityId!: Id | null;
  @BelongsTo(() => PriceBook, { help: 'That of the settings, if left out.' }) priceBookId!: Id | null;
  @Num({ ...byProduct, integer: true, label: 'Edition' }) edition!: number | null;
  @BelongsTo(() => Quotation, { ...byProduct, label: 'Takes the place of' }) replacesId!: Id | null;
  @Decimal({ ...byProduct, as: 'percent', label: 'Given away', help: 'The largest discount in it, against what the price books say.' }) favour!: number | null;
  @BelongsTo(() => Member, { ...byProduct, label: 'Approval asked by' }) askedById!: Id | null;
  @BelongsTo(() => Member, { ...byProduct, label: 'Approved by' }) approvedById!: Id | null;
  @Moment({ ...byProduct, label: 'Issued' }) issuedAt!: string | null;
  @Moment({ ...byProduct, label: 'Sent' }) sentAt!: string | null;
  @Moment({ ...byProduct, label: 'Answered' }) answeredAt!: string | null;
  @Text({ ...byProduct, max: 500, personal: 'none' }) reason!: string | null;
  @LongText({ max: 4_000, personal: 'none', label: 'Internal notes', help: 'Never shown to the customer.' }) notes!: string | null;
}

export const QUOTATION: SheetKind = {
  sheet: 'quotation', line: 'quotation_line', parent: 'quotation_id', field: 'quotationId', noun: Quotation, open: ['draft', 'in-approval', 'approved'],
  closed: 'It has been issued and stays as it is. Revise it: that makes another version, which can be changed.',
};

const ask = { 'request-approval': 'team', issue: 'team', send: 'team', revise: 'team', void: 'team', 'apply-price-book': 'team', convert: 'team', 'record-answer': 'team', documents: 'team' } as const;

grants(Quotation, {
  'sales-rep': { read: 'team', create: true, update: 'team', delete: 'own', ...ask },
  'sales-manager': {
    read: 'all', create: true, update: 'all', delete: 'team', export: true, import: true, bulk: true, approve: 'all', 'refuse-approval': 'all',
    ...Object.fromEntries(Object.keys(ask).map((verb) => [verb, 'all' as const])),
  },
  'support-agent': { read: { reach: 'all', where: { field: 'state', operator: 'eq', value: 'accepted' } } },
});
