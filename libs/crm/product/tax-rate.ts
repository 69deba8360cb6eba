import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Decimal } from '#platform/money/decimal.js';
import { TaxParts, type TaxPart } from './tax-parts.js';

export const TAX_KINDS = {
  charged: { label: 'Charged', pill: 'blue' },
  'zero-rated': { label: 'Zero-rated', pill: 'grey' },
  exempt: { label: 'Exempt', pill: 'grey' },
  'reverse-charge': { label: 'Reverse charge', pill: 'amber' },
} as const;
export type TaxKind = keyof typeof TAX_KINDS;

/** What is put on a line. Several taxes that always come together, such as those of a federation and its province, are the parts of one. */
@Resource({ module: 'sales', label: 'Tax rate', plural: 'tax-rates', title: 'name', icon: 'percent', place: 'settings' })
export class TaxRate extends TenantRow {
  @Text({ required: true, max: 80, personal: 'none', search: 'A', list: 1, unique: 'live' }) name!: string;
  @Choice(TAX_KINDS, { required: true, default: 'charged', list: 2 }) kind!: TaxKind;
  @Decimal({ required: true, min: 0, max: 100, decimals: 4, as: 'percent', list: 3, help: 'With several taxes, this is their sum.' }) percent!: number;
  @TaxParts({ label: 'Several taxes', help: 'Each with its name and percentage, where more than one is charged together.' }) parts!: TaxPart[] | null;
  @Text({ max: 300, personal: 'none', help: 'Printed on documents with this tax, such as the reason why none is charged.' }) note!: string | null;
  @Flag({ required: true, default: true, list: 4 }) active!: boolean;
}

grants(TaxRate, {
  'sales-rep': { read: 'all' },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true },
});
