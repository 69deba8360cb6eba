/** Why somebody was not let in; told to the person, who may have to tell an administrator, and to the ledger. */
export type Reason =
  | 'begun-elsewhere' | 'unavailable' | 'refused-by-provider' | 'answer-not-valid' | 'email-not-verified' | 'foreign-domain' | 'account-suspended' | 'member-suspended' | 'member-removed'
  | 'known-by-another-name' | 'address-taken' | 'no-role' | 'another-person' | 'not-proved-again';

/** Refused at a page that a browser shows: there is nothing in it that a program could do better. */
export class NotLetIn extends Error {
  constructor(
    readonly reason: Reason,
    cause?: unknown,
  ) {
    super(`Not let in: ${reason}`, { cause });
    this.name = 'NotLetIn';
  }
}
