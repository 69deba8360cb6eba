import { declareField, type On, type OnRequired } from './declare.js';
import type { CommonOptions, Complain, FieldType, Json, Operator } from './field.js';
import { equatable } from './operators.js';

export interface TextOptions {
  max?: number;
  min?: number;
  pattern?: RegExp;
}

const LONGEST_LINE = 500;

// Control characters (also NUL) and line breaks have no place in a single line; half a surrogate pair is no text at all.
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A trimmed line of text in Unicode normal form, or a complaint. */
export function acceptLine(value: Json, max: number, complain: Complain): string | undefined {
  if (typeof value !== 'string') return complain('type', 'Must be a text.');
  if (value.length > max * 4) return complain('length', `Must have at most ${max} characters.`);
  if (UNPRINTABLE.test(value)) return complain('characters', 'Must not contain control characters, line breaks or broken Unicode.');
  const line = value.normalize('NFC').trim();
  if ([...line].length > max) return complain('length', `Must have at most ${max} characters.`);
  return line;
}

export const startsWith: Operator = {
  say: 'starts with',
  takes: 'one',
  sql: (column, argument, [value]) => `starts_with(${column()}, ${argument(value, 'text')})`,
  test: (value, [argument]) => typeof value === 'string' && value.startsWith(argument as string),
};

export const text: FieldType<TextOptions> = {
  name: 'text',
  columns: ({ options }) => [{ suffix: '', type: 'text', check: `length($column) <= ${options.max ?? LONGEST_LINE}` }],
  accept(value, { options, required }, complain) {
    const line = acceptLine(value, options.max ?? LONGEST_LINE, complain);
    if (line === undefined) return undefined;
    if (required && line === '') return complain('required', 'Must not be empty.');
    if ([...line].length < (options.min ?? 0)) return complain('length', `Must have at least ${options.min} characters.`);
    if (options.pattern && !options.pattern.test(line)) return complain('pattern', `Must match ${options.pattern.source}.`);
    return { '': line === '' ? null : line };
  },
  shown: (column) => column(),
  operators: { ...equatable('text'), startsWith },
  argument: (value, _field, _viewpoint, complain) => (typeof value === 'string' ? value : complain('type', 'Must be a text.')),
  sort: { suffix: '', type: 'text' },
  schema: ({ options }) => ({ type: 'string', maxLength: options.max ?? LONGEST_LINE, ...(options.min ? { minLength: options.min } : {}) }),
  example: ({ label, options }, seed) => `${label} ${seed}`.slice(0, options.max ?? LONGEST_LINE),
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: (column) => column(),
  mirror: 'text',
  widget: ({ options }) => ({ widget: 'line', max: options.max ?? LONGEST_LINE }),
};

export function Text(options: TextOptions & CommonOptions & { required: true }): OnRequired<string>;
export function Text(options?: TextOptions & CommonOptions): On<string>;
export function Text(options: TextOptions & CommonOptions = {}): On<string> {
  return declareField(text, options);
}
