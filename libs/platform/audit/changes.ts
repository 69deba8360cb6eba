import type { Field, Json } from '#kernel/field/field.js';
import { customKey } from '#kernel/pipeline/select.js';
import { columnName } from '#kernel/resource/database-names.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { SYSTEM_FIELDS } from '#kernel/resource/tenant-row.js';
import type { Told, Values } from './history.query.js';

export interface FieldChange {
  field: Field;
  from: Json;
  to: Json;
}

/** What became of a record, as people say it. */
export type Step = 'created' | 'changed' | 'deleted' | 'restored' | 'removed';

export function stepOf({ what, changed, after }: Told): Step {
  if (what === 'insert') return 'created';
  if (what === 'delete') return 'removed';
  if (!changed.includes('deleted_at')) return 'changed';
  return after?.['deleted_at'] ? 'deleted' : 'restored';
}

/** A secret is nobody's business, and where a record hung before may be a place that the reader does not know. */
const UNTOLD = new Set(['secret', 'any-record']);

/** Those of a noun that a person changes, or that show what somebody has changed. */
export function historicFields({ fields }: ResourceModel): Field[] {
  return [...fields.values()].filter((field) => !SYSTEM_FIELDS.has(field.name) && !UNTOLD.has(field.type.name) && (field.storage === 'custom' || storedColumns(field).length > 0));
}

/** Where their values stand in the ledger: columns, and keys in `custom`. */
export function placesOf(fields: readonly Field[]): { columns: string[]; own: string[] } {
  const stored = (storage: Field['storage']) => fields.filter((field) => field.storage === storage);
  return { columns: stored('column').flatMap((field) => storedColumns(field).map(({ name }) => name)), own: stored('custom').map(customKey) };
}

/** Columns whose value an entry does not tell, though it tells that of their sisters: an amount without its currency. */
export function untoldColumns(entry: Told, fields: readonly Field[]): string[] {
  if (entry.kind === 'fact' || entry.what !== 'update') return [];
  return fields.filter(({ storage, type }) => storage === 'column' && COMPOSED.has(type.name)).flatMap((field) => {
    const columns = storedColumns(field).map(({ name }) => name);
    return columns.some((name) => entry.changed.includes(name)) ? columns.filter((name) => !entry.changed.includes(name)) : [];
  });
}

/** What a reader who sees these fields learns of an entry. `more` holds what the entry leaves untold. */
export function changesIn(entry: Told, fields: readonly Field[], more: Values = {}): FieldChange[] {
  if (entry.kind === 'fact') return [];
  const { before, after } = { before: { ...more, ...entry.before }, after: { ...more, ...entry.after } };
  return fields.flatMap((field) => {
    const [from, to] = [entry.what === 'insert' ? null : valueIn(before, field), entry.what === 'delete' ? null : valueIn(after, field)];
    return same(from, to) ? [] : [{ field, from, to }];
  });
}

/** Types whose value is that of several columns together. */
const COMPOSED = new Set(['money', 'zoned-moment']);

function storedColumns(field: Field): { name: string; suffix: string }[] {
  const columns = field.type.columns(field).filter(({ secret, generatedAs }) => !secret && !generatedAs);
  return columns.filter(({ suffix }) => suffix === '' || COMPOSED.has(field.type.name)).map((column) => ({ name: columnName(field, column), suffix: column.suffix }));
}

function valueIn(values: Values, field: Field): Json {
  if (field.storage === 'custom') return (values['custom'] as Values | null | undefined)?.[customKey(field)] ?? null;
  const columns = storedColumns(field);
  const main = values[columns[0]?.name ?? ''] ?? null;
  if (main === null || !COMPOSED.has(field.type.name)) return main;
  const [, beside] = columns;
  return field.type.name === 'money' ? { amount: main, currency: values[beside!.name] ?? null } : { at: main, zone: values[beside!.name] ?? null };
}

function same(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
