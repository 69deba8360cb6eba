import { decorator } from './declare.js';
import type { Complain, FieldType, Json, Operator } from './field.js';
import { equatable } from './operators.js';
import { acceptFilledLine, textArgument } from './text.js';

const LONGEST_ADDRESS = 2000;

/** The address in the one form that browsers give it; without a scheme, https is meant. */
export function webAddress(typed: string): URL | undefined {
  const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const plain = url.username === '' && url.password === '' && /^[^.]+(?:\.[^.]+)+\.?$/.test(url.hostname);
  return plain && url.href.length <= LONGEST_ADDRESS ? url : undefined;
}

/** `HTTPS://www.Acme.com/`, `acme.com` and `https://acme.com/about` are all at one domain. */
export function domainOf(typed: string): string | undefined {
  return webAddress(typed)?.hostname.replace(/\.$/, '').replace(/^www\.(?=[^.]+\.)/, '');
}

export function domainArgument(value: Json, complain: Complain): string | undefined {
  const typed = textArgument(value, complain);
  if (typed === undefined) return undefined;
  return domainOf(typed.trim()) ?? complain('domain', 'Must be a domain such as example.com.');
}

const atDomain: Operator = {
  say: 'is at the domain',
  takes: 'one',
  sql: (column, bind, [value]) => `${column('domain')} = ${bind(value, 'text')}`,
  test: (value, [domain]) => value !== null && domainOf(value as string) === domain,
  argument: (value, _field, _viewpoint, complain) => domainArgument(value, complain),
};

export const url: FieldType = {
  name: 'url',
  columns: () => [
    { suffix: '', type: 'text', check: `length($column) <= ${LONGEST_ADDRESS} AND $column ~ '^https?://'` },
    { suffix: 'domain', type: 'text' },
  ],
  accept(value, field, complain) {
    const line = acceptFilledLine(value, LONGEST_ADDRESS, field, complain);
    if (!line) return line === null ? { '': null, domain: null } : undefined;
    const address = webAddress(line);
    return address ? { '': address.href, domain: domainOf(address.href) } : complain('url', 'Must be a web address such as https://example.com, without a user name.');
  },
  shown: (column) => column(),
  operators: { ...equatable('text'), domain: atDomain },
  argument(value, _field, _viewpoint, complain) {
    const typed = textArgument(value, complain);
    if (typed === undefined) return undefined;
    return webAddress(typed.trim())?.href ?? complain('url', 'Must be a web address such as https://example.com.');
  },
  sort: { suffix: 'domain', type: 'text' },
  schema: () => ({ type: 'string', format: 'uri', maxLength: LONGEST_ADDRESS }),
  example: (_field, seed) => `https://www.example-${seed}.com/about`,
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: (column) => column(),
  mirror: 'text',
  widget: () => ({ widget: 'url' }),
};

export const Url = decorator<string, object>(url);
