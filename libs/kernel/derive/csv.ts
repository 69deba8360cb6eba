import { parse, type CsvError, type Info } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Field, Json } from '#kernel/field/field.js';
import { Malformed, Unprocessable } from '#kernel/pipeline/problem.js';

export interface CsvRow {
  /** Where it begins in the file, as an editor counts. */
  line: number;
  cells: string[];
}

export const CSV_TYPE = 'text/csv; charset=utf-8';
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a spreadsheet would take for a formula: a sign of one, also full-width or small, behind any white space and invisible characters.
 * Apostrophes before it count, so that taking one away gives back exactly what was there.
 */
const FORMULA = /^'*(?:[\t\r\n]|[\p{White_Space}\p{Cc}\p{Cf}]*[=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20])/u;

/** How a value stands in a cell. Numbers stay numbers; texts never become formulas. */
export function cellText(value: Json, field: Field): string {
  const written = value === null ? null : field.type.cell.write(value, field);
  return typeof written === 'string' ? neutralised(written) : written === null ? '' : String(written);
}

/** What a cell says, null when it is empty; whether it is a value of the field, the door decides. */
export function cellValue(cell: string, field: Field): Json {
  return cell === '' ? null : field.type.cell.read(/^''*/.test(cell) && FORMULA.test(cell) ? cell.slice(1) : cell, field);
}

/** A text that no spreadsheet takes for a formula. */
export function neutralised(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

/** The first row holds the names of the columns. Line ends, also those inside of cells, come as \n. */
export function readCsv(bytes: Uint8Array, most: number): { header: string[]; rows: CsvRow[] } {
  const text = decoded(bytes);
  // Excel's own note of the delimiter.
  const [note = '', noted] = /^sep=([^\n])\n/i.exec(text) ?? [];
  const body = text.slice(note.length);
  const [header, ...rows] = parsed(body, noted ?? delimiterOf(body), most + 2).map(({ record, info }) => ({ line: info.lines - breaksIn(record) + (note ? 1 : 0), cells: record }));
  if (!header) throw new Malformed('The file is empty. Its first line must hold the names of the columns.');
  if (rows.length > most) throw new Unprocessable(`The file has more than ${most} rows. Send it in parts, each with the line of names.`);
  return { header: header.cells.map((name) => name.trim()), rows };
}

function decoded(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
  } catch {
    throw new Malformed('The file is not UTF-8. Save it as "CSV UTF-8", then send it again.');
  }
}

/** The one that parts the first line most often. */
function delimiterOf(text: string): string {
  const [first] = text.replaceAll(/"[^"]*"/g, '').split('\n', 1);
  const count = (delimiter: string) => first!.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

function parsed(text: string, delimiter: string, most: number): { record: string[]; info: Info }[] {
  try {
    return parse<{ record: string[]; info: Info }>(text, { delimiter, to: most, info: true, relax_column_count: true, skip_empty_lines: true, columns: false } as never);
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw new Malformed(`The file is not CSV that can be read${lines ? `, at line ${lines}` : ''}: ${message}.`);
  }
}

function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}
