import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const TAG_BYTES = 16;

export interface FormToken {
  issuedAt: number;
  nonce: string;
}

/** Shows that the form was loaded from us, and when; made for one form, and of use to no other. */
export function newFormToken(formId: string, issuedAt: number, key: Buffer): string {
  const text = `${issuedAt}.${randomBytes(12).toString('base64url')}`;
  return `${text}.${tagOf(formId, text, key)}`;
}

/** Null when it is none of ours. */
export function readFormToken(token: string, formId: string, key: Buffer): FormToken | null {
  const [issuedAt = '', nonce = '', tag = ''] = token.split('.');
  const [given, right] = [Buffer.from(tag), Buffer.from(tagOf(formId, `${issuedAt}.${nonce}`, key))];
  return given.length === right.length && timingSafeEqual(given, right) ? { issuedAt: Number(issuedAt), nonce } : null;
}

function tagOf(formId: string, text: string, key: Buffer): string {
  return createHmac('sha256', key).update(`lead form ${formId} ${text}`).digest().subarray(0, TAG_BYTES).toString('base64url');
}
