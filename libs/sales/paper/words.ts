import { exponentOf } from '#kernel/field/currency.js';
import { formatAmount } from '#kernel/field/money-text.js';
import type { SheetDocument } from '../sheet/document.js';

type Language = SheetDocument['language'];

export const PAPER_WORDS = {
  en: {
    quotation: 'Quote', invoice: 'Invoice', number: 'Number', edition: 'Version', date: 'Date', validUntil: 'Valid until', dueOn: 'Due', contact: 'Your contact', what: 'Description', quantity: 'Quantity', price: 'Price', discount: 'Discount',
    tax: 'Tax', amount: 'Amount', subtotal: 'Subtotal', discountAll: 'Discount', rounding: 'Rounding', net: 'Net', total: 'Total', included: 'Total, taxes included', contains: 'of which', terms: 'Terms', page: (n: number, of: number) => `Page ${n} of ${of}`, on: 'on',
  },
  de: {
    quotation: 'Angebot', invoice: 'Rechnung', number: 'Nummer', edition: 'Fassung', date: 'Datum', validUntil: 'Gültig bis', dueOn: 'Fällig', contact: 'Ihr Kontakt', what: 'Beschreibung', quantity: 'Menge', price: 'Preis', discount: 'Rabatt',
    tax: 'Steuer', amount: 'Betrag', subtotal: 'Zwischensumme', discountAll: 'Rabatt', rounding: 'Rundung', net: 'Netto', total: 'Gesamt', included: 'Gesamt inkl. Steuern', contains: 'darin', terms: 'Bedingungen', page: (n: number, of: number) => `Seite ${n} von ${of}`, on: 'auf',
  },
  ar: {
    quotation: 'عرض سعر', invoice: 'فاتورة', number: 'الرقم', edition: 'النسخة', date: 'التاريخ', validUntil: 'صالح حتى', dueOn: 'تاريخ الاستحقاق', contact: 'جهة الاتصال', what: 'الوصف', quantity: 'الكمية', price: 'السعر', discount: 'الخصم',
    tax: 'الضريبة', amount: 'المبلغ', subtotal: 'المجموع الفرعي', discountAll: 'الخصم', rounding: 'التقريب', net: 'الصافي', total: 'الإجمالي', included: 'الإجمالي شاملاً الضرائب', contains: 'منها', terms: 'الشروط', page: (n: number, of: number) => `صفحة ${n} من ${of}`, on: 'على',
  },
} as const;

/** Numbers as the reader writes them, with the digits that all fonts have; of exact decimals, never of floats. */
export class Figures {
  private readonly locale: string;

  constructor(
    language: Language,
    private readonly currency: string,
  ) {
    this.locale = language === 'ar' ? 'ar-u-nu-latn' : language;
  }

  money(amount: number): string {
    const digits = exponentOf(this.currency) ?? 2;
    return this.format(formatAmount({ amount, currency: this.currency }), { style: 'currency', currency: this.currency, minimumFractionDigits: digits, maximumFractionDigits: digits, currencyDisplay: 'code' });
  }

  /** The price of one may have more digits than its currency. */
  price(value: number): string {
    return this.format(String(value), { minimumFractionDigits: exponentOf(this.currency) ?? 2, maximumFractionDigits: 6 });
  }

  plain(value: number): string {
    return this.format(String(value), { maximumFractionDigits: 6 });
  }

  percent(value: number): string {
    return `${this.format(String(value), { maximumFractionDigits: 4 })}\u00a0%`;
  }

  day(day: string): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
  }

  private format(value: string, options: Intl.NumberFormatOptions): string {
    return new Intl.NumberFormat(this.locale, options).format(value as `${number}`);
  }
}
