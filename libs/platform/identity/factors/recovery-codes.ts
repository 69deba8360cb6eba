import { hash, randomBytes } from 'node:crypto';
import { base32 } from './totp.js';

const HOW_MANY = 10;
const FORM = /^[A-Z2-7]{16}$/;

/** 80 random bits each, in groups that can be read from paper. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: HOW_MANY }, () => base32(randomBytes(10)).match(/.{4}/g)!.join('-'));
}

/** Null for what cannot be one. Capitals and hyphens do not matter. */
export function recoveryHash(code: string): Buffer | null {
  const bare = code.replaceAll(/[\s-]/g, '').toUpperCase();
  return FORM.test(bare) ? hash('sha256', bare, 'buffer') : null;
}
