/** One thing that happened, as whoever listens needs it: names and ids, no values. Who needs those reads them inside the organisation. */
export interface Entry {
  /** The ledger's order is (transaction, id). */
  readonly transaction: string;
  readonly id: string;
  readonly kind: 'change' | 'fact';
  readonly subject: string;
  readonly recordId: string | null;
  /** insert, update, delete, or the name of a fact. */
  readonly what: string;
  readonly changed: readonly string[];
  readonly version: number | null;
  readonly actorId: string | null;
  readonly requestId: string | null;
  readonly happenedAt: Date;
}

/** A place in the order of the ledger. */
export interface Position {
  transaction: string;
  entryId: string;
}
