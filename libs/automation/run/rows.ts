import type { Field, Json, Stored } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import type { Row } from '#kernel/gate/predicate.js';
import { columnName } from '#kernel/resource/database-names.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** An organisation's own fields beside the others, as conditions name them. */
export function flat(row: Row): Row {
  const { custom } = row as { custom?: Json };
  if (typeof custom !== 'object' || custom === null || Array.isArray(custom)) return row;
  return { ...row, ...Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom.${key}`, value])) };
}

/**
 * The fields that columns in the ledger speak of, in the shape that readers see; what is not there is taken from `rest`. Only
 * fields that the actor may always see: the ledger knows no rights of its own.
 */
export function fieldsOf(resource: ResourceModel, ability: Ability, columns: { readonly [column: string]: Json } | null, rest: Row): { [field: string]: Json } {
  const shown: { [field: string]: Json } = {};
  if (!columns) return shown;
  for (const field of ability.of(resource).openFields()) {
    const value = field.storage === 'custom' ? customIn(field, columns) : valueIn(field, columns, rest);
    if (value !== undefined) shown[field.name] = value;
  }
  return shown;
}

function customIn({ name }: Field, { custom }: { readonly [column: string]: Json }): Json | undefined {
  if (typeof custom !== 'object' || custom === null || Array.isArray(custom)) return undefined;
  return custom[name.slice('custom.'.length)] ?? null;
}

function valueIn(field: Field, columns: { readonly [column: string]: Json }, rest: Row): Json | undefined {
  const { type } = field;
  const own = type.columns(field);
  if (!own.some((column) => columnName(field, column) in columns)) return undefined;
  const now = rest[field.name] ?? null;
  const stored: Stored = { ...(now === null ? {} : type.accept(now, field, () => undefined)) };
  for (const column of own) {
    const value = columns[columnName(field, column)];
    if (value !== undefined) stored[column.suffix] = value;
  }
  if ((stored[''] ?? null) === null) return null;
  return type.unstored ? type.unstored(stored) : (stored[''] as Json);
}
