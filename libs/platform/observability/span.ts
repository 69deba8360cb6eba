import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** The numbers that OTLP gives them. */
export const SpanKind = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
export type SpanKind = (typeof SpanKind)[keyof typeof SpanKind];
export type Attributes = Record<string, string | number | boolean | undefined>;

export interface SpanSink {
  accept(span: Span): void;
  flush(): Promise<void>;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const current = new AsyncLocalStorage<Span>();
let sink: SpanSink | null = null;

/** One thing that took time. It carries names, numbers and ids, never what a person wrote. */
export class Span {
  readonly spanId = randomBytes(8).toString('hex');
  readonly attributes: Attributes = {};
  endedAt = 0;
  failure: string | null = null;

  constructor(
    public name: string,
    readonly kind: SpanKind,
    readonly traceId: string,
    readonly parentId: string | null,
    readonly sampled: boolean,
    readonly startedAt: number = now(),
  ) {}

  get traceparent(): string {
    return `00-${this.traceId}-${this.spanId}-${this.sampled ? '01' : '00'}`;
  }

  fail(error: unknown): void {
    this.failure = error instanceof Error ? error.constructor.name : 'Error';
  }

  end(at: number = now()): void {
    if (this.endedAt) return;
    this.endedAt = at;
    if (this.sampled) sink?.accept(this);
  }
}

export function sendSpansTo(target: SpanSink | null): void {
  sink = target;
}

export function currentSpan(): Span | undefined {
  return current.getStore();
}

/** What a job carries so that its span joins the trace of the request that asked for it. */
export function currentTraceparent(): string | undefined {
  return current.getStore()?.traceparent;
}

/** Nothing when no endpoint is configured. A traceparent that is not well formed begins a new trace. */
export function startSpan(name: string, kind: SpanKind, traceparent?: string): Span | null {
  if (!sink) return null;
  const parent = current.getStore();
  if (traceparent === undefined && parent) return new Span(name, kind, parent.traceId, parent.spanId, parent.sampled);
  const [, traceId, parentId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !parentId || !flags) return new Span(name, kind, randomBytes(16).toString('hex'), null, true);
  return new Span(name, kind, traceId, parentId, (parseInt(flags, 16) & 1) === 1);
}

/** A span that is over already, below the one in progress: its duration was measured elsewhere. */
export function recordSpan(name: string, kind: SpanKind, milliseconds: number, attributes: Attributes): void {
  const parent = current.getStore();
  if (!sink || !parent?.sampled) return;
  const endedAt = now();
  const span = new Span(name, kind, parent.traceId, parent.spanId, true, endedAt - milliseconds);
  Object.assign(span.attributes, attributes);
  span.end(endedAt);
}

export function withSpan<R>(span: Span | null, work: () => R): R {
  return span ? current.run(span, work) : work();
}

export async function inSpan<R>(span: Span | null, work: () => Promise<R>): Promise<R> {
  try {
    return await withSpan(span, work);
  } catch (error) {
    span?.fail(error);
    throw error;
  } finally {
    span?.end();
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
