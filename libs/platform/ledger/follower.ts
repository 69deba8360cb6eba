import type { Entry, Position } from './entry.js';

/** Reads the ledger of every organisation in order, with a cursor of its own, and misses nothing. */
export interface Follower {
  /** The name of its cursor: under a new name it begins at the beginning. */
  readonly name: string;
  /**
   * Runs inside the organisation, in the transaction that moves the cursor: what is written stands or falls with the move.
   * With `outside`, it runs before and without a transaction, may wait on the network, and may see the same entries again.
   */
  readonly outside?: boolean;
  /** Nobody waits for it: what comes within this time after it has read is left to gather. */
  readonly gatherMs?: number;
  follow(entries: readonly Entry[], from: Position): Promise<void>;
}

const FOLLOWS = Symbol('follows the ledger');

/** Marks the provider that is a Follower. */
export function Follows(): <T extends new (...dependencies: never[]) => Follower>(follower: T) => void {
  return (follower) => Reflect.defineMetadata(FOLLOWS, true, follower);
}

export function isFollower(provider: object): boolean {
  return Reflect.hasMetadata(FOLLOWS, provider);
}
