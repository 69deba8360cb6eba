import { Injectable } from '@nestjs/common';
import { IsString, Length } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict, Invalid } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Does, defineWork, Later, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work } from '#platform/work/work.js';
import { Settings } from '../settings/settings.js';
import { Documents } from '../sheet/documents.js';
import type { SheetLine } from '../sheet/sheet.js';
import { Sheets } from '../sheet/sheets.js';
import { Moves } from './moves.js';
import { lockQuotation, revisionsOf, type Revision } from './quotation.query.js';
import { QUOTATION, Quotation } from './quotation.js';
import { QuotationLine } from './quotation-line.js';

export class ReasonInput {
  @IsString() @Length(1, 500) reason!: string;
}

const HOUR_MS = 3_600_000;
export const expireQuotation = defineWork<{ quotationId: string }>({ queue: 'notifications', name: 'expire-quotation', product: 'sales', atomic: true });
export const printQuotation = defineWork<{ quotationId: string }>({ queue: 'notifications', name: 'print-quotation', product: 'sales' });

/** From here on it stays as it is: reckoned once more, numbered, and kept word for word. */
@Action(Quotation, 'issue', { say: 'Issue quote' })
export class IssueQuotation {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly settings: Settings,
    private readonly sheets: Sheets,
    private readonly documents: Documents,
    private readonly moves: Moves,
    private readonly work: Work,
  ) {}

  async run(quotation: Quotation, _input: object, { tell }: Act): Promise<void> {
    this.moves.mustBe(quotation, ['draft', 'approved'], 'Only a draft can be issued.');
    const organization = await this.settings.organization();
    const today = await this.settings.day(organization);
    if (quotation.validUntil && quotation.validUntil < today) throw new Invalid([{ at: 'validUntil', rule: 'past', say: 'Must not be over before it is issued.' }]);
    if ((await this.sheets.lines(QUOTATION, quotation.id)).length === 0) throw new Conflict('It has no lines yet: say what you offer.');
    await this.withinLimit(quotation);
    const former = await this.former(quotation);
    // The last thing that others wait for.
    const number = former?.number ?? (await this.settings.number('quotation', today));
    const edition = quotation.edition ?? 1;
    const document = await this.documents.compose(QUOTATION, quotation, { number, edition, issuedOn: today, until: quotation.validUntil });
    const hash = await this.documents.keep(quotation.id, document);
    await this.moves.to(quotation.id, { state: 'issued', number, issuedAt: currentScope().clock.now() });
    await tell('quote.issued', { number, edition, total: document.total, currency: document.currency, hash: hash.toString('hex') });
    await this.work.plan([
      { kind: printQuotation, effectKey: `print-quotation:${quotation.id}`, about: { quotationId: quotation.id } },
      ...(quotation.validUntil ? [{ kind: expireQuotation, effectKey: `expire-quotation:${quotation.id}`, about: { quotationId: quotation.id }, at: new Date(Date.parse(`${quotation.validUntil}T23:59:59Z`) + HOUR_MS) }] : []),
    ]);
  }

  /** What is above the limit of the organisation needs somebody else's approval, given to what it says now. */
  private async withinLimit({ id, state }: Quotation): Promise<void> {
    const { discountLimit } = await this.settings.current();
    const favour = (await this.sheets.reckonAnew(QUOTATION, id))!.favour;
    if (discountLimit !== null && favour > discountLimit && state !== 'approved') throw new Conflict(`It gives ${favour} % away, and ${discountLimit} % can be given without approval. Ask for approval.`, [{ at: 'favour', rule: 'approval', say: 'Needs the approval of somebody else.' }]);
  }

  /** The version that it takes the place of ends in the same moment, unless the customer was faster. */
  private async former({ replacesId }: Quotation): Promise<Revision | undefined> {
    if (!replacesId) return undefined;
    const [former] = await this.tenancy.read<Revision>(lockQuotation(currentOrganizationId(), replacesId));
    if (former?.state === 'accepted') throw new Conflict('The customer has accepted the version before in the meantime.');
    if (former) {
      await this.moves.to(former.id, { state: 'superseded' });
      await this.tenancy.write(factStatement('quote.superseded', 'quotation', former.id, {}));
    }
    return former;
  }
}

