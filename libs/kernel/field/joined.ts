import { snake } from '#kernel/resource/names.js';
import { declareField, type On } from './declare.js';
import type { CommonOptions, FieldType } from './field.js';
import { startsWith, text } from './text.js';
import { equatable } from './operators.js';

export interface JoinedOptions {
  /** Fields of the same record whose texts are put together, in this order. */
  of: readonly string[];
}

/** A text that the database joins from others, such as a full name. */
export const joined: FieldType<JoinedOptions> = {
  name: 'joined',
  columns: ({ options }) => [{ suffix: '', type: 'text', generatedAs: `btrim(${options.of.map((name) => `coalesce("${snake(name)}", '')`).join(` || ' ' || `)})` }],
  accept: (_value, _field, complain) => complain('readOnly', 'Is put together by Tessera from other fields.'),
  shown: (column) => column(),
  operators: { ...equatable('text'), startsWith },
  argument: (value, _field, _viewpoint, complain) => (typeof value === 'string' ? value : complain('type', 'Must be a text.')),
  sort: { suffix: '', type: 'text' },
  schema: () => ({ type: 'string', readOnly: true }),
  example: ({ label }, seed) => `${label} ${seed}`,
  cell: text.cell as FieldType<JoinedOptions>['cell'],
  searched: (column) => column(),
  mirror: null,
  widget: () => ({ widget: 'line' }),
};

/** Never a client's to set, and no more personal than its parts, which say so themselves. */
export function Joined(options: JoinedOptions & Omit<CommonOptions, 'required' | 'default' | 'readOnly'>): On<string> {
  return declareField(joined, { ...options, readOnly: true });
}
