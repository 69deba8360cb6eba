import { isUtf8 } from 'node:buffer';
import { Invalid, Malformed } from '#kernel/pipeline/problem.js';
import { LIMITS } from './limits.js';

const INHERITED = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);
const ILL_FORMED = /[\0\p{Surrogate}]/u;

/** Reads a JSON body and refuses what no handler should ever have to think of. An empty body is no body. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new Malformed('The body is not valid UTF-8.');
  const value = parse(body.toString());
  refuseUnsafe(value, { keys: 0 }, '', 1);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Malformed(`The body is not JSON: ${error instanceof SyntaxError ? error.message : 'it is nested too deeply'}.`);
  }
}

function refuseUnsafe(value: unknown, seen: { keys: number }, at: string, depth: number): void {
  if (typeof value === 'string') return refuseIllFormed(value, at);
  if (typeof value !== 'object' || value === null) return;
  if (depth > LIMITS.jsonDepth) throw new Malformed(`The body is nested more than ${LIMITS.jsonDepth} levels deep.`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) refuseUnsafe(value[index], seen, at && `${at}.${index}`, depth + 1);
    return;
  }
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    seen.keys += 1;
    if (seen.keys > LIMITS.jsonKeys) throw new Malformed(`The body has more than ${LIMITS.jsonKeys} properties.`);
    refuseIllFormed(key, at);
    refuseInherited(key, record[key], at);
    refuseUnsafe(record[key], seen, at ? `${at}.${key}` : key, depth + 1);
  }
}

/** Postgres stores neither NUL nor half of a surrogate pair; a search for either would fail far from here. */
function refuseIllFormed(text: string, at: string): void {
  if (!ILL_FORMED.test(text)) return;
  throw new Invalid([{ at, rule: 'text', say: 'This text contains a NUL or half of a surrogate pair, which cannot be stored.' }]);
}

/** Names that reach into every object (`__proto__`), also as a path (`a.constructor.b`). */
function refuseInherited(key: string, value: unknown, at: string): void {
  const reaches =
    key === '__proto__' ||
    (key === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')) ||
    (key.includes('.') && key.split('.').some((part) => INHERITED.has(part)));
  if (reaches) throw new Invalid([{ at: at ? `${at}.${key}` : key, rule: 'name', say: 'This name is reserved. Choose another.' }]);
}

export function isReservedName(name: string): boolean {
  return name.split(/[.[\]]/).some((part) => part === '__proto__' || part === 'constructor' || part === 'prototype');
}
