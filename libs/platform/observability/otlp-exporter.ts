import type { Log } from './log.js';
import type { Attributes, Span, SpanSink } from './span.js';

const BATCH = 512;
const MOST_WAITING = 4_096;
const EVERY_MS = 2_000;
const TIMEOUT_MS = 5_000;
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Sends spans as OTLP over HTTP in JSON. Written by hand because the official exporter needs a newer Node than we support
 * and weighs more than this whole folder; the protocol is the contract. A collector that is away costs spans, nothing else.
 */
export class OtlpExporter implements SpanSink {
  private waiting: Span[] = [];
  private dropped = 0;
  private complainedAt = 0;
  private sending: Promise<void> = Promise.resolve();
  private readonly url: string;
  private readonly timer = setInterval(() => void this.flush(), EVERY_MS).unref();

  constructor(
    endpoint: string,
    private readonly service: string,
    private readonly log: Log,
  ) {
    this.url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  }

  accept(span: Span): void {
    if (this.waiting.length >= MOST_WAITING) this.dropped += 1;
    else if (this.waiting.push(span) === BATCH) void this.flush();
  }

  flush(): Promise<void> {
    this.sending = this.sending.then(() => this.sendAll());
    return this.sending;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      try {
        await this.send(batch);
      } catch (error) {
        this.dropped += batch.length;
        this.complain(error);
        return;
      }
    }
  }

  private async send(spans: readonly Span[]): Promise<void> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(exportRequest(this.service, spans)),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The collector answered ${response.status}.`);
  }

  private complain(error: unknown): void {
    if (Date.now() - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.complainedAt = Date.now();
    this.log.warn({ error, dropped: this.dropped }, 'Traces are lost: the collector in OTEL_EXPORTER_OTLP_ENDPOINT does not take them.');
  }
}

function exportRequest(service: string, spans: readonly Span[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.namespace': 'tessera', 'service.name': `tessera-${service}`, 'process.pid': process.pid }) },
        scopeSpans: [{ scope: { name: 'tessera' }, spans: spans.map(spanMessage) }],
      },
    ],
  };
}

function spanMessage(span: Span): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentId ?? undefined,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: nanoseconds(span.startedAt),
    endTimeUnixNano: nanoseconds(span.endedAt),
    attributes: attributes(span.failure ? { ...span.attributes, 'error.type': span.failure } : span.attributes),
    status: span.failure ? { code: 2, message: span.failure } : {},
  };
}

function attributes(values: Attributes): object[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: attributeValue(value) }));
}

function attributeValue(value: Attributes[string]): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { stringValue: value };
}

function nanoseconds(milliseconds: number): string {
  return `${BigInt(Math.round(milliseconds * 1_000)) * 1_000n}`;
}
