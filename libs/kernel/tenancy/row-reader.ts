import pg from 'pg';
import type { Statement } from './transaction.js';

export interface Column {
  name: string;
  dataTypeID: number;
}

export type Row = { [column: string]: unknown };
export type RowReader = (values: readonly (string | null)[]) => Row;

type Encode = (text: string) => string;

/** The driver's own reader of texts, by number; its types know only some of the numbers. */
const parserOf = pg.types.getTypeParser as (type: number) => (text: string) => unknown;
const listOf = parserOf(1009);

const asItIs: Encode = (text) => text;
const inQuotes: Encode = (text) => `"${text}"`;
const asText: Encode = (text) => JSON.stringify(text);

/** From what Postgres writes for a type to what JSON writes. Types that are not here must be shown as one that is. */
const ENCODE: { readonly [type: number]: Encode } = {
  [pg.types.builtins.BOOL]: (text) => (text === 't' ? 'true' : 'false'),
  [pg.types.builtins.INT2]: asItIs,
  [pg.types.builtins.INT4]: asItIs,
  [pg.types.builtins.INT8]: asItIs,
  [pg.types.builtins.FLOAT4]: asItIs,
  [pg.types.builtins.FLOAT8]: asItIs,
  [pg.types.builtins.TEXT]: asText,
  [pg.types.builtins.VARCHAR]: asText,
  [pg.types.builtins.UUID]: inQuotes,
  [pg.types.builtins.DATE]: inQuotes,
  [pg.types.builtins.TIMESTAMPTZ]: moment,
  [pg.types.builtins.JSON]: asItIs,
  [pg.types.builtins.JSONB]: asItIs,
  1009: (text) => (text === '{}' ? '[]' : JSON.stringify(listOf(text))),
};

/** "2026-03-01 08:30:00.5+00" is "2026-03-01T08:30:00.5+00:00". */
function moment(text: string): string {
  const space = text.indexOf(' ');
  if (space > 0 && text.endsWith('+00')) return `"${text.slice(0, space)}T${text.slice(space + 1)}:00"`;
  return `"${text.replace(' ', 'T').replace('+00', '+00:00')}"`;
}

const MOST_READERS = 4_000;
const readers = new Map<string, { columns: readonly Column[]; reader: RowReader }>();

/**
 * How a statement's rows are read: the first `recordColumns` become one JSON object in `json`, all others a value each. The
 * texts of the driver go into the answer as they are: parsing them into objects and writing those again took most of a
 * list's time, and having Postgres write the JSON took a third more than this.
 */
export function rowReader(columns: readonly Column[], { name, recordColumns = 0 }: Statement): RowReader {
  const known = name === undefined ? undefined : readers.get(name);
  if (known && known.columns.length === columns.length && known.columns.every((column, index) => sameColumn(column, columns[index]!))) return known.reader;
  const reader = makeReader(columns, recordColumns);
  if (name !== undefined && readers.size < MOST_READERS) readers.set(name, { columns, reader });
  return reader;
}

function sameColumn(a: Column, b: Column): boolean {
  return a.dataTypeID === b.dataTypeID && a.name === b.name;
}

function makeReader(columns: readonly Column[], recordColumns: number): RowReader {
  const record = columns.slice(0, recordColumns).map(({ name, dataTypeID }, index) => {
    const encode = ENCODE[dataTypeID];
    if (!encode) throw new Error(`The column "${name}" is of type ${dataTypeID}, which is not written as JSON: let its field show it with to_json().`);
    return { start: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`, encode };
  });
  const others = columns.slice(recordColumns).map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
  return (values) => {
    const row: Row = {};
    if (recordColumns > 0) row['json'] = jsonOf(record, values);
    others.forEach(({ name, parse }, index) => {
      const value = values[recordColumns + index]!;
      row[name] = value === null ? null : parse(value);
    });
    return row;
  };
}

function jsonOf(record: readonly { start: string; encode: Encode }[], values: readonly (string | null)[]): string {
  let json = '';
  for (let index = 0; index < record.length; index += 1) {
    const { start, encode } = record[index]!;
    const value = values[index]!;
    json += start + (value === null ? 'null' : encode(value));
  }
  return `${json}}`;
}
