import type { FastifyInstance } from 'fastify';
import { tenths, Traces, type Trace } from './traces.js';

const HEADER = 'x-explain';
/** Clients and proxies take headers of 16 kB in all. */
const MOST_LETTERS = 8_000;

/** In development alone: a request with `x-explain: 1` is answered with what happened, in a header of the same name. */
export function explainRequests(fastify: FastifyInstance): void {
  const traces = new Traces();
  traces.start();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.headers[HEADER] === '1') traces.begin(request.id).steps.push({ step: 'identify', ms: tenths(reply.elapsedTime) });
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const trace = traces.end(request.id);
    if (trace) reply.header(HEADER, textOf(trace, reply.elapsedTime));
    done(null, payload);
  });
  fastify.addHook('onClose', (_instance, done) => {
    traces.stop();
    done();
  });
}

function textOf(trace: Trace, ms: number): string {
  const text = () => JSON.stringify({ ms: tenths(ms), ...trace }).replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  // The door's own statement comes last and is kept the longest.
  for (const step of trace.steps) {
    if (text().length <= MOST_LETTERS) break;
    delete step.parameters;
    if (step.sql) step.sql = step.sql.slice(0, 200);
  }
  while (text().length > MOST_LETTERS && trace.steps.length > 0) trace.steps.shift();
  return text().length <= MOST_LETTERS ? text() : '{}';
}
