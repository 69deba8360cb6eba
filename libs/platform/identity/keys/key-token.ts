import { hash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ORGANIZATION_LENGTH = 22;
const NAME_LENGTH = 10;
const SECRET_LENGTH = 43;
const FORM = new RegExp(`^tsk_([0-9A-Za-z]{${ORGANIZATION_LENGTH}})([0-9A-Za-z]{${NAME_LENGTH}})_([0-9A-Za-z]{${SECRET_LENGTH}})$`);
/** As large as the largest number that so many letters can write, so that every uuid has one spelling. */
const LARGEST_UUID = 2n ** 128n - 1n;

export interface KeyToken {
  organizationId: string;
  /** Names the key, and may be shown. */
  prefix: string;
  secretHash: Buffer;
}

/** It names its organisation, as access tokens do, so that it is looked for inside that organisation's seal and nowhere else. */
export function newPrefix(organizationId: string): string {
  return base62(BigInt(`0x${organizationId.replaceAll('-', '')}`), ORGANIZATION_LENGTH) + base62(BigInt(`0x${randomBytes(7).toString('hex')}`), NAME_LENGTH);
}

export function newSecret(): string {
  return base62(BigInt(`0x${randomBytes(32).toString('hex')}`), SECRET_LENGTH);
}

export function tokenOf(prefix: string, secret: string): string {
  return `tsk_${prefix}_${secret}`;
}

/** 256 random bits need no slow hash. */
export function secretHashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

export function isKeyToken(token: string): boolean {
  return token.startsWith('tsk_');
}

export function readKeyToken(token: string): KeyToken | null {
  const [, place, name, secret] = FORM.exec(token) ?? [];
  if (!place || !name || !secret) return null;
  const organizationId = organizationAt(place);
  return organizationId === null ? null : { organizationId, prefix: place + name, secretHash: secretHashOf(secret) };
}

/** For whatever else names its organisation in this way. */
export function organizationOfPrefix(prefix: string): string | null {
  return /^[0-9A-Za-z]+$/.test(prefix) && prefix.length === ORGANIZATION_LENGTH + NAME_LENGTH ? organizationAt(prefix.slice(0, ORGANIZATION_LENGTH)) : null;
}

function organizationAt(place: string): string | null {
  const number = [...place].reduce((sum, letter) => sum * 62n + BigInt(ALPHABET.indexOf(letter)), 0n);
  if (number > LARGEST_UUID) return null;
  return number.toString(16).padStart(32, '0').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function base62(number: bigint, length: number): string {
  let text = '';
  for (let rest = number; rest > 0n; rest /= 62n) text = ALPHABET[Number(rest % 62n)]! + text;
  return text.padStart(length, '0');
}
