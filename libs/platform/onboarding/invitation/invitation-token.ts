import { isUuid } from '#kernel/tenancy/uuid.js';
import { linkHash, newLinkToken } from '../link-token.js';

const ORGANIZATION_LETTERS = 22;

/** Names the organisation, since whoever opens it is nobody there yet; the rest is what opens it. */
export function newInvitationToken(organizationId: string): string {
  return Buffer.from(organizationId.replaceAll('-', ''), 'hex').toString('base64url') + newLinkToken();
}

/** Null for what cannot be one. */
export function readInvitationToken(token: string): { organizationId: string; hash: Buffer } | null {
  const hash = linkHash(token.slice(ORGANIZATION_LETTERS));
  const hex = Buffer.from(token.slice(0, ORGANIZATION_LETTERS), 'base64url').toString('hex');
  const organizationId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return hash && isUuid(organizationId) ? { organizationId, hash } : null;
}
