import { openSecret, sealSecret } from '#kernel/field/secret-box.js';
import { isUuid } from '#kernel/tenancy/uuid.js';

const BOUND_TO = 'unsubscribe';
const LONGEST = 1_000;

export interface Unsubscribing {
  organizationId: string;
  address: string;
}

/** Whoever has the mail has the link; nobody can make one for another address. */
export function unsubscribeLink(base: string, { organizationId, address }: Unsubscribing): string {
  return `${base}/api/v1/unsubscribe/${sealSecret(`${organizationId} ${address}`, BOUND_TO).toString('base64url')}`;
}

/** Null for one that was not made here. */
export function unsubscribingOf(token: string): Unsubscribing | null {
  if (token.length > LONGEST) return null;
  try {
    const [organizationId = '', address = ''] = openSecret(Buffer.from(token, 'base64url'), BOUND_TO).split(' ');
    return isUuid(organizationId) && address !== '' ? { organizationId, address } : null;
  } catch {
    return null;
  }
}
