import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Health, HealthAnswer } from './health.js';

/**
 * Probes are answered before identity, rate limits and everything else: they must answer when those cannot.
 * Call it after observeRequests() and before any other hook is added.
 */
export function serveHealth(fastify: FastifyInstance, health: Health): void {
  const probes = new Map<string, () => HealthAnswer>([
    ['/health/live', () => health.live()],
    ['/health/ready', () => health.ready()],
    ['/health/startup', () => health.startup()],
  ]);
  fastify.addHook('onRequest', (request, reply, done) => {
    const probe = request.method === 'GET' || request.method === 'HEAD' ? probes.get(request.url) : undefined;
    if (probe) void send(reply, probe());
    else done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    // The proxy's connection is not to be used again: the next request would meet a closed socket.
    if (health.isStopping) reply.header('connection', 'close');
    done();
  });
}

function send(reply: FastifyReply, { status, type, body }: HealthAnswer): FastifyReply {
  if (status === 503) reply.header('retry-after', '1');
  return reply.status(status).header('content-type', type).header('cache-control', 'no-store').send(body);
}
