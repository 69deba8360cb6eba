import { declareField, type On, type OnRequired } from './declare.js';
import type { CommonOptions, FieldType } from './field.js';
import { comparable } from './operators.js';

export interface MomentOptions {}

/** An instant. */
export const moment: FieldType<MomentOptions> = {
  name: 'moment',
  columns: () => [{ suffix: '', type: 'timestamptz' }],
  accept: (value, _field, complain) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? { '': value } : complain('type', 'Must be an instant such as 2026-11-21T09:30:00Z.')),
  shown: (column) => column(),
  operators: comparable('timestamptz'),
  argument: (value, _field, _viewpoint, complain) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : complain('type', 'Must be an instant such as 2026-11-21T09:30:00Z.')),
  sort: { suffix: '', type: 'timestamptz' },
  schema: () => ({ type: 'string', format: 'date-time' }),
  example: (_field, seed) => new Date(1.7e12 + seed * 1e6).toISOString(),
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: null,
  mirror: 'time',
  widget: () => ({ widget: 'moment' }),
};

export function Moment(options: MomentOptions & CommonOptions & { required: true }): OnRequired<string>;
export function Moment(options?: MomentOptions & CommonOptions): On<string>;
export function Moment(options: MomentOptions & CommonOptions = {}): On<string> {
  return declareField(moment, options);
}
