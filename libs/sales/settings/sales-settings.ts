import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import { LongText } from '#kernel/field/long-text.js';
import { Num } from '#kernel/field/number.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { PriceBook } from '#crm/product/price-book.js';
import { TaxRate } from '#crm/product/tax-rate.js';
import { Decimal } from '#platform/money/decimal.js';

export const ROUNDINGS = { 'half-up': 'Half up', 'half-even': 'Half to even', up: 'Up', down: 'Down' } as const;
export const ROUNDED_PER = { line: 'Each line', document: 'The whole document' } as const;
export const DOCUMENT_LANGUAGES = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const;

const plain = { personal: 'none' } as const;
const SERIES = /^[A-Za-z0-9/._-]{0,12}(\{year\})?[A-Za-z0-9/._-]{0,12}$/;
const series = (example: string) => ({ max: 30, pattern: SERIES, example: () => example, required: true, default: example, ...plain }) as const;

/** How an organisation sells. There is one row at most; what is not set there is as these defaults say. */
@Resource({ module: 'sales', label: 'Sales settings', plural: 'sales-settings', title: 'name', icon: 'settings', http: false })
export class SalesSettings extends TenantRow {
  @Text({ readOnly: true, max: 40, unique: 'live', default: 'Sales settings', ...plain }) name!: string | null;
  @Text(series('Q-{year}-')) quotationSeries!: string;
  @Text(series('SO-{year}-')) orderSeries!: string;
  @Text(series('INV-{year}-')) invoiceSeries!: string;
  @Num({ integer: true, min: 1, max: 365, required: true, default: 30, help: 'For how many days a quote can be accepted, if it does not say.' }) validDays!: number;
  @Num({ integer: true, min: 0, max: 365, required: true, default: 14, help: 'After how many days an invoice is due.' }) paymentDays!: number;
  @Num({ integer: true, min: 1, max: 12, required: true, default: 1, label: 'Month in which the fiscal year starts' }) fiscalYearMonth!: number;
  @Choice(ROUNDINGS, { required: true, default: 'half-up' }) rounding!: keyof typeof ROUNDINGS;
  @Choice(ROUNDED_PER, { required: true, default: 'line' }) roundingPer!: keyof typeof ROUNDED_PER;
  @Flag({ required: true, default: false, label: 'Prices include taxes' }) taxIncluded!: boolean;
  @Decimal({ min: 0, max: 100, decimals: 2, as: 'percent', help: 'A quote that gives away more needs the approval of somebody else; empty means that none does.' }) discountLimit!: number | null;
  @BelongsTo(() => PriceBook) priceBookId!: Id | null;
  @BelongsTo(() => TaxRate) taxRateId!: Id | null;
  @Choice(DOCUMENT_LANGUAGES) language!: keyof typeof DOCUMENT_LANGUAGES | null;
  @Text({ max: 120, ...plain, help: 'Who documents are from; the name of the organisation, if left out.' }) sender!: string | null;
  @LongText({ max: 600, ...plain }) senderAddress!: string | null;
  @LongText({ max: 1_200, ...plain, help: 'At the foot of every page: bank account, register, tax number.' }) footer!: string | null;
  @Text({ max: 7, min: 7, pattern: /^#[0-9a-f]{6}$/, example: () => '#026a68', ...plain, help: 'The colour of documents, such as #026a68.' }) colour!: string | null;
  @LongText({ max: 4_000, ...plain }) introduction!: string | null;
  @LongText({ max: 10_000, ...plain }) terms!: string | null;
}

grants(SalesSettings, { 'sales-rep': { read: 'all' }, 'sales-manager': { read: 'all', create: true, update: 'all' } });
