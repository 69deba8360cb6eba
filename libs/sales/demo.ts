import { hash } from 'node:crypto';
import type { Json } from '#kernel/field/field.js';
import { Company } from '#crm/company/company.js';
import { PriceBook } from '#crm/product/price-book.js';
import { Price } from '#crm/product/price.js';
import { Product } from '#crm/product/product.js';
import { TaxRate } from '#crm/product/tax-rate.js';
import type { DemoRow } from '#platform/demo/rows.query.js';
import type { DemoChapter, DemoPage } from '#platform/demo/world.js';
import { GOODS, QUOTE_NAMES } from './demo-goods.js';
import { Invoice, InvoiceLine } from './invoices/invoice.js';
import { SalesOrder, SalesOrderLine } from './orders/sales-order.js';
import { Opportunity } from './opportunities/public.js';
import { Payment, PaymentAllocation } from './payments/payment.js';
import type { QuotationState } from './quotations/quotation.js';
import { Quotation } from './quotations/quotation.js';
import { QuotationLine } from './quotations/quotation-line.js';
import { keepAnswer } from './quotations/acceptance.query.js';
import { nextNumber } from './settings/sales-settings.query.js';
import { SalesSettings } from './settings/sales-settings.js';
import type { SheetDocument } from './sheet/document.js';
import { reckon, type Reckoning, type SheetTax, type Terms } from './sheet/reckon.js';
import { keepDocument } from './sheet/sheet-document.query.js';

const QUOTES = 140;
const DAY_MS = 86_400_000;
const FRESH_DAYS = 20;

interface Good {
  id: string;
  priceId: string;
  name: string;
  unit: string;
  description: string | null;
  price: number;
}

interface Customer {
  id: string;
  createdAt: Date;
  name: string;
  city: string | null;
  country: string | null;
  ownerId: string;
}

const day = (at: Date, daysOn = 0): string => new Date(at.getTime() + daysOn * DAY_MS).toISOString().slice(0, 10);

const productsAndQuotes: DemoChapter = {
  name: 'products, quotes, invoices and payments',
  async tell(page) {
    const { tax, goods } = await stock(page);
    const customers = await page.records<Omit<Customer, 'id' | 'createdAt'>>(Company, ['name', 'city', 'country', 'ownerId']);
    const moments = Array.from({ length: QUOTES }, () => page.calendar.moment(page.chance)).sort((a, b) => a.getTime() - b.getTime());
    const books = new Books(page, tax);
    const deals = (await page.records<{ companyId: string; outcome: string }>(Opportunity, ['companyId', 'outcome'])).filter(({ outcome }) => outcome === 'open');
    for (const at of moments) {
      // Most of what is being written now is about a deal that is still open.
      const isFresh = page.calendar.now.getTime() - at.getTime() < FRESH_DAYS * DAY_MS && page.chance.yes(0.75);
      const deal = isFresh ? page.chance.pick(deals.filter(({ createdAt }) => createdAt < at)) : undefined;
      const customer = customers.find(({ id }) => id === deal?.companyId) ?? page.chance.pick(customers.filter(({ createdAt }) => createdAt < at).slice(-300)) ?? customers[0]!;
      await books.quote(at, customer, goods, deal?.id ?? null);
    }
    await books.write();
  },
};

export const SALES_CHAPTERS: DemoChapter[] = [productsAndQuotes];

async function stock(page: DemoPage): Promise<{ tax: SheetTax; goods: Good[] }> {
  const { chance, calendar, organization } = page;
  const at = calendar.beginning;
  const euros = organization.currency === 'EUR';
  const row = (fields: { [field: string]: Json }): DemoRow => ({ id: chance.uuid(at), createdAt: at, fields });
  const [standard, ...others] = euros
    ? [row({ name: 'VAT 19 %', kind: 'charged', percent: 19 }), row({ name: 'VAT 7 %', kind: 'charged', percent: 7 }), row({ name: 'Reverse charge', kind: 'reverse-charge', percent: 0, note: 'Steuerschuldnerschaft des Leistungsempfängers (reverse charge).' }), row({ name: 'Export', kind: 'zero-rated', percent: 0, note: 'Tax-free export delivery.' })]
    : [row({ name: 'Sales tax 8.25 %', kind: 'charged', percent: 8.25 }), row({ name: 'GST and PST', kind: 'charged', percent: 12, parts: [{ name: 'GST', percent: 5 }, { name: 'PST', percent: 7 }] }), row({ name: 'Exempt', kind: 'exempt', percent: 0, note: 'Exempt from sales tax.' })];
  await page.add(TaxRate, [standard!, ...others]);
  const [book, partners] = [row({ name: 'Price list' }), row({ name: 'Partners' })];
  await page.add(PriceBook, [book, { ...partners, fields: { ...partners.fields, parentId: book.id } }]);
  const products = GOODS[organization.slug]!.map(({ price: _price, ...fields }) => row({ ...fields, taxRateId: standard!.id }));
  await page.add(Product, products);
  const prices = GOODS[organization.slug]!.flatMap(({ name, price }, n) => {
    const each = (priceBookId: string, fromQuantity: number, share: number) => row({ name, priceBookId, productId: products[n]!.id, currency: organization.currency, fromQuantity, unitPrice: Number((price * share).toFixed(2)) });
    return [each(book.id, 1, 1), each(book.id, 25, 0.92), ...(n % 2 === 0 ? [each(partners.id, 1, 0.85)] : [])];
  });
  await page.add(Price, prices);
  await page.add(SalesSettings, [row({ name: 'Sales settings', priceBookId: book.id, taxRateId: standard!.id, discountLimit: 15, sender: organization.name, footer: `${organization.name} · sales@${organization.slug}.example`, terms: 'Payable within 14 days without deduction. Our general terms of business apply.' })]);
  const priceOf = (productId: string) => prices.find(({ fields }) => fields.productId === productId && fields.priceBookId === book.id)!;
  return {
    tax: { id: standard!.id, name: standard!.fields.name as string, kind: 'charged', parts: [{ name: standard!.fields.name as string, percent: standard!.fields.percent as number }], note: null },
    goods: products.map(({ id, fields }) => ({ id, priceId: priceOf(id).id, name: fields.name as string, unit: fields.unit as string, description: fields.description as string | null, price: priceOf(id).fields.unitPrice as number })),
  };
}

