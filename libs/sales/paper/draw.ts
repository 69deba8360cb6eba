import PDFDocument from 'pdfkit';
import type { SheetDocument } from '../sheet/document.js';
import { Figures, PAPER_WORDS } from './words.js';
import { FONTS, Writing, type Style } from './writing.js';

const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 56;
const WIDTH = PAGE.width - 2 * MARGIN;
const TOP = 64;
const BOTTOM = PAGE.height - 92;
const MUTED = '#5c6970';
const RULE = '#dde2e5';
const ACCENT = '#026a68';
const BODY: Style = { size: 9.5 };
const SMALL: Style = { size: 8, colour: MUTED };
const LABEL: Style = { size: 7.5, colour: MUTED };
const BOLD: Style = { size: 9.5, weight: 'bold' };
const LEADING = 1.45;
/** Ligatures and alternates of Latin letters cost ten times what all else does, and nobody misses them; Arabic letters need theirs. */
const PLAIN = { calt: false, ccmp: false, locl: false, rlig: false, mark: false, mkmk: false, clig: false, liga: false, rclt: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[];
const featuresOf = (font: string) => (font.startsWith('latin') ? PLAIN : undefined);

interface ColumnOf {
  key: 'what' | 'quantity' | 'price' | 'discount' | 'tax' | 'amount';
  width: number;
}

/** One document on paper. Positions are given as read: from the side where lines begin. */
class Sheet {
  private y = TOP;
  private readonly write: Writing;
  private readonly say: (typeof PAPER_WORDS)['en'];
  private readonly figures: Figures;
  private readonly accent: string;

  constructor(
    private readonly pdf: PDFKit.PDFDocument,
    private readonly of: SheetDocument,
  ) {
    this.write = new Writing(
      {
        width: (text, font, size) => pdf.font(font).fontSize(size).widthOfString(text, featuresOf(font) ? { features: featuresOf(font)! } : {}),
        put: (text, font, size, colour, x, baseline) => void pdf.font(font).fontSize(size).fillColor(colour).text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic', ...(featuresOf(font) ? { features: featuresOf(font)! } : {}) }),
      },
      of.language === 'ar',
    );
    this.say = PAPER_WORDS[of.language] as (typeof PAPER_WORDS)['en'];
    this.figures = new Figures(of.language, of.currency);
    this.accent = of.sender.colour ?? ACCENT;
  }

  draw(): void {
    this.head();
    this.paragraph(this.of.introduction, 18);
    this.table();
    this.totals();
    this.notes();
    if (this.of.terms) {
      this.room(60);
      this.y += 10;
      this.text(this.say.terms, 0, BOLD);
      this.y += 14;
      this.paragraph(this.of.terms, 0, SMALL);
    }
    this.feet();
  }

  private head(): void {
    const { sender, recipient, kind, number, edition, name, issuedOn, until } = this.of;
    this.text(sender.name, 0, { size: 15, weight: 'bold', colour: this.accent });
    this.text(this.say[kind], WIDTH, { size: 22, weight: 'bold' }, 'end', 2);
    this.y += 23;
    for (const line of (sender.address ?? '').split('\n').filter(Boolean)) {
      this.text(line, 0, SMALL);
      this.y += 11.5;
    }
    this.y = Math.max(this.y, TOP + 30) + 34;
    const facts: [string, string][] = [
      [this.say.number, number], ...(edition > 1 ? [[this.say.edition, String(edition)] as [string, string]] : []), [this.say.date, this.figures.day(issuedOn)],
      ...(until ? [[kind === 'invoice' ? this.say.dueOn : this.say.validUntil, this.figures.day(until)] as [string, string]] : []), ...(sender.contact ? [[this.say.contact, sender.contact] as [string, string]] : []),
    ];
    const top = this.y;
    for (const line of [recipient.company, recipient.contact, recipient.place].filter((each): each is string => !!each)) {
      for (const part of this.write.lines(line, WIDTH * 0.5, BODY)) {
        this.text(part, 0, line === recipient.company ? BOLD : BODY);
        this.y += 14;
      }
    }
    const left = this.y;
    this.y = top;
    for (const [label, value] of facts) {
      this.text(label, WIDTH * 0.58, { ...SMALL, size: 8.5 });
      this.text(value, WIDTH, BODY, 'end');
      this.y += 14;
    }
    this.y = Math.max(this.y, left) + 30;
    for (const line of this.write.lines(name, WIDTH, { size: 14, weight: 'bold' })) {
      this.text(line, 0, { size: 14, weight: 'bold' });
      this.y += 20;
    }
  }

  private columns(): ColumnOf[] {
    const { lines } = this.of;
    const optional: ColumnOf[] = [
      ...(lines.some(({ discountPercent }) => discountPercent > 0) ? [{ key: 'discount' as const, width: 44 }] : []),
      ...(lines.some(({ tax }) => tax !== null) ? [{ key: 'tax' as const, width: 60 }] : []),
    ];
    const [quantity, price] = [{ key: 'quantity' as const, width: 52 }, { key: 'price' as const, width: 66 }];
    const amount: ColumnOf = { key: 'amount', width: 76 };
    const taken = [quantity, price, ...optional, amount].reduce((sum, { width }) => sum + width, 0);
    return [{ key: 'what', width: WIDTH - taken }, quantity, price, ...optional, amount];
  }

  private table(): void {
    const columns = this.columns();
    const heads = () => {
      this.y += 6;
      this.cells(columns, Object.fromEntries(columns.map(({ key }) => [key, [this.say[key]]])), LABEL);
      this.y += 16;
      this.rule(this.accent, 1);
    };
    this.room(70);
    heads();
    for (const line of this.of.lines) {
      const inner = columns[0]!.width - 14;
      const cells: Record<string, string[]> = {
        what: this.write.lines(line.text, inner, BODY), quantity: [this.figures.plain(line.quantity)], price: [this.figures.price(line.unitPrice)],
        discount: [line.discountPercent > 0 ? this.figures.percent(line.discountPercent) : ''], tax: this.write.lines(line.tax ?? '', 52, BODY), amount: [this.amount(line.amount)],
      };
      if (line.unit) cells.quantity!.push(...this.write.lines(line.unit, 48, SMALL));
      const details = line.details ? this.write.lines(line.details, inner, SMALL) : [];
      // A row that is higher than a page goes on with the next one.
      const height = Math.max(cells.what!.length * 13.5 + Math.min(details.length, 30) * 11.5, cells.tax!.length * 13.5, cells.quantity!.length * 13.5) + 14;
      if (this.room(height)) heads();
      const top = this.y;
      this.y += 6;
      this.cells(columns, cells, BODY);
      this.y += cells.what!.length * 13.5;
      for (const each of details) {
        if (this.room(14)) heads();
        this.text(each, 0, SMALL);
        this.y += 11.5;
      }
      this.y = (this.y > top ? Math.max(this.y, top + height - 8) : this.y) + 7;
      this.rule(RULE, 0.5);
    }
  }

  private amount(value: number): string {
    return this.figures.money(value).replace(this.of.currency, '').replaceAll(/^[\s\u00a0]+|[\s\u00a0]+$/g, '');
  }

  private cells(columns: readonly ColumnOf[], cells: Record<string, readonly string[]>, style: Style): void {
    let at = 0;
    for (const { key, width } of columns) {
      (cells[key] ?? []).forEach((line, index) => {
        const its = key === 'quantity' && index > 0 ? SMALL : style;
        const y = this.y + index * 13.5;
        if (key === 'what') this.text(line, at, its, 'start', y - this.y);
        else this.text(line, at + width, its, 'end', y - this.y);
      });
      at += width;
    }
  }

  private totals(): void {
    const { subtotal, discount, discountPercent, roundingDifference, net, taxes, total, taxIncluded } = this.of;
    const money = (value: number) => this.figures.money(value);
    const taxRows = taxes.map(({ name, percent, amount, base }): [string, string] => [
      `${taxIncluded ? `${this.say.contains} ` : ''}${name}${name.includes('%') ? '' : ` ${this.figures.percent(percent)}`} ${this.say.on} ${money(base)}`, money(amount),
    ]);
    const between = discount !== 0 || roundingDifference !== 0;
    const rows: [string, string][] = [
      ...(between || taxIncluded ? [[this.say.subtotal, money(subtotal)] as [string, string]] : []),
      ...(discount !== 0 ? [[`${this.say.discountAll}${discountPercent > 0 ? ` ${this.figures.percent(discountPercent)}` : ''}`, money(-discount)] as [string, string]] : []),
      ...(roundingDifference !== 0 ? [[this.say.rounding, money(roundingDifference)] as [string, string]] : []),
      ...(taxIncluded ? [] : [[this.say.net, money(net)] as [string, string], ...taxRows]),
    ];
    const from = WIDTH * 0.4;
    this.room(rows.length * 16 + (taxIncluded ? taxRows.length * 12 : 0) + 58);
    this.y += 12;
    for (const [label, value] of rows) {
      this.text(label, from, { ...BODY, colour: MUTED });
      this.text(value, WIDTH, BODY, 'end');
      this.y += 16;
    }
    this.y += 2;
    this.rule(this.accent, 1, from);
    this.y += 9;
    const large: Style = { size: 13, weight: 'bold' };
    this.text(taxIncluded ? this.say.included : this.say.total, from, large);
    this.text(money(total), WIDTH, { ...large, colour: this.accent }, 'end');
    this.y += 24;
    if (taxIncluded)
      for (const [label, value] of [[this.say.net, money(net)] as const, ...taxRows]) {
        this.text(label, from, SMALL);
        this.text(value, WIDTH, SMALL, 'end');
        this.y += 12;
      }
    this.y += 8;
  }

  private notes(): void {
    const notes = [...new Set(this.of.taxes.flatMap(({ note }) => (note ? [note] : [])))];
    for (const note of notes) this.paragraph(note, 4, SMALL);
  }

  private paragraph(text: string | null, below: number, style: Style = BODY): void {
    if (!text) return;
    for (const line of this.write.lines(text, WIDTH, style)) {
      this.room(style.size * LEADING);
      this.text(line, 0, style);
      this.y += style.size * LEADING;
    }
    this.y += below;
  }

  /** Once all pages are there, so that each knows how many there are. */
  private feet(): void {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(start + page);
      this.pdf.rect(0, 0, PAGE.width, 5).fill(this.accent);
      this.y = BOTTOM + 22;
      this.rule(RULE, 0.5);
      this.y += 8;
      const lines = this.write.lines(this.of.sender.footer ?? `${this.of.sender.name}${this.of.sender.email ? ` · ${this.of.sender.email}` : ''}`, WIDTH * 0.8, LABEL).slice(0, 5);
      this.text(this.say.page(page + 1, count), WIDTH, LABEL, 'end');
      for (const line of lines) {
        this.text(line, 0, LABEL);
        this.y += 10.5;
      }
    }
  }

  /** Begins a page where so much does not fit on this one any more. */
  private room(height: number): boolean {
    if (this.y + height <= BOTTOM) return false;
    this.pdf.addPage();
    this.y = TOP;
    this.text(`${this.say[this.of.kind]} ${this.of.number}`, 0, SMALL, 'start', -18);
    return true;
  }

  /** `x` is measured from where lines begin; the text begins or ends there. */
  private text(text: string, x: number, style: Style, side: 'start' | 'end' = 'start', below = 0): void {
    const rtl = this.write.rtl;
    this.write.put(text, rtl ? PAGE.width - MARGIN - x : MARGIN + x, this.y + below + style.size, (side === 'start') === rtl ? 'right' : 'left', style);
  }

  private rule(colour: string, width: number, from = 0): void {
    const [left, right] = this.write.rtl ? [MARGIN, PAGE.width - MARGIN - from] : [MARGIN + from, PAGE.width - MARGIN];
    this.pdf.moveTo(left, this.y).lineTo(right, this.y).lineWidth(width).strokeColor(colour).stroke();
  }
}

/** The same bytes for the same document: its date is that of the document, and nothing in it is left to chance. */
export function drawDocument(document: SheetDocument): Promise<Buffer> {
  const at = new Date(`${document.issuedOn}T12:00:00Z`);
  const pdf = new PDFDocument({ size: 'A4', margin: 0, bufferPages: true, lang: document.language, displayTitle: true, info: { Title: `${document.number} ${document.name}`, Author: document.sender.name, Producer: 'Tessera', Creator: 'Tessera', CreationDate: at, ModDate: at } });
  for (const [name, file] of Object.entries(FONTS)) pdf.registerFont(name, file);
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
    new Sheet(pdf, document).draw();
    pdf.end();
  });
}
