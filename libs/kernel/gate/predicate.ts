import type { Comparable, Field, Json } from '#kernel/field/field.js';
import type { ResourceModel } from '#kernel/resource/model.js';

/** A yes or no about a record: rules of roles and filters of lists alike. Compiled to SQL and tested in memory from this one form. */
export type Predicate =
  | { kind: 'always' }
  | { kind: 'never' }
  | { kind: 'compare'; field: Field; operator: string; values: readonly Comparable[] }
  | { kind: 'and' | 'or'; parts: readonly Predicate[] }
  | { kind: 'not'; part: Predicate }
  /** The record that `field` points at answers yes. */
  | { kind: 'related'; field: Field; resource: ResourceModel; part: Predicate };

export const ALWAYS: Predicate = { kind: 'always' };
export const NEVER: Predicate = { kind: 'never' };

export function all(parts: readonly Predicate[]): Predicate {
  const needed = parts.filter(({ kind }) => kind !== 'always');
  if (needed.some(({ kind }) => kind === 'never')) return NEVER;
  return needed.length === 0 ? ALWAYS : needed.length === 1 ? needed[0]! : { kind: 'and', parts: needed };
}

export function any(parts: readonly Predicate[]): Predicate {
  const needed = parts.filter(({ kind }) => kind !== 'never');
  if (needed.some(({ kind }) => kind === 'always')) return ALWAYS;
  return needed.length === 0 ? NEVER : needed.length === 1 ? needed[0]! : { kind: 'or', parts: needed };
}

export function not(part: Predicate): Predicate {
  if (part.kind === 'always') return NEVER;
  return part.kind === 'never' ? ALWAYS : { kind: 'not', part };
}

export function compare(field: Field, operator: string, values: readonly Comparable[]): Predicate {
  return { kind: 'compare', field, operator, values };
}

export type Row = { readonly [field: string]: Json };

/** In memory, over the JSON shape of a record. */
export function holds(predicate: Predicate, row: Row): boolean {
  switch (predicate.kind) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'compare':
      return predicate.field.type.operators[predicate.operator]!.test(row[predicate.field.name] ?? null, predicate.values);
    case 'and':
      return predicate.parts.every((part) => holds(part, row));
    case 'or':
      return predicate.parts.some((part) => holds(part, row));
    case 'not':
      return !holds(predicate.part, row);
    case 'related':
      throw new TypeError('Conditions over related records are answered by the database alone.');
  }
}
