import { BelongsTo, type Id } from '#kernel/field/reference.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { SheetLine } from '../sheet/sheet.js';
import { Quotation } from './quotation.js';

@Resource({ module: 'sales', label: 'Quote line', plural: 'quotation-lines', title: 'text', icon: 'list' })
export class QuotationLine extends SheetLine {
  @BelongsTo(() => Quotation, { required: true, onDelete: 'cascade', label: 'Quote' }) quotationId!: Id;
}

grants(QuotationLine, {
  'sales-rep': { read: 'team', create: 'team', update: 'team', delete: 'team', bulk: true },
  'sales-manager': { read: 'all', create: true, update: 'all', delete: 'all', export: true, import: true, bulk: true },
});
