import { decorator } from './declare.js';
import type { FieldType, Json } from './field.js';
import { equatable } from './operators.js';

const WORDS = new Map<Json, boolean>([['true', true], ['yes', true], ['1', true], ['false', false], ['no', false], ['0', false]]);

function worded(value: Json): Json {
  return typeof value === 'string' ? (WORDS.get(value.trim().toLowerCase()) ?? value) : value;
}

export const boolean: FieldType = {
  name: 'boolean',
  columns: () => [{ suffix: '', type: 'boolean' }],
  accept: (value, _field, complain) => (typeof value === 'boolean' ? { '': value } : complain('type', 'Must be true or false, without quotes.')),
  shown: (column) => column(),
  operators: equatable('boolean'),
  argument(value, _field, _viewpoint, complain) {
    const meant = worded(value);
    return typeof meant === 'boolean' ? meant : complain('type', 'Must be true or false.');
  },
  sort: { suffix: '', type: 'boolean' },
  schema: () => ({ type: 'boolean' }),
  example: (_field, seed) => seed % 2 === 0,
  cell: { write: (value) => value as boolean | null, read: worded },
  searched: null,
  mirror: 'flag',
  widget: () => ({ widget: 'switch' }),
};

export const Flag = decorator<boolean, object>(boolean);
