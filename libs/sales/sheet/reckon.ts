import { exponentOf } from '#kernel/field/currency.js';
import { LARGEST_AMOUNT } from '#kernel/field/money-text.js';
import { MoneyError } from '#platform/money/arithmetic.js';
import { compareRatios, decimal, minus, over, plus, round, shared, sum, times, whole, ZERO, type Ratio, type RoundingMode } from '#platform/money/ratio.js';

/** A tax as it is charged on a line: one, or several on the same net amount. */
export interface SheetTax {
  id: string;
  name: string;
  kind: string;
  parts: readonly { name: string; percent: number }[];
  note: string | null;
}

export interface ReckonedLine {
  quantity: number;
  unitPrice: number;
  discountPercent: number;
  /** What it costs without anybody's favour; the unit price, where no price book knows. */
  listPrice: number | null;
  tax: SheetTax | null;
}

/** How the organisation reckons, kept on each document, so that it always adds up as it was sent. */
export interface Terms {
  currency: string;
  taxIncluded: boolean;
  rounding: RoundingMode;
  /** Whether each line is rounded, and what follows is reckoned from that; or only what is summed up. */
  roundingPer: 'line' | 'document';
  discountPercent: number;
  /** In minor units, after the percentage. */
  discountAmount: number;
}

export interface TaxRow {
  name: string;
  kind: string;
  percent: number;
  base: number;
  amount: number;
  note: string | null;
}

/**
 * All in minor units. Shown lines − discount + rounding is the net amount, or with taxes included the total;
 * net + tax is always the total.
 */
export interface Reckoning {
  lines: number[];
  subtotal: number;
  discount: number;
  rounding: number;
  net: number;
  taxes: TaxRow[];
  tax: number;
  total: number;
  /** The largest favour in percent, of the whole and of any line, against what the price books say. */
  favour: number;
}

const HUNDRED = whole(100);
const FAVOUR_SCALE = 10_000n;

const percent = (value: number): Ratio => over(decimal(value), HUNDRED);
const left = (discount: number): Ratio => minus(whole(1), percent(discount));

/** Exactly, in minor units. */
function amountOf({ quantity, discountPercent }: ReckonedLine, unitPrice: number, currency: string): Ratio {
  const minor = whole(10n ** BigInt(exponentOf(currency)!));
  return times(times(times(decimal(quantity), decimal(unitPrice)), minor), left(discountPercent));
}

export function lineAmount(line: ReckonedLine, { currency, rounding }: Pick<Terms, 'currency' | 'rounding'>): number {
  return numberOf(round(amountOf(line, line.unitPrice, currency), rounding));
}

export function reckon(lines: readonly ReckonedLine[], terms: Terms): Reckoning {
  const exact = lines.map((line) => amountOf(line, line.unitPrice, terms.currency));
  const shown = exact.map((amount) => round(amount, terms.rounding));
  const subtotal = shown.reduce((all, amount) => all + amount, 0n);
  const { discount, net, taxes, total } = terms.roundingPer === 'line' ? byLine(lines, shown, terms) : byDocument(lines, exact, terms);
  const tax = taxes.reduce((all, { amount }) => all + amount, 0n);
  const rounding = (terms.taxIncluded ? total : net) - (subtotal - discount);
  return {
    lines: shown.map(numberOf), subtotal: numberOf(subtotal), discount: numberOf(discount), rounding: numberOf(rounding), net: numberOf(net),
    taxes: taxes.map(({ base, amount, ...named }) => ({ ...named, base: numberOf(base), amount: numberOf(amount) })), tax: numberOf(tax), total: numberOf(total),
    favour: favourOf(lines, exact, discount, subtotal, terms),
  };
}

type ExactRow = Omit<TaxRow, 'base' | 'amount'> & { base: bigint; amount: bigint };
interface Sums {
  discount: bigint;
  net: bigint;
  taxes: ExactRow[];
  total: bigint;
}

/** Every line is whole, its share of the discount too, and every tax on it. */
function byLine(lines: readonly ReckonedLine[], shown: readonly bigint[], { taxIncluded, rounding, discountPercent, discountAmount }: Terms): Sums {
  const sumOfLines = shown.reduce((all, amount) => all + amount, 0n);
  const discount = atMost(round(times(whole(sumOfLines), percent(discountPercent)), rounding) + BigInt(discountAmount), sumOfLines);
  const shares = shared(discount, shown);
  const rows = new TaxRows();
  let [net, total] = [0n, 0n];
  for (const [index, { tax }] of lines.entries()) {
    const amount = shown[index]! - shares[index]!;
    const parts = tax?.parts ?? [];
    const lineNet = taxIncluded ? round(over(whole(amount), withTaxes(parts)), rounding) : amount;
    const taxes = taxIncluded ? shared(amount - lineNet, weightsOf(parts)) : parts.map((part) => round(times(whole(lineNet), percent(part.percent)), rounding));
    rows.add(tax, lineNet, taxes);
    net += lineNet;
    total += lineNet + taxes.reduce((all, each) => all + each, 0n);
  }
  return { discount, net, taxes: rows.all, total };
}

