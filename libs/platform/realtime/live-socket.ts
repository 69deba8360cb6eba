import type { Socket } from 'socket.io';
import type { Ability } from '#kernel/gate/ability.js';
import { runInScope, systemClock, type Scope } from '#kernel/tenancy/scope.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Identity } from '#platform/identity/identity.js';

const MOST_WATCHED = 100;
/** Events that a socket may send: so many at once, and as many a second in the long run. */
const BURST = 60;
const PER_SECOND = 20;
/** Whoever goes on after being told so often is shown out. */
const MOST_REFUSED = 300;

/** One connection of one member, with what it watches. Nothing about who it is comes from what it sends. */
export class LiveSocket {
  /** Rooms it is in: a noun, or a noun and the id of a record. */
  readonly watched = new Set<string>();
  /** Records it is at, and whether it is editing them. */
  readonly at = new Map<string, boolean>();
  /** What it may do, as was found out last; null when that must be asked again. */
  ability: Ability | null = null;
  abilityAt = 0;
  private budget = BURST;
  private spentAt = Date.now();
  private refused = 0;

  constructor(
    readonly socket: Socket,
    readonly identity: Identity & { organizationId: string; memberId: string },
  ) {}

  get id(): string {
    return this.socket.id;
  }

  get organizationId(): string {
    return this.identity.organizationId;
  }

  inScope<T>(work: () => Promise<T>): Promise<T> {
    const { actor, organizationId } = this.identity;
    const scope: Scope & { identity: Identity } = { requestId: uuidv7(), clock: systemClock, actor, organizationId, identity: this.identity, reason: null, transaction: null };
    return runInScope(scope, work);
  }

  mayWatchMore(room: string): boolean {
    return this.watched.has(room) || this.watched.size < MOST_WATCHED;
  }

  /** False when it has sent too much lately; 'out' when it does not stop. */
  spend(): boolean | 'out' {
    const now = Date.now();
    this.budget = Math.min(BURST, this.budget + ((now - this.spentAt) * PER_SECOND) / 1_000);
    this.spentAt = now;
    if (this.budget >= 1) {
      this.budget -= 1;
      this.refused = 0;
      return true;
    }
    this.refused += 1;
    return this.refused > MOST_REFUSED ? 'out' : false;
  }
}

export function roomOf(noun: string, recordId?: string): string {
  return recordId ? `${noun} ${recordId}` : noun;
}
