import type { QueueName } from '#platform/jobs/queues.js';

/** Ids, and what else names something: never a customer's data. */
export interface Ids {
  readonly [id: string]: string | number | boolean | null;
}

/** Something that is done once for each effect key, whatever falls over in between: it stands in Postgres until it is done. */
export interface WorkKind<A extends Ids = Ids> {
  readonly queue: QueueName;
  readonly name: string;
  /** The product module it belongs to: an organisation without it has its work of this kind cancelled. */
  readonly product: string | null;
  /**
   * Runs in one transaction that also ends the work: whatever it writes is written exactly once. Otherwise it may run again
   * after a crash, and the effect key has to keep what it does outside from being done twice.
   */
  readonly atomic: boolean;
  /** How long to wait after the first failure, the second and so on; after as many failures and one more it is dead. */
  readonly waitsMs: readonly number[];
  readonly timeoutMs: number;
  /** Only for the compiler. */
  readonly about?: A;
}

export interface WorkInHand<A extends Ids = Ids> {
  readonly id: string;
  readonly effectKey: string;
  readonly about: A;
  readonly attempt: number;
  /** Raised when its time is over, the process stops, or somebody cancelled it: finish the step in hand and return. */
  readonly signal: AbortSignal;
  /** Ends it in the transaction of the scope, together with what was done there; otherwise it ends when the handler returns. */
  finish(outcome?: string): Promise<void>;
  /** Shown to whoever waits for it. */
  progress(done: number, total?: number): Promise<void>;
}

/** Runs inside its organisation; as the member it was planned for, if that one is still active, or else as the system. */
export interface WorkHandler<A extends Ids> {
  do(work: WorkInHand<A>): Promise<string | void>;
  /** It is not tried any more, maybe because it never came to an end of its own: whoever waits for it should hear so. May be said twice. */
  died?(about: A): Promise<void>;
}

/** Not now: as if it had not been tried. */
export class Later extends Error {
  constructor(
    readonly at: Date,
    why: string,
  ) {
    super(why);
  }
}

/** Trying again would not help. */
export class GiveUp extends Error {}

type WorkTraits<A extends Ids> = Pick<WorkKind<A>, 'queue' | 'name'> & Partial<Omit<WorkKind<A>, 'queue' | 'name' | 'about'>>;

const DONE_KIND = Symbol('done kind of work');
const NAME = /^[a-z][a-z-]{0,59}$/;
const kinds = new Map<string, WorkKind>();

export function defineWork<A extends Ids = Ids>({ product = null, atomic = false, waitsMs = [1_000, 5_000, 30_000, 300_000], timeoutMs = 60_000, ...named }: WorkTraits<A>): WorkKind<A> {
  if (!NAME.test(named.name)) throw new TypeError(`"${named.name}" cannot name a kind of work: use lower case and hyphens, such as deliver-webhook.`);
  if (kinds.has(named.name)) throw new TypeError(`There are two kinds of work called ${named.name}. Rename one.`);
  const kind: WorkKind<A> = Object.freeze({ product, atomic, waitsMs, timeoutMs, ...named });
  kinds.set(kind.name, kind);
  return kind;
}

/** Marks the provider that does work of this kind. */
export function Does<A extends Ids>(kind: WorkKind<A>): <T extends new (...dependencies: never[]) => WorkHandler<A>>(handler: T) => void {
  return (handler) => Reflect.defineMetadata(DONE_KIND, kind, handler);
}

export function kindDoneBy(handler: object): WorkKind | undefined {
  return Reflect.getMetadata(DONE_KIND, handler) as WorkKind | undefined;
}
