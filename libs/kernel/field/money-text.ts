import { exponentOf } from './currency.js';

/** Whole minor units (cents) of one currency; never a fraction, so that sums stay exact. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Every whole number up to here is exact in JavaScript, JSON and bigint alike. */
export const LARGEST_AMOUNT = 9e15;

const DECIMAL = /^([+-]?)(\d{1,16})(?:\.(\d{1,4}))?$/;

/** Reads "1234.56 EUR", "EUR 1234.56", or "1234.56" where the currency is known; undefined when it is no exact amount of that currency. */
export function parseMoney(text: string, known?: string): Money | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length > 2) return undefined;
  const named = parts.find((part) => /^[a-z]{3}$/i.test(part))?.toUpperCase();
  const currency = named ?? known;
  const exponent = currency === undefined ? undefined : exponentOf(currency);
  const number = parts.filter((part) => part.toUpperCase() !== named);
  const match = number.length === 1 ? DECIMAL.exec(number[0]!) : null;
  if (!match || exponent === undefined) return undefined;
  const [, sign, whole, fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(exponent))) return undefined;
  const amount = BigInt(whole! + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (amount > LARGEST_AMOUNT) return undefined;
  return { amount: Number(sign === '-' ? -amount : amount), currency: currency! };
}

/** "-1234.56 EUR", which `parseMoney` reads back. */
export function formatMoney(value: Money): string {
  return `${formatAmount(value)} ${value.currency}`;
}

export function formatAmount({ amount, currency }: Money): string {
  const exponent = exponentOf(currency) ?? 0;
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return `${amount < 0 ? '-' : ''}${whole}${exponent > 0 ? `.${digits.slice(-exponent)}` : ''}`;
}
