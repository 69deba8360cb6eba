import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Forbidden, Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentIdentity, type Identity } from '../identity.js';
import { Revocations, type Revocation } from './revocations.js';
import { OVER } from './session.js';
import { watchedSessions, type WatchedRow } from './session-watch.query.js';

/** What decides whether a token that is valid in itself is still worth anything. */
export interface SessionState {
  /** The session has not ended and its account is active. */
  readonly live: boolean;
  /** It may be in the organisation of the token: both are active and belong together. Of the member, the gate knows. */
  readonly present: boolean;
  readonly superAdmin: boolean;
  /** The one organisation in which the session may act, when its identity provider has opened it. */
  readonly confinedTo: string | null;
  /** The account has a second factor. */
  readonly hasFactor: boolean;
  readonly provedAt: Date | null;
  readonly factorAt: Date | null;
}

interface Remembered {
  state: SessionState;
  /** When it was asked for, in milliseconds. */
  at: number;
  identity: Identity;
  again: Promise<SessionState> | null;
}

/** After this time it is asked again, while the known answer still serves; after the longer one nobody is let in on it. Together with the time to ask, less than 5 s. */
const FRESH_FOR_MS = 2_000;
const USED_FOR_MS = 4_000;
const MOST_REMEMBERED = 20_000;

export const NOT_HERE = 'You may not enter this organisation at present: choose another one, or sign in again.';

/** Knows at once whether a session is alive. The truth is asked of Postgres every two seconds; a message through Redis only makes it quicker. */
@Injectable()
export class SessionWatch implements OnModuleInit {
  private readonly log = new Logger('Sessions');
  private readonly remembered = new Map<string, Remembered>();
  private asking: { identity: Identity; answer: (row: WatchedRow) => void; fail: (error: unknown) => void }[] = [];

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly revocations: Revocations,
  ) {}

  onModuleInit(): void {
    this.revocations.listen((revocation) => this.forget(revocation));
  }

  state(identity: Identity): SessionState | Promise<SessionState> {
    const known = this.remembered.get(identity.watched);
    const age = known ? Date.now() - known.at : Infinity;
    if (known && age < FRESH_FOR_MS) return known.state;
    if (!known || age > USED_FOR_MS) return this.ask(identity);
    known.again ??= this.ask(identity).catch((err: unknown) => {
      this.log.warn({ msg: 'The state of a session could not be asked for again', err });
      known.again = null;
      return known.state;
    });
    return known.state;
  }

  /** For when what is remembered says no: somebody who has just proved themselves to another process must not be sent to do it again. */
  async ask(identity: Identity): Promise<SessionState> {
    const at = Date.now();
    const { live, present, superAdmin, confinedTo, hasFactor, provedAt, factorAt } = await new Promise<WatchedRow>((answer, fail) => {
      if (this.asking.length === 0) setImmediate(() => void this.askTogether());
      this.asking.push({ identity, answer, fail });
    });
    const state: SessionState = { live, present, superAdmin, confinedTo, hasFactor, provedAt, factorAt };
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(identity.watched, { state, at, identity, again: null });
    return state;
  }

  /** For what goes on after it was let in. Machinery has no session, and is always welcome. */
  expectWelcome(): void | Promise<void> {
    const identity = currentIdentity();
    if (!identity) return;
    const state = this.state(identity);
    if (state instanceof Promise) return state.then((known) => refuseUnless(known, identity));
    refuseUnless(state, identity);
  }

  private forget(revocation: Revocation): void {
    const named = Object.entries(revocation) as [keyof Revocation, string][];
    for (const [key, { identity }] of this.remembered) if (named.every(([name, id]) => identity[name] === id)) this.remembered.delete(key);
  }

  /** All that were asked for within one turn of the event loop, in one statement. */
  private async askTogether(): Promise<void> {
    const together = this.asking;
    this.asking = [];
    try {
      const scope = anonymousScope(uuidv7());
      const statement = watchedSessions(together.map(({ identity }) => identity), scope.clock.now());
      const rows = await runInScope(scope, () => this.platform.query<WatchedRow>(statement));
      const found = new Map(rows.map((row) => [row.organizationId ? `${row.sessionId}:${row.organizationId}` : row.sessionId, row]));
      for (const { identity, answer } of together) answer(found.get(identity.watched)!);
    } catch (error) {
      for (const { fail } of together) fail(error);
    }
  }
}

function refuseUnless({ live, present }: SessionState, { organizationId }: Identity): void {
  if (!live) throw new Unauthenticated(OVER);
  if (organizationId && !present) throw new Forbidden(NOT_HERE);
}
