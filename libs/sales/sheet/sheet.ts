import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import { JsonField } from '#kernel/field/json.js';
import { LongText } from '#kernel/field/long-text.js';
import { Money } from '#kernel/field/money.js';
import { Num } from '#kernel/field/number.js';
import { Owner } from '#kernel/field/owner.js';
import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import type { Json } from '#kernel/field/field.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Company } from '#crm/company/company.js';
import { Contact } from '#crm/contact/contact.js';
import { Price } from '#crm/product/price.js';
import { Product } from '#crm/product/product.js';
import { TaxRate } from '#crm/product/tax-rate.js';
import { Amount } from '#platform/money/amount.js';
import { Currency } from '#platform/money/currency.js';
import { Decimal } from '#platform/money/decimal.js';
import { Member } from '#platform/identity/member.js';
import { DOCUMENT_LANGUAGES, ROUNDED_PER, ROUNDINGS } from '../settings/sales-settings.js';

const byProduct = { readOnly: true } as const;

/** What quotes, orders and invoices have in common: to whom, in which terms, and what it comes to. */
export abstract class Sheet extends TenantRow {
  @Text({ readOnly: true, max: 60, personal: 'none', search: 'A', list: 1 }) number!: string | null;
  @Text({ required: true, max: 160, personal: 'none', search: 'A', list: 2, label: 'About' }) name!: string;
  @BelongsTo(() => Company, { required: true, onDelete: 'keep', list: 3 }) companyId!: Id;
  @BelongsTo(() => Contact, { onDelete: 'detach' }) contactId!: Id | null;
  @Owner(() => Member) ownerId!: Id | null;
  @Currency({ help: 'That of the organisation, if left out.' }) currency!: string | null;
  @Flag({ label: 'Prices include taxes' }) taxIncluded!: boolean | null;
  @Decimal({ min: 0, max: 100, decimals: 4, as: 'percent', label: 'Discount on all' }) discountPercent!: number | null;
  @Amount({ min: 0, label: 'Amount off', help: 'After the discount on all.' }) discountAmount!: Money | null;
  @Choice(DOCUMENT_LANGUAGES, { help: 'In which it is written; that of the organisation, if left out.' }) language!: keyof typeof DOCUMENT_LANGUAGES | null;
  @LongText({ max: 4_000, personal: 'none' }) introduction!: string | null;
  @LongText({ max: 10_000, personal: 'none' }) terms!: string | null;
  @Choice(ROUNDINGS, byProduct) rounding!: keyof typeof ROUNDINGS | null;
  @Choice(ROUNDED_PER, byProduct) roundingPer!: keyof typeof ROUNDED_PER | null;
  @Money({ ...byProduct, label: 'Sum of the lines' }) subtotal!: Money | null;
  @Money({ ...byProduct, label: 'Discount in all' }) discountTotal!: Money | null;
  @Money({ ...byProduct, label: 'Rounding difference' }) roundingTotal!: Money | null;
  @Money({ ...byProduct, label: 'Net' }) netTotal!: Money | null;
  @Money({ ...byProduct, label: 'Taxes in all' }) taxTotal!: Money | null;
  @Money({ ...byProduct, list: 5 }) total!: Money | null;
  @JsonField({ ...byProduct }) taxes!: Json;
}

export abstract class SheetLine extends TenantRow {
  @Text({ max: 300, personal: 'none', search: 'B', list: 1, label: 'What', help: 'The name of the product, if left out.' }) text!: string | null;
  @BelongsTo(() => Product) productId!: Id | null;
  @LongText({ max: 4_000, personal: 'none' }) details!: string | null;
  @Num({ integer: true, min: 0, max: 100_000 }) position!: number | null;
  @Decimal({ required: true, min: 0, list: 2 }) quantity!: number;
  @Text({ max: 30, personal: 'none' }) unit!: string | null;
  @Decimal({ min: 0, list: 3, label: 'Price of one', help: 'What the price book says, if left out.' }) unitPrice!: number | null;
  @Decimal({ min: 0, max: 100, decimals: 4, as: 'percent', label: 'Discount' }) discountPercent!: number | null;
  @BelongsTo(() => TaxRate, { help: 'That of the product, if left out.' }) taxRateId!: Id | null;
  @BelongsTo(() => Price, { readOnly: true }) priceId!: Id | null;
  @Decimal({ readOnly: true, label: 'Listed price of one' }) listPrice!: number | null;
  @Money({ ...byProduct, list: 4 }) amount!: Money | null;
  /** Whoever owns the document. */
  @Owner(() => Member, { readOnly: true }) ownerId!: Id | null;
}
