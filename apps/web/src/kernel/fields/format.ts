import type { Json } from '../../api/records.js';

export interface Writing {
  locale: string;
  timeZone: string | undefined;
}

export interface Amount {
  amount: number;
  currency: string;
}

const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

/** Making a format costs a hundred times what using it does. */
function format<F extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(key: string, make: () => F): F {
  const known = kept.get(key) as F | undefined;
  if (known) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

export function decimalsOf(currency: string): number {
  return format(`decimals ${currency}`, () => new Intl.NumberFormat('en', { style: 'currency', currency })).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units as people write them, without going through a fraction. */
export function decimalText({ amount, currency }: Amount): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${amount < 0 ? '-' : ''}${whole}${decimals ? `.${digits.slice(-decimals)}` : ''}`;
}

/** `compact` for sums at a glance, `exact` for papers, where all amounts show their decimals. */
export function moneyText(value: Amount, { locale }: Writing, how: 'short' | 'compact' | 'exact' = 'short'): string {
  const { currency } = value;
  const whole = how === 'short' && value.amount % 10 ** decimalsOf(currency) === 0;
  const options: Intl.NumberFormatOptions = how === 'compact' ? { notation: 'compact', maximumFractionDigits: 1 } : whole ? { maximumFractionDigits: 0 } : {};
  const formatter = format(`money ${locale} ${currency} ${how} ${whole}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency, ...options }));
  return formatter.format(decimalText(value) as `${number}`);
}

/** A price of one may have more decimals than its currency. */
export function priceText(price: number, currency: string, { locale }: Writing): string {
  return format(`price ${locale} ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 6 })).format(price);
}

export function numberText(value: number, { locale }: Writing): string {
  return format(`number ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })).format(value);
}

export function percentText(value: number, { locale }: Writing): string {
  return format(`percent ${locale}`, () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })).format(value / 100);
}

export function dayText(day: string, { locale }: Writing): string {
  return format(`day ${locale}`, () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })).format(new Date(`${day}T00:00:00Z`));
}

export function momentText(moment: string, { locale, timeZone }: Writing, long = false): string {
  const style = long ? ({ dateStyle: 'full', timeStyle: 'short' } as const) : ({ dateStyle: 'medium', timeStyle: 'short' } as const);
  return format(`moment ${locale} ${timeZone} ${long}`, () => new Intl.DateTimeFormat(locale, { ...style, ...(timeZone && { timeZone }) })).format(new Date(moment));
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [['year', 31_536_000], ['month', 2_592_000], ['week', 604_800], ['day', 86_400], ['hour', 3_600], ['minute', 60]];

/** "3 hours ago": for what is read at a glance; the exact time stands beside it. */
export function agoText(moment: string, now: number, { locale }: Writing): string {
  const seconds = (Date.parse(moment) - now) / 1_000;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return format(`ago ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' })).format(Math.trunc(seconds / size), unit);
}

/** Seconds as hours and minutes. */
export function durationText(seconds: number, { locale }: Writing): string {
  const parts: string[] = [];
  const unit = (value: number, name: string) => value > 0 && parts.push(format(`unit ${locale} ${name}`, () => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' })).format(value));
  unit(Math.floor(seconds / 86_400), 'day');
  unit(Math.floor((seconds % 86_400) / 3_600), 'hour');
  unit(Math.floor((seconds % 3_600) / 60), 'minute');
  if (parts.length === 0) unit(seconds, 'second');
  return parts.join(' ');
}

export function isAmount(value: Json | undefined): value is { amount: number; currency: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}
