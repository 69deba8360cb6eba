interface Turn<T> {
  running: Promise<unknown>;
  next: Promise<T> | null;
}

/**
 * What many ask for at once is worked out once for all of them. Whoever asks while it is being worked out waits for the next
 * time: nobody is answered with less than was there when they asked, so that everybody finds what they have just changed.
 */
export class InTurns<T> {
  private readonly turns = new Map<string, Turn<T>>();

  do(key: string, work: () => Promise<T>): Promise<T> {
    const turn = this.turns.get(key);
    return turn ? (turn.next ??= turn.running.then(() => this.begin(key, work))) : this.begin(key, work);
  }

  private begin(key: string, work: () => Promise<T>): Promise<T> {
    const done = work();
    const turn: Turn<T> = { running: done.catch(() => undefined).then(() => this.leave(key, turn)), next: null };
    this.turns.set(key, turn);
    return done;
  }

  private leave(key: string, turn: Turn<T>): void {
    if (!turn.next) this.turns.delete(key);
  }
}
