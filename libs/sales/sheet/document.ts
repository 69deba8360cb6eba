import type { TaxRow } from './reckon.js';

/** A document as it left the house: all that is printed, and nothing that has to be looked up. */
export interface SheetDocument {
  kind: 'quotation' | 'invoice';
  number: string;
  edition: number;
  name: string;
  language: 'en' | 'de' | 'ar';
  currency: string;
  issuedOn: string;
  /** Until when it can be accepted, or when it is due. */
  until: string | null;
  sender: { name: string; address: string | null; footer: string | null; colour: string | null; contact: string | null; email: string | null };
  recipient: { company: string; contact: string | null; place: string | null };
  introduction: string | null;
  terms: string | null;
  taxIncluded: boolean;
  rounding: string;
  roundingPer: string;
  discountPercent: number;
  lines: { text: string; details: string | null; quantity: number; unit: string | null; unitPrice: number; discountPercent: number; amount: number; tax: string | null }[];
  subtotal: number;
  discount: number;
  roundingDifference: number;
  net: number;
  taxes: TaxRow[];
  tax: number;
  total: number;
}

/** What one says that the other does not, as a person would tell it. */
export interface Difference {
  what: string;
  from: string | number | null;
  to: string | number | null;
}

const SAID = ['name', 'until', 'currency', 'taxIncluded', 'discountPercent', 'introduction', 'terms', 'subtotal', 'discount', 'net', 'tax', 'total'] as const;
const OF_LINE = ['details', 'quantity', 'unit', 'unitPrice', 'discountPercent', 'amount', 'tax'] as const;

export function differencesOf(before: SheetDocument, after: SheetDocument): Difference[] {
  const plain = (value: string | number | boolean | null) => (typeof value === 'boolean' ? String(value) : value);
  const header = SAID.flatMap((what) => (before[what] === after[what] ? [] : [{ what, from: plain(before[what]), to: plain(after[what]) }]));
  const left = [...before.lines];
  const lines = after.lines.flatMap((line) => {
    const index = left.findIndex(({ text }) => text === line.text);
    const [former] = index < 0 ? [] : left.splice(index, 1);
    if (!former) return [{ what: line.text, from: null, to: line.amount }];
    return OF_LINE.flatMap((field) => (former[field] === line[field] ? [] : [{ what: `${line.text}: ${field}`, from: former[field], to: line[field] }]));
  });
  return [...header, ...lines, ...left.map(({ text, amount }) => ({ what: text, from: amount, to: null }))];
}
