import { Malformed, type Problem } from '#kernel/pipeline/problem.js';
import { isReservedName } from './json-body.js';
import { LIMITS } from './limits.js';

const REFUSED = Symbol('refused');
const NOTHING: Query = Object.freeze(Object.create(null) as Query);

export interface Query {
  [name: string]: string;
}

/**
 * Each parameter once, decoded once. It never throws, because the router calls it where nothing would catch it:
 * what is wrong is kept beside the values and refused by the first hook.
 */
export function parseQuery(text: string): Query {
  if (text === '') return NOTHING;
  const query = Object.create(null) as Query & { [REFUSED]?: Problem };
  const pairs = text.split('&', LIMITS.queryParameters + 1);
  if (pairs.length > LIMITS.queryParameters) return refuse(query, `The address has more than ${LIMITS.queryParameters} parameters.`);
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    if (name === null || value === null) return refuse(query, 'A parameter of the address is not valid percent-encoded UTF-8.');
    if (isReservedName(name)) return refuse(query, 'A parameter of the address has a reserved name.');
    if (name in query) return refuse(query, `The parameter "${name.slice(0, 60)}" is given twice. Give it once; separate several values by commas.`);
    query[name] = value;
  }
  return query;
}

/** What is wrong with the query, if anything. */
export function refusalOf(query: unknown): Problem | undefined {
  return (query as { [REFUSED]?: Problem } | null)?.[REFUSED];
}

function refuse(query: Query & { [REFUSED]?: Problem }, detail: string): Query {
  Object.defineProperty(query, REFUSED, { value: new Malformed(detail) });
  return query;
}

function decode(text: string): string | null {
  if (!/[%+]/.test(text)) return text;
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}
