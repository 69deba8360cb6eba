import { randomBytes } from 'node:crypto';
import { isUuid } from '#kernel/tenancy/uuid.js';

/** The member as applications know them: one and the same person is somebody else in every organisation. */
export interface Subject {
  organizationId: string;
  memberId: string;
}

const CLIENT = /^toc_([0-9a-f]{32})[A-Za-z0-9_-]{16}$/;

export function subjectOf({ organizationId, memberId }: Subject): string {
  return `${organizationId}.${memberId}`;
}

export function readSubject(text: unknown): Subject | null {
  if (typeof text !== 'string') return null;
  const [organizationId, memberId, more] = text.split('.');
  return isUuid(organizationId) && isUuid(memberId) && more === undefined ? { organizationId, memberId } : null;
}

/** It names its organisation, so that it is looked for inside that organisation's seal and nowhere else. */
export function newClientId(organizationId: string): string {
  return `toc_${organizationId.replaceAll('-', '')}${randomBytes(12).toString('base64url')}`;
}

export function organizationOfClient(clientId: unknown): string | null {
  const digits = typeof clientId === 'string' ? CLIENT.exec(clientId)?.[1] : undefined;
  return digits?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? null;
}
