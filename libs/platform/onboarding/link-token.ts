import { hash, randomBytes } from 'node:crypto';
import { Problem } from '#kernel/pipeline/problem.js';

const BYTES = 32;
const FORM = /^[A-Za-z0-9_-]{43}$/;

/** What stands in a link and opens a door once. It is nowhere but there. */
export function newLinkToken(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** What is kept of it; null for what cannot be one. The tokens are random through and through, so one round suffices. */
export function linkHash(token: string): Buffer | null {
  return FORM.test(token) ? hash('sha256', token, 'buffer') : null;
}

/** Expired, used, foreign, malformed or never there: whoever holds such a link learns nothing more. */
export class LinkNotValid extends Problem {
  constructor() {
    super(400, 'link-not-valid', 'Link not valid', 'This link is not valid, or not any more. Ask for a new one.');
  }
}
