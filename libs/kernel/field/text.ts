import { decorator } from './declare.js';
import type { Complain, Field, FieldType, Json, Operator } from './field.js';
import { equatable } from './operators.js';

export interface TextOptions {
  max?: number;
  min?: number;
  pattern?: RegExp;
  /** A valid value, different for each seed where it must be unique. A field with a pattern has to give one. */
  example?: (seed: number) => string;
}

const LONGEST_LINE = 500;

// Control characters (also NUL) and line breaks have no place in a single line; half a surrogate pair is no text at all.
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

// eslint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether Postgres can take it: it knows neither NUL nor half a surrogate pair. */
export function isStorable(value: string): boolean {
  return !UNSTORABLE.test(value);
}

/** In characters, as Postgres counts them. */
export function lengthOf(value: string): number {
  return Array.from(value).length;
}

/** A text to compare with, in the form in which texts are stored. */
export function textArgument(value: Json, complain: Complain): string | undefined {
  if (typeof value !== 'string') return complain('type', 'Must be a text.');
  if (value.length > 20_000) return complain('length', 'Must have at most 20000 characters.');
  return isStorable(value) ? value.normalize('NFC') : complain('characters', 'Must not contain control characters or broken Unicode.');
}

/** A trimmed line of text in Unicode normal form, or a complaint. */
export function acceptLine(value: Json, max: number, complain: Complain): string | undefined {
  if (typeof value !== 'string') return complain('type', 'Must be a text.');
  if (value.length > max * 4) return complain('length', `Must have at most ${max} characters.`);
  if (UNPRINTABLE.test(value)) return complain('characters', 'Must not contain control characters, line breaks or broken Unicode.');
  const line = value.normalize('NFC').trim();
  if (lengthOf(line) > max) return complain('length', `Must have at most ${max} characters.`);
  return line;
}

/** As acceptLine, where an emptied line means no value. */
export function acceptFilledLine(value: Json, max: number, { required }: Pick<Field, 'required'>, complain: Complain): string | null | undefined {
  const line = acceptLine(value, max, complain);
  if (line !== '') return line;
  return required ? complain('required', 'Must not be empty.') : null;
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
  accept(value, field, complain) {
    const { options } = field;
    const line = acceptFilledLine(value, options.max ?? LONGEST_LINE, field, complain);
    if (!line) return line === null ? { '': null } : undefined;
    if (lengthOf(line) < (options.min ?? 0)) return complain('length', `Must have at least ${options.min} characters.`);
    if (options.pattern && !options.pattern.test(line)) return complain('pattern', `Must match ${options.pattern.source}.`);
    return { '': line };
  },
  shown: (column) => column(),
  operators: { ...equatable('text'), startsWith },
  argument: (value, _field, _viewpoint, complain) => textArgument(value, complain),
  sort: { suffix: '', type: 'text' },
  schema: ({ options }) => ({ type: 'string', maxLength: options.max ?? LONGEST_LINE, ...(options.min ? { minLength: options.min } : {}), ...(options.pattern ? { pattern: options.pattern.source } : {}) }),
  example: ({ label, options }, seed) => options.example?.(seed) ?? `${label.slice(0, Math.max(0, (options.max ?? LONGEST_LINE) - 12))} ${seed}`.trim().padEnd(options.min ?? 0, '.'),
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: (column) => column(),
  mirror: 'text',
  widget: ({ options }) => ({ widget: 'line', max: options.max ?? LONGEST_LINE }),
};

export const Text = decorator<string, TextOptions>(text);
