import { decorator } from '#kernel/field/declare.js';
import type { Json } from '#kernel/field/field.js';
import { listOf } from '../keys/key-fields.js';
import { isClientScope } from './scopes.js';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** What a browser or a parser might read otherwise than we do: compared letter for letter, it must have one spelling only. */
const PLAIN = /^https?:\/\/[a-z0-9.[\]:-]+(\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?$/;
const LONGEST_URI = 500;

export const RedirectAddresses = decorator<Json, object>(
  listOf('addresses such as https://app.example.com/callback, spelt as a browser does', LONGEST_URI, isRedirectAddress, ['https://app.example.com/callback']),
);

export const ClientScopes = decorator<Json, object>(listOf('scopes such as openid, read, sales or contact:write', 80, isClientScope, ['openid', 'read']));

function isRedirectAddress(text: string): boolean {
  if (!PLAIN.test(text) || /\/\.{1,2}(\/|$|\?)|%2e/i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  const asSpelt = url.href === text || url.href === `${text}/`;
  return asSpelt && url.username === '' && (url.protocol === 'https:' || isLoopback(text));
}

export function isLoopback(text: string): boolean {
  const url = new URL(text);
  return url.protocol === 'http:' && LOOPBACK.has(url.hostname);
}
