import fc from 'fast-check';
import type { Json } from '#kernel/field/field.js';
import { cellText, cellValue, csvLines, readCsv } from '#kernel/derive/csv.js';
import { fieldOf, probes, complaints } from '#test/worlds/fields.js';

const text = fieldOf('text');
const read = (file: string | Uint8Array) => {
  const { header, rows } = readCsv(typeof file === 'string' ? Buffer.from(file) : file, 100);
  return [header, ...rows.map(({ cells }) => cells)];
};

describe('A cell', () => {
  const BEGINNINGS = ['=', '+', '-', '@', '\t', '\r', '\n', ' =', '\u00a0=', '\ufeff=', '＝', '＋', '－', '＠', '\u200b=', '\u3000+', ' \t-', "'=", "''@", '\u2212', '\u0000='];

  it.each(BEGINNINGS.map((start) => [JSON.stringify(start), start]))('that begins with %s is no formula, and comes back as it was', (_name, start) => {
    const value = `${start}cmd|' /C calc'!A0`;
    const cell = cellText(value, text);
    expect(cell).toBe(`'${value}`);
    expect(cellValue(cell, text)).toBe(value);
  });

  it('stays as it is where it is harmless, and numbers stay numbers', () => {
    for (const value of ["O'Brien", "'quoted'", 'a=b', '1+1', '(x)']) expect(cellText(value, text)).toBe(value);
    expect(cellText(-5, fieldOf('number'))).toBe('-5');
    expect(cellText({ amount: -1250, currency: 'EUR' }, fieldOf('money'))).toMatch(/^'?-12\.50 EUR$/);
  });

  it('gives back any text', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('=', "'", ' ', '+', '\t', 'a', '＝', '\n', '"', ',') }));
    fc.assert(fc.property(texts.filter((value) => value !== ''), (value) => {
      expect(cellValue(cellText(value, text), text)).toBe(value);
      expect(read(csvLines([['name', 'other'], [cellText(value, text), 'x']]))).toEqual([['name', 'other'], [cellText(value, text), 'x']]);
    }));
  });

  it.each(probes.filter(({ field }) => field.type.name !== 'secret').map(({ title, field, values }) => [title, field, values] as const))('of type %s is taken again as the same value', (_title, field, values) => {
    fc.assert(fc.property(values, (value) => {
      const stored = field.type.accept(value, field, complaints().complain);
      if (!stored || Object.values(stored).every((each) => each === null)) return;
      const shown = shownAs(field.type.name, stored, value);
      const again = field.type.accept(cellValue(cellText(shown, field), field), field, complaints().complain);
      if (cellText(shown, field) !== '') expect(again).toEqual(stored);
    }), { numRuns: 60 });
  });
});

/** The value as a reader is shown it. */
function shownAs(type: string, stored: { [suffix: string]: unknown }, value: Json): Json {
  if (type === 'money') return { amount: stored[''] as number, currency: stored.currency as string };
  if (type === 'zoned-moment') return { at: stored[''] as string, zone: stored.zone as string };
  if (type === 'json') return JSON.parse(stored[''] as string) as Json;
  return type === 'counter' ? value : (stored[''] as Json);
}

describe('A file', () => {
  it('is read with any delimiter, line ending and byte order mark', () => {
    for (const delimiter of [',', ';', '\t']) for (const end of ['\n', '\r\n', '\r']) for (const mark of ['', '\ufeff']) {
      expect(read(`${mark}name${delimiter}"city, or; town"${end}"two\r\nlines ""quoted"""${delimiter}${end}${end}last${delimiter}x${end}`)).toEqual([['name', 'city, or; town'], ['two\nlines "quoted"', ''], ['last', 'x']]);
    }
    expect(read('sep=;\r\na;b,c\r\n1;2\r\n')).toEqual([['a', 'b,c'], ['1', '2']]);
    expect(read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a,b\nÄ,漢', 'utf16le')]))).toEqual([['a', 'b'], ['Ä', '漢']]);
  });

  it('tells the line where each row begins', () => {
    const { rows } = readCsv(Buffer.from('sep=,\na,b\n1,"x\ny\nz"\n2,"p\r\nq"\n\n3,'), 100);
    expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([[3, '1'], [6, '2'], [9, '3']]);
  });

  it('is refused when it is empty, too long, of another encoding or no CSV', () => {
    expect(() => read('')).toThrow('The file is empty');
    expect(() => readCsv(Buffer.from(`a\n${'1\n'.repeat(101)}`), 100)).toThrow('more than 100 rows');
    expect(readCsv(Buffer.from(`a\n${'1\n'.repeat(100)}`), 100).rows).toHaveLength(100);
    expect(() => read(Buffer.from([0x61, 0x0a, 0xe9, 0x0a]))).toThrow('not UTF-8');
    expect(() => read('a,b\n"open,1\n2,3')).toThrow(/line \d/);
  });
});
