import { currentScope } from '#kernel/tenancy/scope.js';
import type { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement } from '#kernel/tenancy/transaction.js';
import type { Gathered } from './gathered.js';
import { endWork, noteProgress, stillHeld, type Ending, type Held, type Settlement } from './work.query.js';

/** Whoever has said nothing for so long has lost it. */
export const HELD_MS = 30_000;
const SAY_SO_EVERY_MS = 5_000;

export class LostHold extends Error {}

/** One worker's hold on one row of work. */
export class Hold {
  private readonly losing = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tenancy: Tenancy,
    private readonly settlements: Gathered<Settlement, void>,
    readonly held: Held,
  ) {}

  get id(): string {
    return this.held.id;
  }

  /** Raised once somebody cancelled it or took it away. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  /** Says every few seconds that it is being worked on. */
  keep(): void {
    this.timer = setInterval(() => void this.say(stillHeld(this.held, this.in(HELD_MS))).catch(() => undefined), SAY_SO_EVERY_MS);
  }

  leave(): void {
    clearInterval(this.timer);
  }

  async progress(done: number, total?: number): Promise<void> {
    await this.say(noteProgress(this.held, done, total ?? null));
    this.lost.throwIfAborted();
  }

  async end(state: Ending, outcome: string | null): Promise<void> {
    await this.settle({ state, outcome, endedAt: this.in(0), nextAt: null, counted: true });
  }

  /** In the transaction of the scope, which must not stand when somebody else has it by now. */
  async finish(outcome: string | null): Promise<void> {
    const ended = await this.tenancy.write(endWork(this.held, 'done', outcome, this.in(0)));
    if (ended.length === 0) throw new LostHold();
  }

  async tryAgain(outcome: string | null, at: Date): Promise<void> {
    await this.settle({ state: 'waiting', outcome, endedAt: null, nextAt: at, counted: true });
  }

  /** As if it had not been tried. */
  async postpone(outcome: string | null, at: Date): Promise<void> {
    await this.settle({ state: 'waiting', outcome, endedAt: null, nextAt: at, counted: false });
  }

  private async settle(how: Omit<Settlement, 'id' | 'claim'>): Promise<void> {
    await this.settlements.ask({ id: this.held.id, claim: this.held.claim, ...how });
  }

  private async say(statement: Statement): Promise<void> {
    const mine = await this.tenancy.write(statement);
    if (mine.length === 0) this.losing.abort(new LostHold('It was cancelled, or taken by another worker.'));
  }

  private in(ms: number): Date {
    return new Date(currentScope().clock.now().getTime() + ms);
  }
}
