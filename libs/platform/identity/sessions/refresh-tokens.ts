import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

/** So that a token that leaked into a text can be recognised for what it is. */
const PREFIX = 'trt_';
const FORM = /^trt_[A-Za-z0-9_-]{43}$/;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export function newRefreshToken(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

export function isRefreshToken(value: unknown): value is string {
  return typeof value === 'string' && FORM.test(value);
}

/** 256 random bits need no slow hash. */
export function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** Only whoever holds the token itself can open what follows it: not the database, nor anybody who reads it. */
export function sealSuccessor(successor: string, token: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(token), iv, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([cipher.update(successor, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

export function openSuccessor(sealed: Buffer, token: string): string {
  const decipher = createDecipheriv('aes-256-gcm', keyFrom(token), sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}

function keyFrom(token: string): Buffer {
  return hash('sha256', `successor of ${token}`, 'buffer');
}
