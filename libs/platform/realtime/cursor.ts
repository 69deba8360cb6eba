import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '#kernel/tenancy/uuid.js';
import type { Position } from '#platform/ledger/entry.js';

const TAG_BYTES = 12;

/** A place in the ledger that a client keeps and gives back: sealed to its organisation, so that nobody makes us read on from just anywhere. */
export function sealCursor({ transaction, entryId }: Position, at: number, organizationId: string, key: Buffer): string {
  const text = `${transaction}.${entryId}.${at}`;
  return Buffer.concat([tagOf(text, organizationId, key), Buffer.from(text)]).toString('base64url');
}

/** Null when it is none of ours, or from elsewhere. */
export function openCursor(cursor: string, organizationId: string, key: Buffer): (Position & { at: number }) | null {
  const bytes = Buffer.from(cursor.slice(0, 200), 'base64url');
  const text = bytes.subarray(TAG_BYTES).toString();
  const tag = bytes.subarray(0, TAG_BYTES);
  if (tag.length !== TAG_BYTES || !timingSafeEqual(tag, tagOf(text, organizationId, key))) return null;
  const [transaction = '', entryId, at] = text.split('.');
  return isUuid(entryId) && /^-?\d+$/.test(transaction) ? { transaction, entryId, at: Number(at) } : null;
}

function tagOf(text: string, organizationId: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(`live cursor ${organizationId} ${text}`).digest().subarray(0, TAG_BYTES);
}
