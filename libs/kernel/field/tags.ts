import { decorator } from './declare.js';
import type { Complain, FieldType, Json, Operator } from './field.js';
import { mirrored } from './mirror.js';
import { acceptLine } from './text.js';

const LONGEST_TAG = 50;
const MOST_TAGS = 50;

const tagsOf = (value: Json): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const hasOne: Operator['sql'] = (column, bind, values) => mirrored(column, bind, `v.text_value = ANY (${bind(values, 'text[]')})`);
const any: Operator['sql'] = (column, bind) => mirrored(column, bind, '');

function acceptTag(value: Json, complain: Complain): string | undefined {
  const tag = acceptLine(value, LONGEST_TAG, complain);
  if (tag === '') return complain('tags', 'A tag must not be empty.');
  // A cell of a CSV file holds all tags of a record, with semicolons between.
  return tag?.includes(';') ? complain('tags', 'A tag must not hold a semicolon.') : tag;
}

export const tags: FieldType = {
  name: 'tags',
  columns: () => [{ suffix: '', type: 'text[]', check: `cardinality($column) <= ${MOST_TAGS}` }],
  accept(value, { required }, complain) {
    if (!Array.isArray(value)) return complain('type', 'Must be a list of texts.');
    if (value.length > MOST_TAGS) return complain('tags', `Must have at most ${MOST_TAGS} tags.`);
    const accepted = new Map<string, string>();
    for (const one of value) {
      const tag = acceptTag(one, complain);
      if (tag === undefined) return undefined;
      if (!accepted.has(tag.toLowerCase())) accepted.set(tag.toLowerCase(), tag);
    }
    return accepted.size === 0 && required ? complain('required', 'Must have at least one tag.') : { '': [...accepted.values()] };
  },
  shown: (column) => `coalesce(${column()}, '{}')`,
  operators: {
    has: {
      say: 'has the tag',
      takes: 'one',
      sql: (column, bind, [value]) => mirrored(column, bind, `v.text_value = ${bind(value, 'text')}`),
      test: (value, [tag]) => tagsOf(value).includes(tag as string),
    },
    hasAny: { say: 'has one of the tags', takes: 'many', sql: hasOne, test: (value, values) => values.some((tag) => tagsOf(value).includes(tag as string)) },
    hasNone: {
      say: 'has none of the tags',
      takes: 'many',
      sql: (...given) => `NOT ${hasOne(...given)}`,
      test: (value, values) => !values.some((tag) => tagsOf(value).includes(tag as string)),
    },
    empty: { say: 'has no tags', takes: 'nothing', sql: (...given) => `NOT ${any(...given)}`, test: (value) => tagsOf(value).length === 0 },
    filled: { say: 'has tags', takes: 'nothing', sql: any, test: (value) => tagsOf(value).length > 0 },
  },
  argument: (value, _field, _viewpoint, complain) => acceptTag(value, complain),
  sort: null,
  schema: () => ({ type: 'array', maxItems: MOST_TAGS, items: { type: 'string', minLength: 1, maxLength: LONGEST_TAG } }),
  example: (_field, seed) => [`Tag ${seed}`, 'Important'],
  cell: {
    write: (value) => tagsOf(value).join('; ') || null,
    read: (cell) => cell.split(';').map((tag) => tag.trim()).filter((tag) => tag !== ''),
  },
  searched: (column) => `array_to_string(${column()}, ' ')`,
  mirror: 'text',
  widget: () => ({ widget: 'tags' }),
};

export const Tags = decorator<string[], object>(tags, { default: [] });
