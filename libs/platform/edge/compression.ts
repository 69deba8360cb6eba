import type { FastifyReply, FastifyRequest } from 'fastify';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LIMITS } from './limits.js';

type Encoding = 'br' | 'gzip';

/**
 * The cheapest levels: of a list of 50 records (18 kB), brotli 1 makes 5.6 kB in 0.24 ms, gzip 1 the same in 0.41 ms and
 * brotli 4 makes 4.7 kB in 0.69 ms, which is more than reading the list takes. It runs on the thread pool.
 */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 18 } };
const GZIP = { level: 1 };
const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript)|image\/svg\+xml)/;

/** An `onSend` hook: compresses a whole answer when the caller asks for it and it is worth the while. */
export function compress(request: FastifyRequest, reply: FastifyReply, payload: unknown, done: (error: Error | null, payload?: unknown) => void): void {
  if (typeof payload === 'string' ? payload.length < LIMITS.compressFromBytes : !Buffer.isBuffer(payload) || payload.length < LIMITS.compressFromBytes) return done(null, payload);
  if (reply.getHeader('content-encoding') !== undefined || !COMPRESSIBLE.test(String(reply.getHeader('content-type')))) return done(null, payload);
  vary(reply);
  const encoding = chosen(request.headers['accept-encoding']);
  if (!encoding) return done(null, payload);
  const finish = (error: Error | null, compressed: Buffer): void => {
    if (error) return done(null, payload);
    reply.header('content-encoding', encoding);
    reply.header('content-length', compressed.length);
    done(null, compressed);
  };
  if (encoding === 'br') brotliCompress(payload as string | Buffer, BROTLI, finish);
  else gzip(payload as string | Buffer, GZIP, finish);
}

const choices = new Map<string, Encoding | null>();

function chosen(accepted: string | undefined): Encoding | null {
  if (!accepted) return null;
  const known = choices.get(accepted);
  if (known !== undefined) return known;
  const choice = accepts(accepted, 'br') ? 'br' : accepts(accepted, 'gzip') ? 'gzip' : null;
  if (choices.size < 100) choices.set(accepted, choice);
  return choice;
}

function accepts(accepted: string, encoding: Encoding): boolean {
  return accepted.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}

function vary(reply: FastifyReply): void {
  const present = reply.getHeader('vary');
  reply.header('vary', present === undefined ? 'Accept-Encoding' : `${String(present)}, Accept-Encoding`);
}
