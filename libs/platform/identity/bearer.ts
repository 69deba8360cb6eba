import { LIMITS } from '#platform/edge/limits.js';

const FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** What follows "Bearer", unless it is far too long to be a token. */
export function bearerOf(authorization: string | undefined): string | null {
  if (authorization === undefined || authorization.length > LIMITS.tokenLength) return null;
  return authorization.startsWith('Bearer ') || authorization.startsWith('bearer ') ? authorization.slice(7) : null;
}

export function hasTokenForm(token: string): boolean {
  return FORM.test(token);
}
