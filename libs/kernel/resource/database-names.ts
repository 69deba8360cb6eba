import { createHash } from 'node:crypto';
import type { Column, Field } from '#kernel/field/field.js';

const LONGEST_NAME = 63;

/** Postgres cuts names at 63 bytes without a word, so that two may become one; longer ones end in a hash of the whole. */
export function identifier(...words: string[]): string {
  const name = words.join('_');
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 9)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

export function columnName({ column }: Pick<Field, 'column'>, { suffix }: Pick<Column, 'suffix'>): string {
  return suffix ? `${column}_${suffix}` : column;
}

/** The write door reads the field's name back from it when a value is taken. */
export function uniqueIndex(table: string, { column }: Pick<Field, 'column'>): string {
  return identifier(table, column, 'live');
}
