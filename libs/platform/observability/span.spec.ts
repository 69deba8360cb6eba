import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { CapturedLog } from '#test/ops/captured-log.js';
import { observeQueries } from './observe-queries.js';
import { observeRequests } from './observe-requests.js';
import { OtlpExporter } from './otlp-exporter.js';
import { currentTraceparent, inSpan, sendSpansTo, SpanKind, startSpan } from './span.js';

interface Sent {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: string } }[];
  status: { code?: number };
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CANARY = 'cAnArY-5ecret-9f3b';
let collector: Server;
let received: Sent[];
let bodies: string;
let exporter: OtlpExporter;
let answer: number;
const captured = new CapturedLog();

beforeEach(async () => {
  received = [];
  bodies = '';
  answer = 200;
  collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      bodies += body;
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] };
      if (request.url === '/v1/traces' && answer === 200) received.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.writeHead(answer).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  exporter = new OtlpExporter(`http://127.0.0.1:${(collector.address() as AddressInfo).port}/`, 'api', captured.log);
  sendSpansTo(exporter);
});

afterEach(async () => {
  sendSpansTo(null);
  await exporter.close();
  collector.closeAllConnections();
  collector.close();
});

describe('Traces', () => {
  it('follow a request from its caller through named queries into a job', async () => {
    let carried: string | undefined;
    const stop = observeQueries(captured.log);
    const server = fastify();
    observeRequests(server, captured.log);
    server.post('/deals/:id', async () => {
      await Promise.resolve();
      diagnostics.channel('tessera:query').publish({ name: 'deals.list', ms: 5, rows: 2 });
      carried = currentTraceparent();
      return 'ok';
    });
    await server.inject({ method: 'POST', url: `/deals/1?token=${CANARY}`, headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01`, authorization: CANARY }, payload: { password: CANARY } });
    await inSpan(startSpan('job send-mail', SpanKind.consumer, carried), async () => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    await exporter.flush();
    stop();
    await server.close();

    const [request, query, job] = ['POST /deals/:id', 'deals.list', 'job send-mail'].map((name) => received.find((span) => span.name === name));
    expect(received.map(({ traceId }) => traceId)).toEqual([TRACE, TRACE, TRACE]);
    expect(request).toMatchObject({ parentSpanId: '00f067aa0ba902b7', kind: SpanKind.server });
    expect(query).toMatchObject({ parentSpanId: request?.spanId, kind: SpanKind.client });
    expect(job).toMatchObject({ parentSpanId: request?.spanId, kind: SpanKind.consumer });
    expect(request?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: '200' } });
    const [began, ended] = [BigInt(query?.startTimeUnixNano ?? 0), BigInt(query?.endTimeUnixNano ?? 0)];
    expect(Number(ended - began) / 1e6).toBeCloseTo(5, 1);
    expect(bodies).not.toContain(CANARY);
  });

  it('begin anew when the caller sends nonsense, and are not recorded when it asks for that', async () => {
    for (const traceparent of ['00-zz-11-01', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `ff-${TRACE}-00f067aa0ba902b7-01`]) {
      expect(startSpan('x', SpanKind.server, traceparent)).toMatchObject({ parentId: null, sampled: true });
    }
    await inSpan(startSpan('quiet', SpanKind.server, `00-${TRACE}-00f067aa0ba902b7-00`), async () => {
      expect(currentTraceparent()).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    });
    await exporter.flush();
    expect(received).toEqual([]);
  });

  it('tell which work failed, by the kind of error and not by its text', async () => {
    await expect(inSpan(startSpan('work', SpanKind.internal), () => Promise.reject(new RangeError(CANARY)))).rejects.toThrow(RangeError);
    await exporter.flush();
    expect(received).toMatchObject([{ name: 'work', status: { code: 2, message: 'RangeError' } }]);
    expect(bodies).not.toContain(CANARY);
  });

  it('are lost, and nothing else is, while the collector refuses them', async () => {
    answer = 500;
    for (let n = 0; n < 6_000; n += 1) startSpan('work', SpanKind.internal)?.end();
    await exporter.flush();
    await exporter.flush();
    expect(captured.entries.filter(({ msg }) => String(msg).startsWith('Traces are lost'))).toHaveLength(1);
  });

  it('cost nothing when nobody collects them', () => {
    sendSpansTo(null);
    expect(startSpan('x', SpanKind.server)).toBeNull();
  });
});
