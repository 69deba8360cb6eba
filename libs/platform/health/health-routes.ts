import type { FastifyInstance } from 'fastify';
import type { Health, HealthAnswer } from './health.js';

const OPEN = { config: { open: 'Supervisors and proxies ask it; it tells up or down and nothing else.' }, logLevel: 'silent' } as const;

/** Beside Nest, so that a probe costs next to nothing and answers when guards and databases cannot. */
export function serveHealth(fastify: FastifyInstance, health: Health): void {
  const probes: Record<string, () => HealthAnswer> = {
    '/health/live': () => health.live(),
    '/health/ready': () => health.ready(),
    '/health/startup': () => health.startup(),
  };
  for (const [path, probe] of Object.entries(probes)) {
    fastify.get(path, OPEN, (_request, reply) => {
      const { status, type, body } = probe();
      if (status === 503) reply.header('retry-after', '1');
      return reply.status(status).header('content-type', type).header('cache-control', 'no-store').send(body);
    });
  }
  // Not when the request comes but when it is answered, since what is in hand must give its connection up too.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (health.isStopping) reply.header('connection', 'close');
    done();
  });
}
