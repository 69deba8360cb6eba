import { ProductModule } from '#crm/product/product.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { InvoiceRules } from '../invoices/invoice-rules.js';
import { InvoiceTie } from '../invoices/invoice-tie.js';
import { Invoice, InvoiceLine } from '../invoices/invoice.js';
import { InvoicesController } from '../invoices/invoices.controller.js';
import { Billing, CancelOrder, CompleteOrder, ConvertQuotation, InvoiceOrder, IssueInvoice, VoidInvoice } from '../invoices/make-invoice.js';
import { OpportunitiesModule } from '../opportunities/public.js';
import { OrderTie } from '../orders/order-tie.js';
import { SalesOrder, SalesOrderLine } from '../orders/sales-order.js';
import { Paper } from '../paper/paper.js';
import { SalesSettings } from '../settings/sales-settings.js';
import { SettingsController } from '../settings/settings.controller.js';
import { Settings } from '../settings/settings.js';
import { Documents } from '../sheet/documents.js';
import { Sheets } from '../sheet/sheets.js';
import { Acceptance } from './acceptance.js';
import { ApproveQuotation, RefuseApproval, RequestApproval } from './approve-quotation.js';
import { Desk } from './desk.js';
import { ExpireQuotation, IssueQuotation, PrintQuotation, ReviseQuotation, VoidQuotation } from './issue-quotation.js';
import { Moves } from './moves.js';
import { PublicQuotationsController } from './public-quotations.controller.js';
import { OpportunityLine } from './opportunity-line.js';
import { OpportunityLineRules } from './opportunity-line-rules.js';
import './quotation-facts.js';
import { QuotationLine } from './quotation-line.js';
import { QuotationRules } from './quotation-rules.js';
import { QuotationTie } from './quotation-tie.js';
import { Quotation } from './quotation.js';
import { QuotationsController } from './quotations.controller.js';
import { RecordAnswer } from './record-answer.js';
import { ApplyPriceBook, Repricing } from './reprice-quotation.js';
import { QuotationAttachment, SendQuotation } from './send-quotation.js';

/** From the quote to the order to the invoice. */
@FeatureModule({
  product: 'sales',
  imports: [ProductModule, OpportunitiesModule],
  resources: [SalesSettings, Quotation, QuotationLine, SalesOrder, SalesOrderLine, Invoice, InvoiceLine, OpportunityLine],
  actions: [IssueQuotation, SendQuotation, ApproveQuotation, RequestApproval, RefuseApproval, ReviseQuotation, VoidQuotation, ApplyPriceBook, RecordAnswer, ConvertQuotation, InvoiceOrder, CompleteOrder, CancelOrder, IssueInvoice, VoidInvoice],
  controllers: [SettingsController, QuotationsController, PublicQuotationsController, InvoicesController],
  providers: [Settings, Sheets, Paper, Documents, Moves, Acceptance, Repricing, Desk, Billing, QuotationRules, InvoiceRules, OpportunityLineRules, QuotationAttachment, PrintQuotation, ExpireQuotation, QuotationTie, OrderTie, InvoiceTie],
  exports: [Settings, Sheets],
})
export class QuotationsModule {}
