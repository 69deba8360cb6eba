import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorIdOf, type Scope } from '#kernel/tenancy/scope.js';
import type { Log } from './log.js';
import { requestSeconds, requestsInFlight } from './metrics.js';
import { isSecretName, redactText } from './redaction.js';
import { type Span, SpanKind, startSpan, withSpan } from './span.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const CLIENT_GONE = 499;
const LONGEST_PATH = 200;

interface Observed {
  startedAt: number;
  span: Span | null;
}

/** One log line, one measurement and, when traces are on, one span for each request. Call it before any other hook is added. */
export function observeRequests(fastify: FastifyInstance, log: Log): void {
  const observed = new WeakMap<FastifyRequest, Observed>();
  // These fields are our own and made safe one by one; looking through each line again would double its price.
  const lines = log.child({}, { formatters: { log: (fields) => fields } });

  fastify.addHook('onRequest', (request, reply, done) => {
    const seen: Observed = { startedAt: performance.now(), span: spanOf(request) };
    observed.set(request, seen);
    requestsInFlight.inc();
    // 'close' comes once, whether the answer was sent, cut off or taken over by a protocol of its own.
    reply.raw.once('close', () => tell(lines, request, reply, seen));
    withSpan(seen.span, done);
  });

  // Reading the body ends in a callback of the socket, outside the span.
  fastify.addHook('preValidation', (request, _reply, done) => withSpan(observed.get(request)?.span ?? null, done));
}

function spanOf(request: FastifyRequest): Span | null {
  if (isProbe(request)) return null;
  const { traceparent } = request.headers;
  return startSpan(request.method, SpanKind.server, typeof traceparent === 'string' ? traceparent : undefined);
}

function tell(log: Log, request: FastifyRequest, reply: FastifyReply, { startedAt, span }: Observed): void {
  requestsInFlight.dec();
  // The edge identifies after the request has begun, so that only now all is known; `close` is not raised inside the scope.
  const { scope } = request as { scope?: Scope };
  const seconds = (performance.now() - startedAt) / 1_000;
  const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
  const method = METHODS.has(request.method) ? request.method : 'other';
  const status = reply.raw.writableEnded ? reply.raw.statusCode : CLIENT_GONE;
  requestSeconds.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds);
  endSpan(span, { method, route, status, scope, requestId: request.id });
  const level = status >= 500 ? 'error' : isProbe(request) ? 'debug' : 'info';
  if (!log.isLevelEnabled(level)) return;
  const who = scope ? { organizationId: scope.organizationId ?? undefined, actor: scope.actor.kind, actorId: actorIdOf(scope.actor) ?? undefined } : {};
  const fields = { method, route, path: pathOf(request, route), status, ms: Math.round(seconds * 10_000) / 10, requestId: request.id, traceId: span?.traceId, ...who };
  log[level](fields, 'Request');
}

function endSpan(span: Span | null, told: { method: string; route: string; status: number; scope: Scope | undefined; requestId: string }): void {
  if (!span) return;
  span.name = `${told.method} ${told.route}`;
  Object.assign(span.attributes, {
    'http.request.method': told.method,
    'http.route': told.route,
    'http.response.status_code': told.status,
    'tessera.request.id': told.requestId,
    'tessera.organization.id': told.scope?.organizationId ?? undefined,
  });
  if (told.status >= 500) span.failure = String(told.status);
  span.end();
}

/** Without the query; and where a part of the path is itself a secret (a reset link), the template instead. */
function pathOf(request: FastifyRequest, route: string): string {
  const secret = route.split('/').some((part) => part.startsWith(':') && isSecretName(part.slice(1)));
  return secret ? route : redactText((request.url.split('?', 1)[0] ?? '').slice(0, LONGEST_PATH));
}

function isProbe(request: FastifyRequest): boolean {
  return request.url.startsWith('/health/');
}
