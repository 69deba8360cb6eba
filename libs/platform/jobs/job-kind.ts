import { isUuid } from '#kernel/tenancy/uuid.js';
import type { QueueName } from './queues.js';

/** Ids only: what the job is about is read from Postgres when it runs, so that Redis never holds a customer's data. */
export interface JobPayload {
  /** Null only for kinds that are the deployment's own. */
  readonly organizationId: string | null;
  /** Unique for the effect that is wanted: while a job with this key waits or runs, asking again adds none. */
  readonly effectKey: string;
  readonly [id: string]: Id | readonly { readonly [id: string]: Id }[];
}

type Id = string | number | boolean | null;

export interface JobKind<P extends JobPayload = JobPayload> {
  readonly queue: QueueName;
  readonly name: string;
  /** Whose work it is: an organisation's, whose scope it then runs in, or the whole deployment's, which sees no organisation's data. */
  readonly of: 'organization' | 'deployment';
  /** The product module it belongs to: without it, an organisation's jobs are not run. */
  readonly product: string | null;
  /** How often it is tried in all; the waits between double, beginning with `backoffMs`. */
  readonly attempts: number;
  readonly backoffMs: number;
  readonly timeoutMs: number;
  /** Only for the compiler. */
  readonly payload?: P;
}

export interface JobContext {
  /** Raised when the time of the job is over or the process stops: finish the step in hand and return. */
  readonly signal: AbortSignal;
  readonly attempt: number;
}

/** Runs inside the job's organisation. It may run twice: the effect key tells what has been done already. */
export interface JobHandler<P extends JobPayload> {
  run(payload: P, context: JobContext): Promise<void>;
}

interface JobTraits {
  queue: QueueName;
  name: string;
  of?: JobKind['of'];
  product?: string | null;
  attempts?: number;
  backoffMs?: number;
  timeoutMs?: number;
}

const HANDLED_KINDS = Symbol('handled job kinds');
const NAME = /^[a-z][a-z-]{0,59}$/;

export function defineJob<P extends JobPayload = JobPayload>({ of = 'organization', product = null, attempts = 5, backoffMs = 1_000, timeoutMs = 60_000, ...traits }: JobTraits): JobKind<P> {
  if (!NAME.test(traits.name)) throw new TypeError(`"${traits.name}" cannot name a job: use lower case and hyphens, such as send-mail.`);
  return Object.freeze({ of, product, attempts, backoffMs, timeoutMs, ...traits });
}

/** A job that says nothing, or something else, of its organisation must never run. */
export function namesItsOrganization({ of }: JobKind, { organizationId }: JobPayload): boolean {
  return of === 'deployment' ? organizationId === null : isUuid(organizationId);
}

/** Marks the provider that runs jobs of these kinds. */
export function Handles<P extends JobPayload>(...kinds: readonly JobKind<P>[]): <T extends new (...dependencies: never[]) => JobHandler<P>>(handler: T) => void {
  return (handler) => Reflect.defineMetadata(HANDLED_KINDS, kinds, handler);
}

export function handledKinds(handler: object): readonly JobKind[] {
  return (Reflect.getMetadata(HANDLED_KINDS, handler) as readonly JobKind[] | undefined) ?? [];
}
