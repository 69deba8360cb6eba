import type { Transaction } from '#kernel/tenancy/transaction.js';
import type { Language, Parameters } from './letter.js';

export interface Asked {
  recipient: string;
  language: Language;
  parameters: Parameters;
}

export interface Prepared {
  letter: string;
  parameters: Parameters;
  /** The address as its account has it, which may be written otherwise than it was typed. */
  to: string;
}

/**
 * Decides at the worker what is sent for a letter that was only asked for. Whoever asks learns nothing by the time the
 * answer takes, since one row is all that is written then, whomever the address belongs to.
 */
export abstract class Preparer {
  abstract readonly letter: string;

  /** In one transaction with what it answers being kept: it happens once. Null sends nothing. */
  abstract prepare(asked: Asked, transaction: Transaction): Promise<Prepared | null>;
}
