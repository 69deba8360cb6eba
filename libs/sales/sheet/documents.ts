import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { NotFound } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { partiesOf, type Parties } from '../quotations/quotation.query.js';
import { Settings } from '../settings/settings.js';
import { nearestLanguage } from '#platform/mail/letter.js';
import type { SheetDocument } from './document.js';
import { Paper } from '../paper/paper.js';
import { reckon, type Reckoning } from './reckon.js';
import { documentOf, keepDocument, keepPdf, type StoredDocument } from './sheet-document.query.js';
import type { Sheet } from './sheet.js';
import type { StoredLine } from './sheet.query.js';
import { reckonedLine, Sheets, taxOf, termsOf, type SheetKind } from './sheets.js';

/** What is said beside the document's own fields. */
interface Issued {
  number: string;
  edition: number;
  issuedOn: string;
  until: string | null;
}

/** Documents that have left the house, word for word, and how they are printed. */
@Injectable()
export class Documents {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly sheets: Sheets,
    private readonly settings: Settings,
    private readonly paper: Paper,
  ) {}

  /** Reckons it once more from its lines and says all that would be printed. */
  async compose(kind: SheetKind, sheet: Sheet, issued: Issued): Promise<SheetDocument> {
    return this.said(kind, sheet, issued, (await this.sheets.reckonAnew(kind, sheet.id))!);
  }

  /** As it would be now; nothing is saved. */
  async draft(kind: SheetKind, sheet: Sheet, issued: Issued): Promise<SheetDocument> {
    return this.said(kind, sheet, issued, reckon((await this.sheets.lines(kind, sheet.id)).map(reckonedLine), termsOf({ ...sheet, currency: sheet.currency!, discountAmount: sheet.discountAmount?.amount ?? 0 })));
  }

  private async said(kind: SheetKind, sheet: Sheet, { number, edition, issuedOn, until }: Issued, reckoned: Reckoning): Promise<SheetDocument> {
    const [lines, settings, organization, [parties]] = [
      await this.sheets.lines(kind, sheet.id), await this.settings.current(), await this.settings.organization(), await this.tenancy.read<Parties>(partiesOf(currentOrganizationId(), sheet)),
    ];
    const { company, city, country, contact, owner, ownerEmail } = parties!;
    return {
      kind: kind.sheet === 'invoice' ? 'invoice' : 'quotation', number, edition, name: sheet.name, language: sheet.language ?? settings.language ?? nearestLanguage(organization.language), currency: sheet.currency!, issuedOn, until,
      sender: { name: settings.sender ?? organization.name, address: settings.senderAddress, footer: settings.footer, colour: settings.colour, contact: owner, email: ownerEmail },
      recipient: { company, contact, place: [city, country].filter(Boolean).join(', ') || null },
      introduction: sheet.introduction, terms: sheet.terms, taxIncluded: sheet.taxIncluded ?? false, rounding: sheet.rounding ?? 'half-up', roundingPer: sheet.roundingPer ?? 'line', discountPercent: sheet.discountPercent ?? 0,
      lines: lines.map((line, index) => printed(line, reckoned.lines[index]!)),
      subtotal: reckoned.subtotal, discount: reckoned.discount, roundingDifference: reckoned.rounding, net: reckoned.net, taxes: reckoned.taxes, tax: reckoned.tax, total: reckoned.total,
    };
  }

  async keep(id: string, document: SheetDocument): Promise<Buffer> {
    const text = JSON.stringify(document);
    const sum = hash('sha256', text, 'buffer');
    await this.tenancy.write(keepDocument(currentOrganizationId(), id, document.kind, text, sum, currentScope().clock.now()));
    return sum;
  }

  /** As it was sent; not there before it is issued. */
  async sent(id: string): Promise<{ document: SheetDocument; hash: string }> {
    const stored = await this.stored(id);
    return { document: JSON.parse(stored.document) as SheetDocument, hash: stored.hash.toString('hex') };
  }

  /** Printed when it is first asked for, in a thread of its own, and kept from then on. */
  async pdf(id: string): Promise<{ pdf: Buffer; name: string }> {
    const stored = await this.stored(id);
    const document = JSON.parse(stored.document) as SheetDocument;
    const name = `${document.number.replaceAll(/[^\w.-]+/g, '-')}${document.edition > 1 ? `-${document.edition}` : ''}.pdf`;
    if (stored.pdf) return { pdf: stored.pdf, name };
    const pdf = await this.paper.print(document);
    await this.tenancy.write(keepPdf(currentOrganizationId(), id, pdf, hash('sha256', pdf, 'buffer')));
    return { pdf, name };
  }

  private async stored(id: string): Promise<StoredDocument> {
    const [stored] = await this.tenancy.read<StoredDocument>(documentOf(currentOrganizationId(), id));
    if (!stored) throw new NotFound('It has not been issued yet, so there is no document.');
    return stored;
  }
}

function printed(line: StoredLine, amount: number): SheetDocument['lines'][number] {
  const { text, details, quantity, unit, unitPrice, discountPercent } = line;
  return { text, details, quantity, unit, unitPrice, discountPercent: discountPercent ?? 0, amount, tax: taxOf(line.tax)?.name ?? null };
}
