import { Injectable } from '@nestjs/common';
import { isCurrency } from '#kernel/field/currency.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import { Gate } from '#kernel/gate/gate.js';
import { all, compare } from '#kernel/gate/predicate.js';
import { Forbidden, Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { MoneyError } from '#platform/money/arithmetic.js';
import { Settings } from '../settings/settings.js';
import type { SheetDocument } from '../sheet/document.js';
import { Documents } from '../sheet/documents.js';
import { reckon, type Reckoning, type Terms } from '../sheet/reckon.js';
import { taxRatesOf, type StoredLine } from '../sheet/sheet.query.js';
import { taxOf } from '../sheet/sheets.js';
import { answerOf, type Answer } from './acceptance.query.js';
import { Repricing, type Repriced } from './reprice-quotation.js';
import { QUOTATION, Quotation } from './quotation.js';

const MOST_LINES = 1_000;
const LARGEST = 9e9;

/** What is asked about quotes beside their records, under the rights of whoever asks. */
@Injectable()
export class Desk {
  constructor(
    private readonly gate: Gate,
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
    private readonly settings: Settings,
    private readonly documents: Documents,
    private readonly repricing: Repricing,
  ) {}

  async preview(body: unknown): Promise<Reckoning> {
    if (!(await this.gate.ability()).of(this.registry.of(Quotation)).may('create')) throw new Forbidden('Your role does not allow you to write quotes.');
    const { terms, lines } = await this.sheetOf(body);
    const ids = [...new Set(lines.flatMap(({ taxRateId }) => (taxRateId ? [taxRateId] : [])))];
    const rates = await this.tenancy.read<NonNullable<StoredLine['tax']>>(taxRatesOf(currentOrganizationId(), ids));
    try {
      return reckon(lines.map(({ taxRateId, ...line }) => ({ ...line, tax: taxOf(rates.find(({ id }) => id === taxRateId) ?? null) })), terms);
    } catch (error) {
      throw error instanceof MoneyError ? new Invalid([{ at: 'lines', rule: 'range', say: error.message }]) : error;
    }
  }

  async pdf(id: string, noun: ResourceClass = Quotation): Promise<{ pdf: Buffer; name: string }> {
    await this.mustMay(id, 'documents', noun);
    return this.documents.pdf(id);
  }

  async document(id: string): Promise<object> {
    await this.mustMay(id, 'documents');
    const { document, hash } = await this.documents.sent(id);
    const [answer] = await this.tenancy.read<Answer>(answerOf(currentOrganizationId(), id));
    return { document, hash, answer: answer ? { ...answer, documentHash: answer.documentHash.toString('hex') } : null };
  }

  /** As the version before was sent, and as this one was, or would be now. */
  async versions(id: string): Promise<{ before: SheetDocument | null; after: SheetDocument }> {
    await this.mustMay(id, 'documents');
    const quotation = JSON.parse((await this.read.get(this.registry.of(Quotation), id)).json) as Quotation;
    const after = quotation.number ? (await this.documents.sent(id)).document : await this.documents.draft(QUOTATION, quotation, { number: '', edition: quotation.edition ?? 1, issuedOn: await this.settings.day(await this.settings.organization()), until: quotation.validUntil });
    return { before: quotation.replacesId ? (await this.documents.sent(quotation.replacesId)).document : null, after };
  }

  async repriced(id: string, priceBook: () => string): Promise<Repriced[]> {
    await this.mustMay(id, 'apply-price-book');
    const quotation = JSON.parse((await this.read.get(this.registry.of(Quotation), id)).json) as Quotation;
    return this.repricing.compare(quotation, priceBook());
  }

  private async mustMay(id: string, action: string, noun: ResourceClass = Quotation): Promise<void> {
    const resource = this.registry.of(noun);
    await this.read.get(resource, id, { fields: 'id' });
    const own = (await this.gate.ability()).of(resource);
    if ((await this.read.ids(resource, all([compare(resource.fields.get('id')!, 'in', [id]), own.rows(action)]), 1)).length === 0) throw new Forbidden('Your role does not allow you to see the documents of this record.');
  }

  private async sheetOf(body: unknown): Promise<{ terms: Terms; lines: { quantity: number; unitPrice: number; discountPercent: number; listPrice: number | null; taxRateId: string | null }[] }> {
    const given = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Record<string, unknown>;
    const settings = await this.settings.current();
    const errors: FieldError[] = [];
    const number = (from: Record<string, unknown>, name: string, at: string, most: number, otherwise?: number): number => {
      const value = from[name] ?? otherwise;
      if (typeof value === 'number' && value >= 0 && value <= most && Number(value.toFixed(6)) === value) return value;
      errors.push({ at: `${at}${name}`, rule: 'range', say: `Must be a number from 0 to ${most}, with at most six digits after the point.` });
      return 0;
    };
    const currency = given.currency ?? (await this.settings.organization()).currency;
    if (!isCurrency(currency)) errors.push({ at: 'currency', rule: 'currency', say: 'Must name a currency by its ISO 4217 code, such as "EUR".' });
    const lines = Array.isArray(given.lines) ? (given.lines as Record<string, unknown>[]) : [];
    if (!Array.isArray(given.lines) || lines.length > MOST_LINES) errors.push({ at: 'lines', rule: 'type', say: `Must be a list of at most ${MOST_LINES} lines.` });
    const terms: Terms = {
      currency: currency as string, taxIncluded: given.taxIncluded === undefined ? settings.taxIncluded : given.taxIncluded === true, rounding: settings.rounding, roundingPer: settings.roundingPer,
      discountPercent: number(given, 'discountPercent', '', 100, 0), discountAmount: Math.trunc(number(given, 'discountAmount', '', 9e15, 0)),
    };
    const read = lines.slice(0, MOST_LINES).map((line, n) => {
      const at = `lines[${n}].`;
      const each = line ?? {};
      return { quantity: number(each, 'quantity', at, LARGEST), unitPrice: number(each, 'unitPrice', at, LARGEST), discountPercent: number(each, 'discountPercent', at, 100, 0), listPrice: null, taxRateId: isUuid(each.taxRateId) ? each.taxRateId : null };
    });
    if (errors.length > 0) throw new Invalid(errors);
    return { terms, lines: read };
  }
}
