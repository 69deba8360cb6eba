import fc from 'fast-check';
import { decimal, ROUNDING_MODES, round, times, whole } from '#platform/money/ratio.js';
import { reckon, type ReckonedLine, type SheetTax, type Terms } from './reckon.js';

const tax = (percent: number, ...more: number[]): SheetTax => ({ id: `tax ${[percent, ...more].join()}`, name: 'VAT', kind: percent === 0 ? 'reverse-charge' : 'charged', parts: [percent, ...more].map((each, n) => ({ name: `VAT ${n}`, percent: each })), note: null });
const line = (quantity: number, unitPrice: number, more: Partial<ReckonedLine> = {}): ReckonedLine => ({ quantity, unitPrice, discountPercent: 0, listPrice: null, tax: null, ...more });
const terms = (more: Partial<Terms> = {}): Terms => ({ currency: 'EUR', taxIncluded: false, rounding: 'half-up', roundingPer: 'line', discountPercent: 0, discountAmount: 0, ...more });

const taxes = fc.constantFrom(null, tax(0), tax(22), tax(19), tax(7), tax(8.1), tax(5, 9.975), tax(2.5, 2.5, 1));
const decimals = (max: number, places: number) => fc.integer({ min: 0, max: max * 10 ** places }).map((units) => Number((units / 10 ** places).toFixed(places)));
const lines = fc.array(fc.record({ quantity: decimals(5_000, 3), unitPrice: decimals(90_000, 4), discountPercent: fc.oneof(fc.constant(0), decimals(100, 2)), listPrice: fc.constant(null), tax: taxes }), { maxLength: 15 });
const anyTerms = fc.record({
  currency: fc.constantFrom('JPY', 'EUR', 'KWD'), taxIncluded: fc.boolean(), rounding: fc.constantFrom(...ROUNDING_MODES), roundingPer: fc.constantFrom('line' as const, 'document' as const),
  discountPercent: fc.oneof(fc.constant(0), decimals(100, 2)), discountAmount: fc.oneof(fc.constant(0), fc.nat({ max: 1e7 })),
});

describe('A6 arithmetic', () => {
  it('A6 golden: 16 × 348.35, −4 %, 22 % → 6527.81 per line and 6527.80 global (odoo #37896)', () => {
    const sheet = [line(16, 348.35, { discountPercent: 4, tax: tax(22) })];
    expect(reckon(sheet, terms())).toMatchObject({ net: 535_066, tax: 117_715, total: 652_781, rounding: 0 });
    expect(reckon(sheet, terms({ roundingPer: 'document' }))).toMatchObject({ net: 535_066, tax: 117_714, total: 652_780, rounding: 0 });
  });

  it('A6 golden: two lines of 100.5 JPY → 202 per line, 201 global (odoo #265433), with a visible rounding line', () => {
    const sheet = [line(1, 100.5), line(1, 100.5)];
    expect(reckon(sheet, terms({ currency: 'JPY' }))).toMatchObject({ lines: [101, 101], total: 202, rounding: 0 });
    expect(reckon(sheet, terms({ currency: 'JPY', roundingPer: 'document' }))).toMatchObject({ lines: [101, 101], total: 201, rounding: -1 });
  });

  it('A6 Σ shown lines + visible rounding line = shown total, for random quotes in JPY, EUR and KWD, in all tax and rounding modes', () => {
    fc.assert(fc.property(lines, anyTerms, (sheet, given) => {
      const { lines: shown, subtotal, discount, rounding, net, taxes: rows, tax: taxed, total } = reckon(sheet, given);
      expect(shown.reduce((all, amount) => all + amount, 0)).toBe(subtotal);
      expect(rows.reduce((all, { amount }) => all + amount, 0)).toBe(taxed);
      expect(net + taxed).toBe(total);
      expect(subtotal - discount + rounding).toBe(given.taxIncluded ? total : net);
      expect([total >= 0, net >= 0, discount <= subtotal + sheet.length + 1]).toEqual([true, true, true]);
      if (given.roundingPer === 'line') expect(rounding).toBe(0);
      // What is rounded late is off by less than one unit for each line, its discount and the whole.
      expect(Math.abs(rounding)).toBeLessThanOrEqual(sheet.length + 2);
    }), { numRuns: 200 });
  });

  it('A6 the order of discounts, several taxes, zero-rated and reverse charge are explicit', () => {
    // First the line's own, then the document's percentage, then its amount; taxes on what is left.
    expect(reckon([line(10, 10, { discountPercent: 10, tax: tax(20) })], terms({ discountPercent: 10, discountAmount: 100 }))).toMatchObject({ subtotal: 9_000, discount: 1_000, net: 8_000, tax: 1_600, total: 9_600, favour: 20 });
    const canada = reckon([line(1, 100, { tax: tax(5, 9.975) })], terms({ currency: 'CAD' }));
    expect([canada.taxes.map(({ name, base, amount }) => [name, base, amount]), canada.total]).toEqual([[['VAT 0', 10_000, 500], ['VAT 1', 10_000, 998]], 11_498]);
    const reversed = reckon([line(1, 100, { tax: tax(0) })], terms());
    expect([reversed.taxes, reversed.total]).toEqual([[expect.objectContaining({ kind: 'reverse-charge', base: 10_000, amount: 0 })], 10_000]);
    expect(reckon([line(1, 119, { tax: tax(19) })], terms({ taxIncluded: true }))).toMatchObject({ net: 10_000, tax: 1_900, total: 11_900 });
    // A discount takes all away at most.
    expect(reckon([line(1, 5)], terms({ discountAmount: 900 }))).toMatchObject({ discount: 500, total: 0 });
  });

  it('A6 a price that was lowered by hand counts as a discount like any other', () => {
    expect(reckon([line(2, 80, { listPrice: 100 })], terms()).favour).toBe(20);
    expect(reckon([line(1, 100, { listPrice: 100 }), line(1, 50, { listPrice: 100, discountPercent: 10 })], terms()).favour).toBe(55);
    expect(reckon([line(1, 120, { listPrice: 100 })], terms()).favour).toBe(0);
  });

  it('reads decimals as they were written and rounds as it was told', () => {
    fc.assert(fc.property(fc.integer({ min: -9e14, max: 9e14 }), fc.integer({ min: 0, max: 6 }), (units, places) => {
      const value = Number(`${units}e-${places}`);
      expect(round(times(decimal(value), whole(10n ** BigInt(places))), 'half-up')).toBe(BigInt(units));
    }));
    const each = (value: number) => ROUNDING_MODES.map((mode) => Number(round(decimal(value), mode)));
    expect([each(2.5), each(3.5), each(-2.5), each(2.1), each(1e-7)]).toEqual([[3, 2, 3, 2], [4, 4, 4, 3], [-3, -2, -3, -2], [2, 2, 3, 2], [0, 0, 1, 0]]);
  });
});
