import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A clock may be one step early or late. */
const TOLERANCE = [0, -1, 1];

/** RFC 6238 with the values that every application knows: SHA-1, six digits, thirty seconds. */
export function newTotpSecret(): string {
  return base32(randomBytes(20));
}

export function totpUri(secret: string, account: string): string {
  const label = encodeURIComponent(`Tessera:${account}`);
  return `otpauth://totp/${label}?secret=${secret}&issuer=Tessera&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}

export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = digest.at(-1)! & 0xf;
  return ((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).toString().padStart(DIGITS, '0');
}

export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1_000 / STEP_SECONDS);
}

/** The step that the code belongs to, so that it can be remembered as used; null when the code is wrong. */
export function stepOf(code: string, secret: string, now: Date): number | null {
  const given = Buffer.from(code);
  const at = stepAt(now);
  let found: number | null = null;
  for (const tolerated of TOLERANCE) {
    const expected = Buffer.from(totpCode(secret, at + tolerated));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found ??= at + tolerated;
  }
  return found;
}

export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
