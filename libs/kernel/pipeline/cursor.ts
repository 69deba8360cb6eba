import type { Field } from '#kernel/field/field.js';
import { columnRef, type SqlWriter } from '#kernel/gate/sql.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { SortKey } from './list-query.js';
import { Invalid } from './problem.js';

const BROKEN = [{ at: 'after', rule: 'cursor', say: 'This cursor belongs to another list or was changed. Begin again without it.' }];

/** What stands at the end of a page: the sort it belongs to and the values of its last record. */
export function encodeCursor(sort: readonly SortKey[], values: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([signature(sort), ...values])).toString('base64url');
}

export function decodeCursor(cursor: string, sort: readonly SortKey[]): (string | null)[] {
  try {
    const [signed, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (signed === signature(sort) && values.length === sort.length && values.every((value) => value === null || typeof value === 'string')) return values as (string | null)[];
  } catch {
    // Falls through: whatever is wrong with it, the cure is the same.
  }
  throw new Invalid(BROKEN);
}

/** The database reads the values as what is sorted by: those it cannot read were not written by us. */
export function unreadable(error: unknown): unknown {
  const { code = '' } = error as { code?: string };
  return code.startsWith('22') ? new Invalid(BROKEN) : error;
}

function signature(sort: readonly SortKey[]): string {
  return sort.map(({ field, descending }) => `${descending ? '-' : ''}${field.name}`).join(',');
}

export function sortColumn(key: SortKey, resource: ResourceModel, alias: string): string {
  const column = columnRef(alias, resource, key.field);
  const { by, suffix } = key.field.type.sort!;
  return by ? by(column) : column(suffix);
}

export function orderBy(sort: readonly SortKey[], resource: ResourceModel, alias: string): string {
  return sort.map((key) => `${sortColumn(key, resource, alias)} ${key.descending ? 'DESC' : 'ASC'}`).join(', ');
}

/**
 * The records behind the cursor. Postgres puts empty values last when ascending and first when descending, so one
 * index serves both ways; the comparison follows that order.
 */
export function behindCursor(sort: readonly SortKey[], values: readonly (string | null)[], resource: ResourceModel, alias: string, writer: SqlWriter): string {
  const bound = sort.map((key, index) => (values[index] === null ? null : writer.bind(values[index], key.field.type.sort!.type)));
  const columns = sort.map((key) => sortColumn(key, resource, alias));
  const sameWay = sort.every((key) => key.descending === sort[0]!.descending);
  if (sameWay && sort.every(({ field }) => isAlwaysFilled(field))) return `(${columns.join(', ')}) ${sort[0]!.descending ? '<' : '>'} (${bound.join(', ')})`;
  const ways = sort.map((key, index) => {
    const equal = columns.slice(0, index).map((column, before) => (bound[before] === null ? `${column} IS NULL` : `${column} = ${bound[before]}`));
    return [...equal, further(columns[index]!, bound[index]!, key)].join(' AND ');
  });
  return `(${ways.map((way) => `(${way})`).join(' OR ')})`;
}

/** A field that an organisation made required has no value in the records that were there before. */
function isAlwaysFilled({ required, storage }: Field): boolean {
  return required && storage === 'column';
}

function further(column: string, bound: string | null, { field, descending }: SortKey): string {
  if (bound === null) return descending ? `${column} IS NOT NULL` : 'false';
  if (descending) return `${column} < ${bound}`;
  return isAlwaysFilled(field) ? `${column} > ${bound}` : `(${column} > ${bound} OR ${column} IS NULL)`;
}
