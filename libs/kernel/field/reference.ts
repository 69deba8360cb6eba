import { isUuid } from '#kernel/tenancy/uuid.js';
import { declareField, type On, type OnRequired } from './declare.js';
import type { CommonOptions, FieldType } from './field.js';
import { equatable } from './operators.js';

export type Id = string;
export type ResourceClass = abstract new () => object;

export interface ReferenceOptions {
  /** A function, since two nouns may name each other. */
  to: () => ResourceClass;
  /** What becomes of this record when the other is deleted: it keeps it from being deleted, loses the link, goes with it, or is history and goes on naming it. */
  onDelete: 'restrict' | 'detach' | 'cascade' | 'keep';
  /** This record is a part of the other: read with it, and changed by whoever may change that. */
  partOf?: true;
}

export const reference: FieldType<ReferenceOptions> = {
  name: 'reference',
  columns: () => [{ suffix: '', type: 'uuid' }],
  accept: (value, _field, complain) => (isUuid(value) ? { '': value } : complain('type', 'Must be the id of a record, a lower-case uuid.')),
  shown: (column) => column(),
  operators: equatable('uuid'),
  argument: (value, _field, _viewpoint, complain) => (isUuid(value) ? value : complain('type', 'Must be the id of a record, a lower-case uuid.')),
  sort: { suffix: '', type: 'uuid' },
  schema: () => ({ type: 'string', format: 'uuid' }),
  example: (_field, seed) => `01934f5e-0000-7000-8000-${seed.toString(16).padStart(12, '0')}`,
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: null,
  mirror: null,
  widget: () => ({ widget: 'record' }),
};

type Options = Partial<Omit<ReferenceOptions, 'to'>> & CommonOptions;

export function BelongsTo(to: () => ResourceClass, options: Options & { required: true }): OnRequired<Id>;
export function BelongsTo(to: () => ResourceClass, options?: Options): On<Id>;
export function BelongsTo(to: () => ResourceClass, options: Options = {}): On<Id> {
  return declareField(reference, { onDelete: 'restrict', ...options, to });
}