/** What came of each quote: its order, its invoice and what was paid. */
class Books {
  private readonly rows = new Map<new () => object, DemoRow[]>();

  constructor(
    private readonly page: DemoPage,
    private readonly tax: SheetTax,
  ) {}

  async quote(createdAt: Date, customer: Customer, goods: readonly Good[], opportunityId: string | null): Promise<void> {
    const { chance, calendar, organization } = this.page;
    const terms: Terms = { currency: organization.currency, taxIncluded: false, rounding: 'half-up', roundingPer: 'line', discountPercent: chance.yes(0.2) ? chance.pick([3, 5, 10]) : 0, discountAmount: 0 };
    const lines = Array.from({ length: chance.whole(1, 5) }, () => {
      const good = chance.pick(goods);
      return { good, quantity: good.price < 500 ? chance.whole(2, 24) : chance.whole(1, 4), unitPrice: good.price, discountPercent: chance.yes(0.15) ? 5 : 0, listPrice: good.price, tax: this.tax };
    });
    const reckoned = reckon(lines, terms);
    const age = (calendar.now.getTime() - createdAt.getTime()) / DAY_MS;
    const state: QuotationState = opportunityId ? chance.weighted({ draft: 4, 'in-approval': 1, issued: 5 }) : age < FRESH_DAYS ? chance.weighted({ draft: 4, issued: 4, accepted: 2 }) : age < 45 ? chance.weighted({ issued: 3, accepted: 5, declined: 2, void: 1 }) : chance.weighted({ accepted: 12, declined: 6, expired: 5, void: 1 });
    const open = state === 'draft' || state === 'in-approval';
    const validUntil = day(createdAt, age < 45 ? 60 : 30);
    const name = `${chance.pick(QUOTE_NAMES)}, ${customer.name.split(' ')[0]}`;
    const number = open ? null : await this.number('quotation', 'Q', createdAt);
    const id = chance.uuid(createdAt);
    const common = { name, companyId: customer.id, ownerId: customer.ownerId, ...header(terms, reckoned) };
    this.add(Quotation, id, createdAt, customer.ownerId, { ...common, opportunityId, number, state, edition: 1, validUntil, favour: reckoned.favour, issuedAt: open ? null : createdAt.toISOString(), askedById: state === 'in-approval' ? customer.ownerId : null });
    const written = (noun: new () => object, parent: string, parentId: string, at: Date) => lines.forEach((line, n) => this.add(noun, chance.uuid(at), at, customer.ownerId, this.line(line, n, reckoned, { [parent]: parentId, ownerId: customer.ownerId })));
    written(QuotationLine, 'quotationId', id, createdAt);
    if (!number) return;
    const document = this.document('quotation', number, name, createdAt, validUntil, customer, lines, reckoned, terms);
    const documentHash = await this.keep(id, document, createdAt);
    if (state !== 'accepted') return;
    const acceptedAt = calendar.after(chance, createdAt, 20);
    this.answers.push(() => this.page.write(keepAnswer(organization.id, { quotationId: id, answer: 'accepted', name: 'Purchasing', signature: null, reason: null, edition: 1, documentHash, address: null, device: null, recordedBy: customer.ownerId, answeredAt: acceptedAt })));
    const orderId = chance.uuid(acceptedAt);
    this.add(SalesOrder, orderId, acceptedAt, customer.ownerId, { ...common, number: await this.number('order', 'SO', acceptedAt), state: chance.yes(0.6) ? 'completed' : 'open', orderedOn: day(acceptedAt), deliverBy: day(acceptedAt, 42), quotationId: id });
    written(SalesOrderLine, 'orderId', orderId, acceptedAt);
    if (chance.yes(0.15)) return;
    const invoicedAt = calendar.after(chance, acceptedAt, 15);
    const invoiceId = chance.uuid(invoicedAt);
    const invoiceNumber = await this.number('invoice', 'INV', invoicedAt);
    const paid = chance.weighted({ all: 7, part: 1, nothing: 3 });
    const amount = paid === 'all' ? reckoned.total : paid === 'part' ? Math.floor(reckoned.total / 2) : 0;
    const money = (value: number) => ({ amount: value, currency: organization.currency });
    this.add(Invoice, invoiceId, invoicedAt, customer.ownerId, {
      ...common, number: invoiceNumber, state: amount === reckoned.total ? 'paid' : amount > 0 ? 'part-paid' : 'issued', dueOn: day(invoicedAt, 14), issuedOn: day(invoicedAt), orderId, paidTotal: money(amount), openTotal: money(reckoned.total - amount),
    });
    written(InvoiceLine, 'invoiceId', invoiceId, invoicedAt);
    await this.keep(invoiceId, this.document('invoice', invoiceNumber, name, invoicedAt, day(invoicedAt, 14), customer, lines, reckoned, terms), invoicedAt);
    if (amount === 0) return;
    const paidAt = calendar.after(chance, invoicedAt, 30);
    const paymentId = chance.uuid(paidAt);
    this.add(Payment, paymentId, paidAt, customer.ownerId, { reference: invoiceNumber, companyId: customer.id, amount: money(amount), receivedOn: day(paidAt), method: chance.weighted({ transfer: 8, card: 2, 'direct-debit': 1 }), state: 'recorded', allocatedTotal: money(amount), refundedTotal: money(0), leftTotal: money(0), ownerId: customer.ownerId });
    this.add(PaymentAllocation, chance.uuid(paidAt), paidAt, customer.ownerId, { paymentId, invoiceId, amount: money(amount), settled: money(amount) });
  }

