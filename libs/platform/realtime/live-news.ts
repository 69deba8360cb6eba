import { isUuid } from '#kernel/tenancy/uuid.js';
import type { Happening } from '#platform/ledger/happenings.js';

/** What workers tell all API processes: ids and names, never values. */
export const LIVE_CHANNEL = 'tessera:live';

export interface LiveChange extends Pick<Happening, 'noun' | 'recordId' | 'what' | 'type' | 'changed'> {
  transaction: string;
  entryId: string;
}

export interface LiveNews {
  organizationId: string;
  changes: LiveChange[];
  /** Something among it decides who may do what: what is remembered of rights holds no more. */
  rights: boolean;
  /** The member who has something new to read. */
  notified?: string;
}

const DECIDES = new Set(['member', 'role', 'memberRole', 'team', 'teamMember', 'factorPolicy', 'customField']);

export function decidesRights(subject: string): boolean {
  return DECIDES.has(subject);
}

export function changeOf({ entry, noun, recordId, what, type, changed }: Happening): LiveChange {
  return { transaction: entry.transaction, entryId: entry.id, noun, recordId, what, type, changed };
}

/** Null for what no worker of ours has written. Whoever can write to Redis can at most make us read what is there, for those who may. */
export function newsIn(text: string): LiveNews | null {
  try {
    const { organizationId, changes, rights, notified } = JSON.parse(text) as LiveNews;
    return isUuid(organizationId) && Array.isArray(changes) && changes.every(({ noun, recordId }) => typeof noun === 'string' && isUuid(recordId)) ? { organizationId, changes, rights, ...(isUuid(notified) && { notified }) } : null;
  } catch {
    return null;
  }
}
