import { Injectable } from '@nestjs/common';
import { isCurrency } from '#kernel/field/currency.js';
import type { Json } from '#kernel/field/field.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import { Gate } from '#kernel/gate/gate.js';
import { all, compare } from '#kernel/gate/predicate.js';
import type { Change } from '#kernel/pipeline/hooks.js';
import { Forbidden, Invalid } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { actorIdOf, currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { MoneyError } from '#platform/money/arithmetic.js';
import type { RoundingMode } from '#platform/money/ratio.js';
import { PriceFinder } from '#crm/product/price-finder.js';
import { Settings } from '../settings/settings.js';
import { lineAmount, reckon, type ReckonedLine, type Reckoning, type SheetTax, type Terms } from './reckon.js';
import { giveLinesTo, keepTotals, linesOf, lockSheet, productSold, type SheetHeader, type SheetTables, type Sold, type StoredLine } from './sheet.query.js';

/** A document and its lines. */
export interface SheetKind extends SheetTables {
  readonly noun: ResourceClass;
  /** The field of a line that names its document. */
  readonly field: string;
  /** States in which it is still being written. */
  readonly open: readonly string[];
  /** Why it cannot be changed any more, and what to do. */
  readonly closed: string;
}

const ofMoney = (value: Json | undefined): number => (value as { amount: number } | null | undefined)?.amount ?? 0;

export function taxOf(stored: StoredLine['tax']): SheetTax | null {
  if (!stored) return null;
  const { id, name, kind, percent, parts, note } = stored;
  return { id, name, kind, note, parts: kind === 'charged' && parts?.length ? parts : [{ name, percent }] };
}

export function reckonedLine({ quantity, unitPrice, discountPercent, listPrice, tax }: StoredLine): ReckonedLine {
  return { quantity, unitPrice, discountPercent: discountPercent ?? 0, listPrice, tax: taxOf(tax) };
}

export function termsOf({ currency, taxIncluded, rounding, roundingPer, discountPercent, discountAmount }: Omit<SheetHeader, 'state' | 'ownerId' | 'priceBookId'>): Terms {
  return { currency, taxIncluded: taxIncluded ?? false, rounding: rounding ?? 'half-up', roundingPer: roundingPer ?? 'line', discountPercent: discountPercent ?? 0, discountAmount: discountAmount ?? 0 };
}

/** What holds for every document with lines: the product reckons it, on every path, from the lines. */
@Injectable()
export class Sheets {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly settings: Settings,
    private readonly prices: PriceFinder,
    private readonly gate: Gate,
    private readonly read: ReadDoor,
    private readonly registry: Registry,
  ) {}

  /** A document before it is written: what it begins with, and what it comes to. */
  async prepare(kind: SheetKind, change: Change): Promise<void> {
    const { kind: what, before, after, set, complain } = change;
    if (!after) return;
    if (what === 'create') await this.begin(change);
    else if (!after.currency) set('currency', before!.currency!);
    const { currency, discountAmount, rounding, roundingPer, taxIncluded, discountPercent } = change.after!;
    if (!isCurrency(currency)) return;
    if (discountAmount && (discountAmount as unknown as { currency: string }).currency !== currency) return complain('discountAmount', 'currency', `Must be in ${currency}, as the document.`);
    const lines = what === 'create' ? [] : await this.lines(kind, after.id as string);
    if (before && currency !== before.currency && lines.length > 0) return complain('currency', 'lines', 'The lines have prices in another currency: take them out first.');
    const terms = termsOf({ currency, taxIncluded: taxIncluded as boolean, rounding: rounding as RoundingMode, roundingPer: roundingPer as 'line', discountPercent: discountPercent as number, discountAmount: ofMoney(discountAmount) });
    const reckoned = this.reckoned(lines, terms, (say) => complain('discountAmount', 'range', say));
    if (!reckoned) return;
    const { subtotal, discount, rounding: difference, net, tax, total, taxes } = reckoned;
    for (const [field, amount] of Object.entries({ subtotal, discountTotal: discount, roundingTotal: difference, netTotal: net, taxTotal: tax, total })) set(field, { amount, currency });
    set('taxes', taxes as unknown as Json);
    if (kind.sheet === 'quotation') set('favour', reckoned.favour);
  }

  /** A line before it is written: only where its document is open and theirs to change, and filled in from product and price book. */
  async prepareLine(kind: SheetKind, change: Change): Promise<void> {
    const { before, after, complain, set } = change;
    const ids = [...new Set([before?.[kind.field], after?.[kind.field]].filter((id) => typeof id === 'string'))].sort();
    let header: SheetHeader | undefined;
    for (const id of ids) {
      const [found] = await this.tenancy.read<SheetHeader>(lockSheet(currentOrganizationId(), kind, id));
      // Who points at nothing is told so by the reference itself.
      if (!found) continue;
      found.currency ??= (await this.settings.organization()).currency;
      if (!kind.open.includes(found.state)) return complain(kind.field, 'closed', kind.closed);
      if (!(await this.mayChange(kind, id))) throw new Forbidden('Your role does not allow you to change the document of this line.');
      if (id === after?.[kind.field]) header = found;
    }
    if (!after || !header) return;
    if (header.ownerId !== after.ownerId) set('ownerId', header.ownerId);
    await this.fill(change, header);
    const { quantity, unitPrice, discountPercent } = change.after!;
    if (typeof unitPrice !== 'number' || typeof quantity !== 'number') return;
    const line = { quantity, unitPrice, discountPercent: (discountPercent as number | null) ?? 0, listPrice: null, tax: null };
    try {
      set('amount', { amount: lineAmount(line, termsOf(header)), currency: header.currency });
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      complain('quantity', 'range', error.message);
    }
  }

  /** After lines were written: the documents that they are of, or were, come to something else. */
  async refresh(kind: SheetKind, changes: readonly Change[]): Promise<void> {
    const ids = new Set(changes.flatMap(({ before, after }) => [before?.[kind.field], after?.[kind.field]]).filter((id) => typeof id === 'string'));
    for (const id of [...ids].sort()) await this.reckonAnew(kind, id);
  }

  async reckonAnew(kind: SheetKind, id: string): Promise<Reckoning | null> {
    const [header] = await this.tenancy.read<SheetHeader>(lockSheet(currentOrganizationId(), kind, id));
    if (!header) return null;
    const { actor, clock } = currentScope();
    const reckoned = this.reckoned(await this.lines(kind, id), termsOf(header), (say) => {
      throw new Invalid([{ at: kind.field, rule: 'range', say }]);
    })!;
    await this.tenancy.write(keepTotals(currentOrganizationId(), kind, id, reckoned, header.currency, actorIdOf(actor), clock.now()));
    return reckoned;
  }

  lines(kind: SheetTables, id: string): Promise<StoredLine[]> {
    return this.tenancy.read<StoredLine>(linesOf(currentOrganizationId(), kind, id));
  }

  async giveLines(kind: SheetKind, { before, after }: Change): Promise<void> {
    if (before && after && before.ownerId !== after.ownerId) await this.tenancy.write(giveLinesTo(currentOrganizationId(), kind, after.id as string, after.ownerId as string | null));
  }

  private async begin({ after, set }: Change): Promise<void> {
    const settings = await this.settings.current();
    if (!after!.currency) set('currency', (await this.settings.organization()).currency);
    if (!after!.rounding) set('rounding', settings.rounding);
    if (!after!.roundingPer) set('roundingPer', settings.roundingPer);
    if (after!.taxIncluded === undefined) set('taxIncluded', settings.taxIncluded);
    if (after!.introduction === undefined && settings.introduction) set('introduction', settings.introduction);
    if (after!.terms === undefined && settings.terms) set('terms', settings.terms);
  }

  private async fill({ kind: what, before, after, set, complain }: Change, header: SheetHeader): Promise<void> {
    const isNew = what === 'create';
    const settings = await this.settings.current();
    const another = isNew || after!.productId !== before?.productId;
    const sold = after!.productId && another ? (await this.tenancy.read<Sold>(productSold(currentOrganizationId(), after!.productId as string)))[0] : undefined;
    if (sold?.state === 'retired') complain('productId', 'retired', 'This product is not offered any more.');
    const text = after!.text ?? sold?.name ?? null;
    if (text === null) complain('text', 'required', 'Say what it is, or name a product.');
    else if (text !== after!.text) set('text', text);
    if (isNew && sold && !after!.unit && sold.unit) set('unit', sold.unit);
    if (isNew && sold && after!.details === undefined && sold.description) set('details', sold.description);
    const tax = sold?.taxRateId ?? settings.taxRateId;
    if (isNew && after!.taxRateId === undefined && tax) set('taxRateId', tax);
    await this.price({ another, changed: another || after!.quantity !== before?.quantity }, { before, after, set, complain }, header.currency, header.priceBookId ?? settings.priceBookId);
  }

  private async price(is: { another: boolean; changed: boolean }, { before, after, set, complain }: Pick<Change, 'before' | 'after' | 'set' | 'complain'>, currency: string, priceBookId: string | null): Promise<void> {
    const { productId, quantity, unitPrice } = after!;
    let listed = before?.listPrice ?? null;
    if (is.changed) {
      const on = await this.settings.day(await this.settings.organization());
      const found = productId && priceBookId ? await this.prices.find({ priceBookId, productId: productId as string, currency, quantity: quantity as number, on }) : null;
      listed = found?.unitPrice ?? null;
      if (listed !== (after!.listPrice ?? null)) set('listPrice', listed);
      if ((found?.id ?? null) !== (after!.priceId ?? null)) set('priceId', found?.id ?? null);
    }
    // Who has not said another price follows the price book, from one quantity to the next.
    const follows = unitPrice === null || unitPrice === undefined || (is.changed && before !== null && unitPrice === before.unitPrice && before.unitPrice === before.listPrice);
    if (follows && listed !== null) set('unitPrice', listed);
    else if (unitPrice === null || unitPrice === undefined) complain('unitPrice', 'required', productId ? 'The price book has no price for it: say one.' : 'Must not be empty.');
  }

  private async mayChange({ noun }: SheetKind, id: string): Promise<boolean> {
    const resource = this.registry.of(noun);
    const own = (await this.gate.ability()).of(resource);
    return (await this.read.ids(resource, all([compare(resource.fields.get('id')!, 'in', [id]), own.rows('update')]), 1)).length > 0;
  }

  private reckoned(lines: readonly StoredLine[], terms: Terms, complain: (say: string) => void): Reckoning | null {
    try {
      return reckon(lines.map(reckonedLine), terms);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      complain(error.message);
      return null;
    }
  }
}
