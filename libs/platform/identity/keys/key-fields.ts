import { BlockList, isIP } from 'node:net';
import { decorator } from '#kernel/field/declare.js';
import type { FieldType, Json } from '#kernel/field/field.js';
import { json } from '#kernel/field/json.js';
import { secret } from '#kernel/field/secret.js';

const MOST = 100;
const SCOPE = /^(\*|[a-z][A-Za-z0-9]{0,59}):(\*|[a-z][a-z-]{0,59})$/;

/** A list of texts of one form, kept as JSON. */
export function listOf(what: string, maxLength: number, fits: (text: string) => boolean, examples: Json[]): FieldType {
  return {
    ...(json as FieldType),
    accept(value, _field, complain) {
      if (!Array.isArray(value) || value.length > MOST) return complain('type', `Must be a list of at most ${MOST} ${what}.`);
      const wrong = value.find((each) => typeof each !== 'string' || each.length > maxLength || !fits(each));
      if (wrong !== undefined) return complain('form', `Must hold only ${what}: ${JSON.stringify(wrong).slice(0, 60)} is none.`);
      return { '': JSON.stringify([...new Set(value as string[])]) };
    },
    schema: () => ({ type: 'array', maxItems: MOST, items: { type: 'string', maxLength } }),
    example: () => examples,
    widget: () => ({ widget: 'lines' }),
  };
}

/** What a key may be used for, such as `member:read`, `*:read` or `member:*`. */
export const Scopes = decorator<Json, object>(listOf('scopes such as member:read, *:read or member:*', 121, (text) => SCOPE.test(text), ['*:read', 'team:*']));

/** From where a key may be used: addresses and networks of either family. */
export const Networks = decorator<Json, object>(listOf('addresses and networks such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32', 49, isNetwork, ['10.0.0.0/8', '2001:db8::/32']));

/** Only ever compared; set by the product, and never shown. */
export const Digest = decorator<{ set: true }, object>({
  ...secret,
  accept: (value, _field, complain) => (typeof value === 'string' && /^([0-9a-f]{2}){1,64}$/.test(value) ? { '': Buffer.from(value, 'hex') } : complain('type', 'Must be a digest in hexadecimal digits.')),
});

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

/** An IPv4 address may come in IPv6 clothes. */
export function isWithin(networks: readonly string[], address: string): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address.split('%')[0]!;
  if (isIP(plain) === 0) return false;
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  const blocks = new BlockList();
  for (const network of networks) {
    const [start = '', bits] = network.split('/');
    if (isIP(start) !== isIP(plain)) continue;
    if (bits === undefined) blocks.addAddress(start, family);
    else blocks.addSubnet(start, Number(bits), family);
  }
  return blocks.check(plain, family);
}
