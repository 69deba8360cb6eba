import { declaredVerb } from '#kernel/resource/verb.js';
import { TiesToCompany } from '#crm/company/company-ties.js';
import { CancelOrder } from '../invoices/make-invoice.js';
import { SheetTie } from '../sheet/sheet-tie.js';
import { ORDER } from './sales-order.js';

@TiesToCompany()
export class OrderTie extends SheetTie {
  readonly noun = 'salesOrder';
  readonly say = ['open order', 'open orders'] as const;
  protected readonly kind = ORDER;
  protected readonly states = ['open'];

  protected callOff(id: string): Promise<unknown> {
    return this.acts.act(declaredVerb(CancelOrder), id, {});
  }
}
