import { exponentOf } from '#kernel/field/currency.js';

/** Where Stripe counts in other units than ISO 4217 does. */
const STRIPE_EXPONENTS: { readonly [currency: string]: number } = { ISK: 2, UGX: 2, MGA: 0 };
/** Of currencies with three decimals, Stripe takes two. */
const COARSE = 3;

/** Minor units as Stripe wants them; null where it cannot take this amount to the last unit. */
export function toStripe(amount: number, currency: string): number | null {
  const ours = exponentOf(currency)!;
  const scaled = shifted(amount, (STRIPE_EXPONENTS[currency] ?? ours) - ours);
  return Number.isSafeInteger(scaled) && (ours < COARSE || scaled % 10 === 0) ? scaled : null;
}

export function fromStripe(amount: number, currency: string): number {
  const ours = exponentOf(currency)!;
  return Math.round(shifted(amount, ours - (STRIPE_EXPONENTS[currency] ?? ours)));
}

/** Divided, since a hundredth is no number of this machine. */
function shifted(amount: number, decimals: number): number {
  return decimals >= 0 ? amount * 10 ** decimals : amount / 10 ** -decimals;
}
