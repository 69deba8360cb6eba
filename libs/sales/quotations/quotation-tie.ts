import { declaredVerb } from '#kernel/resource/verb.js';
import { TiesToCompany } from '#crm/company/company-ties.js';
import { SheetTie } from '../sheet/sheet-tie.js';
import { VoidQuotation } from './issue-quotation.js';
import { QUOTATION } from './quotation.js';

@TiesToCompany()
export class QuotationTie extends SheetTie {
  readonly noun = 'quotation';
  readonly say = ['open quote', 'open quotes'] as const;
  protected readonly kind = QUOTATION;
  protected readonly states = ['draft', 'in-approval', 'approved', 'issued'];

  protected callOff(id: string, _state: string, reason: string): Promise<unknown> {
    return this.acts.act(declaredVerb(VoidQuotation), id, { reason });
  }
}
