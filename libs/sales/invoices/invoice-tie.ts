import { declaredVerb } from '#kernel/resource/verb.js';
import { TiesToCompany } from '#crm/company/company-ties.js';
import { SheetTie } from '../sheet/sheet-tie.js';
import { INVOICE, Invoice } from './invoice.js';
import { VoidInvoice } from './make-invoice.js';

@TiesToCompany()
export class InvoiceTie extends SheetTie {
  readonly noun = 'invoice';
  readonly say = ['unpaid invoice', 'unpaid invoices'] as const;
  protected readonly kind = INVOICE;
  protected readonly states = ['draft', 'issued', 'part-paid'];

  /** A draft has no number yet, so nothing of it need be kept. What something was paid for is refused until that is released. */
  protected callOff(id: string, state: string, reason: string): Promise<unknown> {
    return state === 'draft' ? this.write.delete(this.registry.of(Invoice), id) : this.acts.act(declaredVerb(VoidInvoice), id, { reason });
  }
}