/** Nothing is rounded before it is summed up: the lines of each tax together, and the whole. */
function byDocument(lines: readonly ReckonedLine[], exact: readonly Ratio[], { taxIncluded, rounding, discountPercent, discountAmount }: Terms): Sums {
  const sumOfLines = sum(exact);
  const wanted = plus(times(sumOfLines, percent(discountPercent)), whole(discountAmount));
  const discounted = compareRatios(wanted, sumOfLines) > 0 ? sumOfLines : wanted;
  const kept = sumOfLines.n === 0n ? ZERO : over(minus(sumOfLines, discounted), sumOfLines);
  const groups = new Map<string, { tax: SheetTax | null; amount: Ratio }>();
  for (const [index, { tax }] of lines.entries()) {
    const key = tax?.id ?? '';
    groups.set(key, { tax, amount: plus(groups.get(key)?.amount ?? ZERO, exact[index]!) });
  }
  const rows = new TaxRows();
  for (const { tax, amount } of groups.values()) {
    const parts = tax?.parts ?? [];
    const net = taxIncluded ? over(times(amount, kept), withTaxes(parts)) : times(amount, kept);
    rows.add(tax, round(net, rounding), parts.map((part) => round(times(net, percent(part.percent)), rounding)));
  }
  const taxes = rows.all;
  const tax = taxes.reduce((all, row) => all + row.amount, 0n);
  const whatIsLeft = round(times(sumOfLines, kept), rounding);
  return { discount: round(discounted, rounding), net: taxIncluded ? whatIsLeft - tax : whatIsLeft, taxes, total: taxIncluded ? whatIsLeft : whatIsLeft + tax };
}

function withTaxes(parts: SheetTax['parts']): Ratio {
  return plus(whole(1), sum(parts.map((part) => percent(part.percent))));
}

function weightsOf(parts: SheetTax['parts']): bigint[] {
  return parts.map((part) => round(times(decimal(part.percent), whole(10_000)), 'half-up'));
}

/** One row for each tax, in the order in which they first come up. */
class TaxRows {
  private readonly rows = new Map<string, ExactRow>();

  add(tax: SheetTax | null, base: bigint, amounts: readonly bigint[]): void {
    for (const [index, { name, percent: rate }] of (tax?.parts ?? []).entries()) {
      const key = JSON.stringify([tax!.id, name, rate]);
      const known = this.rows.get(key);
      this.rows.set(key, { name, kind: tax!.kind, percent: rate, note: tax!.note, base: (known?.base ?? 0n) + base, amount: (known?.amount ?? 0n) + amounts[index]! });
    }
  }

  get all(): ExactRow[] {
    return [...this.rows.values()];
  }
}

/** Somebody who lowers the price of one by hand gives as much away as somebody who writes a discount. */
function favourOf(lines: readonly ReckonedLine[], exact: readonly Ratio[], discount: bigint, subtotal: bigint, { currency }: Terms): number {
  const kept = subtotal === 0n ? whole(1) : over(whole(subtotal - discount), whole(subtotal));
  const listed = lines.map((line) => amountOf({ ...line, discountPercent: 0 }, line.listPrice ?? line.unitPrice, currency));
  const asked = exact.map((amount) => times(amount, kept));
  const favours = [...asked.map((amount, index) => [amount, listed[index]!] as const), [sum(asked), sum(listed)] as const].flatMap(([amount, list]) => (list.n > 0n ? [minus(whole(1), over(amount, list))] : []));
  const largest = favours.reduce((most, each) => (compareRatios(each, most) > 0 ? each : most), ZERO);
  return Number(round(times(largest, whole(100n * FAVOUR_SCALE)), 'half-up')) / Number(FAVOUR_SCALE);
}

function atMost(amount: bigint, most: bigint): bigint {
  return amount > most ? most : amount;
}

function numberOf(amount: bigint): number {
  if (amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT) throw new MoneyError(`The amount is too large: at most ${LARGEST_AMOUNT} minor units can be kept.`);
  return Number(amount);
}
