import type { Row } from '#kernel/gate/predicate.js';
import type { Change } from '#kernel/pipeline/hooks.js';

/** A part of a company or of a contact, and never moved from one to another. For after the writing, so that whoever names what is not there hears of that first. */
export function belongToOne(changes: readonly Change[]): void {
  for (const { kind, before, after, complain } of changes) {
    if (!after || kind === 'delete') continue;
    const was = before && whoseIs(before);
    if (!isOfOne(after)) complain('contactId', 'one', 'Say whose it is: that of a company, or of a contact.');
    else if (was && (was.companyId !== whoseIs(after).companyId || was.contactId !== whoseIs(after).contactId)) complain('contactId', 'moved', 'Stays with whom it belongs to: make another one there.');
  }
}

export function isOfOne(row: Row): boolean {
  const { companyId, contactId } = whoseIs(row);
  return (companyId === null) !== (contactId === null);
}

export function whoseIs({ companyId, contactId }: Row): { companyId: string | null; contactId: string | null } {
  return { companyId: (companyId as string | undefined) ?? null, contactId: (contactId as string | undefined) ?? null };
}
