import fc from 'fast-check';
import { currencies, exponentOf } from './currency.js';
import { formatAmount, formatMoney, LARGEST_AMOUNT, parseMoney, type Money } from './money-text.js';

const currency = fc.constantFrom(...currencies);
const amount = fc.integer({ min: -LARGEST_AMOUNT, max: LARGEST_AMOUNT });
const money = fc.record({ amount, currency });
const euros = (units: number): Money => ({ amount: units, currency: 'EUR' });

describe('Money as a text', () => {
  it('is read back as it was written', () => {
    fc.assert(fc.property(money, (value) => {
      expect(parseMoney(formatMoney(value))).toEqual({ ...value, amount: value.amount + 0 });
    }));
  });

  it('has the decimals of its currency', () => {
    expect([formatAmount(euros(-5)), formatAmount({ amount: 7, currency: 'JPY' }), formatAmount({ amount: 7, currency: 'KWD' })]).toEqual(['-0.05', '7', '0.007']);
    expect(parseMoney('12.5 KWD')).toEqual({ amount: 12500, currency: 'KWD' });
    expect(currencies.length).toBeGreaterThan(150);
    expect(currencies.every((code) => /^[A-Z]{3}$/.test(code) && exponentOf(code)! >= 0)).toBe(true);
  });

  it.each(['1.5 JPY', '0.001 EUR', '1,5 EUR', '1 EUR USD', '1e3 EUR', '1 XXX', 'EUR', '', '5', '9999999999999999 JPY', '1 __proto__'])('is not "%s"', (text) => {
    expect(parseMoney(text)).toBeUndefined();
  });
});
