import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';

interface Gathering<A, R> {
  readonly asked: Set<A>;
  readonly answered: Promise<ReadonlyMap<A, R> | void>;
}

/**
 * What many ask for at the same moment, in one organisation and as the same actor, is answered for all of them in one go. Whoever
 * asks while that runs is answered in the next one: the more there is to do, the less each costs.
 */
export class Gathered<A, R> {
  private readonly open = new Map<string, Gathering<A, R>>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly answer: (asked: readonly A[]) => Promise<ReadonlyMap<A, R> | void>) {}

  /** Undefined where the answer has nothing for it. */
  async ask(one: A): Promise<R | undefined> {
    const { actor, transaction } = currentScope();
    if (transaction) throw new TypeError('What is asked for together with others cannot be part of a transaction.');
    const lane = `${currentOrganizationId()} ${JSON.stringify(actor)}`;
    const gathering = this.open.get(lane) ?? this.begin(lane);
    gathering.asked.add(one);
    return (await gathering.answered)?.get(one);
  }

  private begin(lane: string): Gathering<A, R> {
    const asked = new Set<A>();
    const before = this.running.get(lane) ?? new Promise<void>((resolve) => setImmediate(resolve));
    const answered = before.then(() => {
      this.open.delete(lane);
      return this.answer([...asked]);
    });
    const over = answered.then(nothing, nothing).then(() => {
      if (this.running.get(lane) === over) this.running.delete(lane);
    });
    this.running.set(lane, over);
    const gathering = { asked, answered };
    this.open.set(lane, gathering);
    return gathering;
  }
}

/** Rows as the answer to those who ask by id. */
export function byId<R extends { id: string }>(rows: readonly R[]): ReadonlyMap<string, R> {
  return new Map(rows.map((row) => [row.id, row]));
}

function nothing(): void {}
