import type { FastifyReply, FastifyRequest } from 'fastify';

/** An `onSend` hook: a reader who has this version already gets 304 and no body. */
export function notModified(request: FastifyRequest, reply: FastifyReply, payload: unknown, done: (error: Error | null, payload?: unknown) => void): void {
  const known = request.headers['if-none-match'];
  if (known === undefined || reply.statusCode !== 200 || (request.method !== 'GET' && request.method !== 'HEAD')) return done(null, payload);
  const etag = reply.getHeader('etag');
  if (typeof etag !== 'string' || !matches(known, etag)) return done(null, payload);
  if (isStream(payload)) payload.destroy();
  reply.code(304);
  reply.removeHeader('content-length');
  reply.removeHeader('content-type');
  done(null, '');
}

/** Weak comparison (RFC 9110, 13.1.2): the same version, however it was encoded on the way. */
function matches(known: string, etag: string): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return known.trim() === '*' || known.split(',').some((tag) => opaque(tag) === opaque(etag));
}

function isStream(payload: unknown): payload is { destroy(): void } {
  return typeof payload === 'object' && payload !== null && 'destroy' in payload && typeof payload.destroy === 'function';
}
