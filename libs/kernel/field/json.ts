import { decorator } from './declare.js';
import type { Complain, FieldType, Json } from './field.js';
import { equatable } from './operators.js';
import { isStorable } from './text.js';

export interface JsonOptions {
  /** Levels of nesting. */
  depth?: number;
  /** Characters in all. */
  size?: number;
}

const DEEPEST = 8;
const LARGEST = 65_536;
const KEY = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Names that every object answers to, such as `constructor`, would be found where nobody put them. */
export function isSafeKey(key: string): boolean {
  return KEY.test(key) && !(key in Object.prototype) && key !== 'prototype';
}

/** Whether a free value can be kept: neither too deep nor with keys or texts that could do harm. */
export function acceptJson(value: Json, depth: number, complain: Complain): true | undefined {
  if (typeof value === 'string') return isStorable(value) || complain('characters', 'Must not contain control characters or broken Unicode.');
  if (typeof value === 'number') return Number.isFinite(value) || complain('range', 'Must hold no infinite numbers.');
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return complain('depth', 'Must not be nested so deeply.');
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && !isSafeKey(key)) {
      return complain('key', 'Its keys must begin with a letter, hold only letters, digits, _ and -, and not be names such as "constructor".');
    }
    if (!acceptJson(inner, depth - 1, complain)) return undefined;
  }
  return true;
}

const { empty, filled } = equatable('jsonb');

export const json: FieldType<JsonOptions> = {
  name: 'json',
  columns: () => [{ suffix: '', type: 'jsonb' }],
  accept(value, { options: { depth = DEEPEST, size = LARGEST } }, complain) {
    if (!acceptJson(value, depth, complain)) return undefined;
    const text = JSON.stringify(value);
    return text.length <= size ? { '': text } : complain('size', `Must have at most ${size} characters as JSON.`);
  },
  shown: (column) => column(),
  operators: { empty, filled },
  argument: (_value, _field, _viewpoint, complain) => complain('argument', 'This field can only be asked whether it is empty.'),
  sort: null,
  schema: () => ({ description: 'Any JSON value within the limits of depth and size.' }),
  example: (_field, seed) => ({ seed, nested: { list: [1, 'two', null, true] } }),
  cell: {
    write: (value) => (value === null ? null : JSON.stringify(value)),
    read(cell) {
      try {
        return JSON.parse(cell) as Json;
      } catch {
        return cell;
      }
    },
  },
  searched: null,
  mirror: null,
  widget: () => ({ widget: 'json' }),
};

export const JsonField = decorator<Json, JsonOptions>(json);
