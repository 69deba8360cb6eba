import { domainToASCII } from 'node:url';
import { decorator } from './declare.js';
import type { Complain, FieldType, Json, Operator } from './field.js';
import { equatable } from './operators.js';
import { acceptFilledLine, textArgument } from './text.js';

const ADDRESS = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9]))$/i;

/** Only A to Z, as the database does it, so that both find the same addresses equal. */
function emailKey(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Domains beyond ASCII take the form that mail servers know. */
function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u007f]*$/.test(address.slice(at)) ? address : address.slice(0, at) + domainToASCII(address.slice(at));
}

/** The one mailbox that a text names, in the form that mail servers know; null when it names none, or more than that. */
export function mailboxOf(text: string): string | null {
  const address = withAsciiDomain(text);
  return ADDRESS.test(address) && address.length <= 254 && address.indexOf('@') <= 64 ? address : null;
}

function argument(value: Json, complain: Complain): string | undefined {
  const typed = textArgument(value, complain);
  return typed === undefined ? undefined : emailKey(withAsciiDomain(typed.trim()));
}

const startsWith: Operator = {
  say: 'starts with',
  takes: 'one',
  sql: (column, bind, [value]) => `starts_with(${column('key')}, ${bind(value, 'text')})`,
  test: (value, [start]) => value !== null && emailKey(value as string).startsWith(start as string),
};

export const email: FieldType = {
  name: 'email',
  columns: () => [
    { suffix: '', type: 'text', check: 'length($column) <= 254' },
    { suffix: 'key', type: 'text', generatedAs: 'lower($column COLLATE "C")' },
  ],
  accept(value, field, complain) {
    const line = acceptFilledLine(value, 254, field, complain);
    if (!line) return line === null ? { '': null } : undefined;
    const address = mailboxOf(line);
    return address === null ? complain('email', 'Must be one e-mail address such as name@example.com.') : { '': address };
  },
  shown: (column) => column(),
  operators: { ...equatable('text', 'key', (value) => emailKey(value as string)), startsWith },
  argument: (value, _field, _viewpoint, complain) => argument(value, complain),
  sort: { suffix: 'key', type: 'text' },
  sameBy: 'key',
  schema: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  example: (_field, seed) => `Person.${seed}@example.com`,
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: (column) => column(),
  mirror: 'text',
  kept: ({ '': address }) => (address === null ? null : emailKey(address as string)),
  widget: () => ({ widget: 'email' }),
};

export const Email = decorator<string, object>(email);
