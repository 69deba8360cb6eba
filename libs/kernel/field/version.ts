import type { FieldType } from './field.js';
import { comparable } from './operators.js';

/** Counts the changes of a record; its ETag. */
export const version: FieldType = {
  name: 'version',
  columns: () => [{ suffix: '', type: 'integer' }],
  accept: (_value, _field, complain) => complain('readOnly', 'Is set by Tessera.'),
  shown: (column) => column(),
  operators: comparable('integer'),
  argument: (value, _field, _viewpoint, complain) => (Number.isSafeInteger(Number(value)) ? Number(value) : complain('type', 'Must be a whole number.')),
  sort: null,
  schema: () => ({ type: 'integer', minimum: 1 }),
  example: () => 1,
  cell: { write: (value) => value as number, read: (cell) => Number(cell) },
  searched: null,
  mirror: null,
  widget: () => ({ widget: 'number' }),
};