  private readonly answers: (() => Promise<unknown>)[] = [];

  async write(): Promise<void> {
    for (const [noun, rows] of this.rows) await this.page.add(noun, rows);
    for (const answer of this.answers) await answer();
  }

  private add(noun: new () => object, id: string, createdAt: Date, createdBy: string, fields: DemoRow['fields']): void {
    this.rows.set(noun, [...(this.rows.get(noun) ?? []), { id, createdAt, createdBy, fields }]);
  }

  private line({ good, quantity, unitPrice, discountPercent }: { good: Good; quantity: number; unitPrice: number; discountPercent: number }, n: number, { lines }: Reckoning, more: { [field: string]: Json }): DemoRow['fields'] {
    const { id: productId, name: text, description: details, unit, price: listPrice, priceId } = good;
    return { ...more, text, details, productId, unit, position: n, quantity, unitPrice, discountPercent, taxRateId: this.tax.id, listPrice, priceId, amount: { amount: lines[n]!, currency: this.page.organization.currency } };
  }

  private async number(series: string, prefix: string, at: Date): Promise<string> {
    const year = at.getUTCFullYear();
    const [next] = await this.page.write<{ number: number }>(nextNumber(this.page.organization.id, `${series}-${year}`));
    return `${prefix}-${year}-${String(next!.number).padStart(4, '0')}`;
  }

  private async keep(id: string, document: SheetDocument, at: Date): Promise<Buffer> {
    const text = JSON.stringify(document);
    const sum = hash('sha256', text, 'buffer');
    await this.page.write(keepDocument(this.page.organization.id, id, document.kind, text, sum, at));
    return sum;
  }

  private document(kind: SheetDocument['kind'], number: string, name: string, at: Date, until: string, customer: Customer, lines: readonly { good: Good; quantity: number; unitPrice: number; discountPercent: number }[], reckoned: Reckoning, terms: Terms): SheetDocument {
    const { organization, members } = this.page;
    const { subtotal, discount, rounding, net, taxes, tax, total } = reckoned;
    return {
      kind, number, edition: 1, name, language: organization.language === 'de' ? 'de' : 'en', currency: organization.currency, issuedOn: day(at), until,
      sender: { name: organization.name, address: null, footer: null, colour: null, contact: members.find(({ id }) => id === customer.ownerId)?.name ?? null, email: null },
      recipient: { company: customer.name, contact: null, place: [customer.city, customer.country].filter(Boolean).join(', ') || null },
      introduction: null, terms: null, taxIncluded: false, rounding: terms.rounding, roundingPer: terms.roundingPer, discountPercent: terms.discountPercent,
      lines: lines.map(({ good, quantity, unitPrice, discountPercent }, n) => ({ text: good.name, details: good.description, quantity, unit: good.unit, unitPrice, discountPercent, amount: reckoned.lines[n]!, tax: this.tax.name })),
      subtotal, discount, roundingDifference: rounding, net, taxes, tax, total,
    };
  }
}

function header({ currency, rounding, roundingPer, discountPercent }: Terms, { subtotal, discount, rounding: difference, net, tax, total, taxes }: Reckoning): { [field: string]: Json } {
  const money = (amount: number) => ({ amount, currency });
  return { currency, taxIncluded: false, rounding, roundingPer, discountPercent, subtotal: money(subtotal), discountTotal: money(discount), roundingTotal: money(difference), netTotal: money(net), taxTotal: money(tax), total: money(total), taxes: taxes as unknown as Json };
}
