import type { Row } from '#kernel/gate/predicate.js';
import type { Change } from '#kernel/pipeline/hooks.js';

/** A part of a company or of a contact, and never moved from one to another. */
export function belongsToOne({ before, after, complain }: Change): boolean {
  const { companyId, contactId } = whoseIs(after!);
  const was = before && whoseIs(before);
  if ((companyId === null) === (contactId === null)) complain('contactId', 'one', 'Say whose it is: that of a company, or of a contact.');
  else if (was && (was.companyId !== companyId || was.contactId !== contactId)) complain('contactId', 'moved', 'Stays with whom it belongs to: make another one there.');
  else return true;
  return false;
}

export function whoseIs({ companyId, contactId }: Row): { companyId: string | null; contactId: string | null } {
  return { companyId: (companyId as string | undefined) ?? null, contactId: (contactId as string | undefined) ?? null };
}
