import { decorator } from './declare.js';
import type { Complain, FieldType, Json } from './field.js';
import { equatable } from './operators.js';
import { isStorable, lengthOf, text, textArgument } from './text.js';

export interface LongTextOptions {
  max?: number;
}

const LONGEST_TEXT = 20_000;

// Unlike a line it may hold tabs and line breaks.
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Paragraphs with line breaks of one kind and without blank ends, or a complaint. */
export function acceptLines(value: Json, max: number, complain: Complain): string | undefined {
  if (typeof value !== 'string') return complain('type', 'Must be a text.');
  if (value.length > max * 4) return complain('length', `Must have at most ${max} characters.`);
  if (UNPRINTABLE.test(value) || !isStorable(value)) return complain('characters', 'Must not contain control characters or broken Unicode.');
  const lines = value.replace(/\r\n?/g, '\n').normalize('NFC').trim();
  if (lengthOf(lines) > max) return complain('length', `Must have at most ${max} characters.`);
  return lines;
}

export const longText: FieldType<LongTextOptions> = {
  ...text,
  name: 'long-text',
  columns: ({ options }) => [{ suffix: '', type: 'text', check: `length($column) <= ${options.max ?? LONGEST_TEXT}` }],
  accept(value, { options, required }, complain) {
    const lines = acceptLines(value, options.max ?? LONGEST_TEXT, complain);
    if (lines === '' && required) return complain('required', 'Must not be empty.');
    return lines === undefined ? undefined : { '': lines || null };
  },
  operators: equatable('text'),
  argument: (value, _field, _viewpoint, complain) => textArgument(value, complain),
  sort: null,
  schema: ({ options }) => ({ type: 'string', maxLength: options.max ?? LONGEST_TEXT }),
  example: ({ label }, seed) => `${label} ${seed}\nwith a second line`,
  widget: ({ options }) => ({ widget: 'lines', max: options.max ?? LONGEST_TEXT }),
};

export const LongText = decorator<string, LongTextOptions>(longText);