/** Another version of the same offer, to be changed while the one that was sent stays as it is. */
@Action(Quotation, 'revise', { say: 'Revise quote' })
export class ReviseQuotation {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly moves: Moves,
    private readonly sheets: Sheets,
  ) {}

  async run(quotation: Quotation, _input: object, { rows, tell }: Act): Promise<void> {
    this.moves.mustBe(quotation, ['issued', 'declined', 'expired'], 'Only what was issued, and not accepted, can be revised.');
    const [other] = await this.tenancy.read<Revision>(revisionsOf(currentOrganizationId(), quotation.id));
    if (other) throw new Conflict(`There is another version already: ${other.id}.`, [{ at: 'id', rule: 'revised', say: `Go on with /api/v1/sales/quotations/${other.id}.` }]);
    const { name, companyId, contactId, ownerId, currency, taxIncluded, discountPercent, discountAmount, language, introduction, terms, priceBookId, notes, opportunityId } = quotation;
    const revision = await rows.create(Quotation, { name, companyId, contactId, ownerId, currency, taxIncluded, discountPercent, discountAmount: discountAmount as never, language, introduction, terms, priceBookId, notes, opportunityId });
    await this.moves.to(revision.id, { edition: (quotation.edition ?? 1) + 1, replacesId: quotation.id, rounding: quotation.rounding, roundingPer: quotation.roundingPer });
    for (const line of await this.sheets.lines(QUOTATION, quotation.id)) await rows.create(QuotationLine, { ...copied(line), quotationId: revision.id });
    await tell('quote.revised', { quotationId: revision.id });
  }
}

/** A line as somebody would write it anew: with its own price, whatever the price book says now. */
export function copied({ text, details, unit, productId, quantity, unitPrice, discountPercent, taxRateId }: Awaited<ReturnType<Sheets['lines']>>[number]): Partial<Record<Exclude<keyof SheetLine, 'amount'>, string | number | null>> {
  return { text, details, unit, productId, quantity, unitPrice, discountPercent, taxRateId };
}

/** The number stays used: nobody gets it again. */
@Action(Quotation, 'void', { say: 'Void quote', input: ReasonInput })
export class VoidQuotation {
  constructor(private readonly moves: Moves) {}

  async run(quotation: Quotation, { reason }: ReasonInput, { tell }: Act): Promise<void> {
    this.moves.mustBe(quotation, ['draft', 'in-approval', 'approved', 'issued'], 'Only what is open can be voided.');
    await this.moves.to(quotation.id, { state: 'void', reason });
    await tell('quote.voided', { reason });
  }
}

@Injectable()
@Does(printQuotation)
export class PrintQuotation implements WorkHandler<{ quotationId: string }> {
  constructor(private readonly documents: Documents) {}

  async do({ about }: WorkInHand<{ quotationId: string }>): Promise<void> {
    await this.documents.pdf(about.quotationId);
  }
}

@Injectable()
@Does(expireQuotation)
export class ExpireQuotation implements WorkHandler<{ quotationId: string }> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly settings: Settings,
    private readonly moves: Moves,
    private readonly documents: Documents,
  ) {}

  /** Over when the day is over where the organisation is. */
  async do({ about: { quotationId } }: WorkInHand<{ quotationId: string }>): Promise<string> {
    const [quotation] = await this.tenancy.read<Revision>(lockQuotation(currentOrganizationId(), quotationId));
    if (quotation?.state !== 'issued') return 'It had been answered.';
    const { document } = await this.documents.sent(quotationId);
    if (document.until && document.until >= (await this.settings.day(await this.settings.organization()))) throw new Later(new Date(currentScope().clock.now().getTime() + HOUR_MS), 'The day is not over there.');
    await this.moves.to(quotationId, { state: 'expired' });
    await this.tenancy.write(factStatement('quote.expired', 'quotation', quotationId, {}));
    return 'It expired.';
  }
}
