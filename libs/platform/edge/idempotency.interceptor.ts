import { Injectable, Logger, RequestMethod, UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Conflict, Malformed, Problem, Unprocessable } from '#kernel/pipeline/problem.js';
import { actorIdOf } from '#kernel/tenancy/scope.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import type { IdempotencyKeys, KeyUse, StoredAnswer } from './idempotency.query.js';
import { LIMITS } from './limits.js';
import { PROBLEM_JSON, pathOf, problemText } from './problem.filter.js';
import { problemOf } from './problem-of.js';
import { Routes } from './routes.js';

const KEY = /^[\x21-\x7e]{1,255}$/;
const KEPT_MS = 24 * 60 * 60 * 1_000;
const KEPT_HEADERS = ['etag', 'location', 'link'];
const JSON_TYPE = 'application/json; charset=utf-8';

declare module 'fastify' {
  interface FastifyInstance {
    idempotencyKeys: IdempotencyKeys;
  }
}

/** Whoever repeats a POST with the same Idempotency-Key gets the first answer again, byte for byte, and no second effect. */
class IdempotencyInterceptor implements NestInterceptor {
  private readonly log = new Logger('Edge');

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    const { actor } = request.scope;
    const actorId = 'memberId' in actor ? actorIdOf(actor) : null;
    if (key === undefined || actorId === null) return next.handle();
    if (typeof key !== 'string' || !KEY.test(key)) throw new Malformed('An Idempotency-Key is 1 to 255 visible ASCII characters.');
    const use: KeyUse = { actorId, key, method: request.method, path: pathOf(request.url) };
    return from(this.once(use, request, http.getResponse<FastifyReply>(), next));
  }

  private async once(use: KeyUse, request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const fingerprint = fingerprintOf(request);
    const keys = request.server.idempotencyKeys;
    const { answer, result } = await keys.transaction(async (transaction) => {
      const now = request.scope.clock.now();
      const [reserved, stored] = await Promise.all([keys.reserve(transaction, use), keys.find(transaction, use, now)]);
      if (!reserved) throw new Conflict('A request with this Idempotency-Key is still under way. Wait for its answer, then repeat it.');
      if (stored) return replay(stored, fingerprint, reply);
      const first = await this.answer(transaction, fingerprint, request, reply, next);
      await keys.store(transaction, use, first.kept, now, new Date(now.getTime() + KEPT_MS));
      return first;
    });
    reply.code(answer.status);
    if (answer.contentType) reply.header('content-type', answer.contentType);
    return result;
  }

  /** The effect of a handler that fails is undone, and its refusal is the answer that is kept, unless trying again may help. */
  private async answer(transaction: Transaction, fingerprint: string, request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<Answered> {
    try {
      const result: unknown = await transaction.attempt(() => lastValueFrom(next.handle(), { defaultValue: undefined }));
      return answered(result, fingerprint, request, reply);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status === 503 || problem.status === 429) throw error;
      if (problem.status >= 500) this.log.error({ msg: problem.detail, err: problem.cause ?? error });
      return refused(problem, fingerprint, request);
    }
  }
}

const repeatable = new IdempotencyInterceptor();
const NEVER_KEPT = Symbol('never kept');

/** For a POST whose answer is a secret, such as a token: repeating it gives another, and none is kept. */
export function NeverKept(): MethodDecorator {
  return (_target, _name, descriptor) => Reflect.defineMetadata(NEVER_KEPT, true, descriptor.value as object);
}

/**
 * Puts the interceptor on every POST before the routes are made, and on nothing else: an interceptor costs each request
 * of the routes that have one about 25 µs, which reads need not pay. It holds no state, so one serves all applications
 * of a process.
 */
@Injectable()
export class RepeatablePosts {
  constructor(private readonly routes: Routes) {}

  mark(): void {
    for (const { controller, name, handler, method } of this.routes.all()) {
      const present = (Reflect.getMetadata(INTERCEPTORS_METADATA, handler) ?? []) as unknown[];
      if (method !== RequestMethod.POST || present.includes(repeatable) || Reflect.hasMetadata(NEVER_KEPT, handler)) continue;
      UseInterceptors(repeatable)(controller, name, { value: handler });
    }
  }
}

interface Answered {
  answer: Pick<StoredAnswer, 'status' | 'contentType'>;
  result: unknown;
  kept: StoredAnswer;
}

function replay(stored: StoredAnswer, fingerprint: string, reply: FastifyReply): Answered {
  if (stored.fingerprint !== fingerprint) {
    throw new Unprocessable('This Idempotency-Key was used for another request. Use a new key for each request.');
  }
  reply.header('idempotency-replayed', 'true');
  reply.headers(JSON.parse(stored.headers ?? '{}') as Record<string, string>);
  return { answer: stored, result: stored.body === '' ? undefined : stored.body, kept: stored };
}

function answered(result: unknown, fingerprint: string, request: FastifyRequest, reply: FastifyReply): Answered {
  const text = textOf(result);
  if (text === null || text.length > LIMITS.replayableBytes) {
    reply.header('idempotency-replayable', 'false');
    const carriedOut = new Problem(409, 'not-replayable', 'Carried out already', 'The request was carried out, but its answer was too large to be kept. Read the result instead.');
    return { ...refused(carriedOut, fingerprint, request), answer: { status: reply.statusCode, contentType: null }, result };
  }
  const declared = reply.getHeader('content-type');
  const contentType = typeof declared === 'string' ? declared : typeof result === 'string' || text === '' ? null : JSON_TYPE;
  const headers = Object.fromEntries(KEPT_HEADERS.flatMap((name) => (reply.getHeader(name) === undefined ? [] : [[name, reply.getHeader(name)]])));
  const kept = { fingerprint, status: reply.statusCode, contentType, headers: JSON.stringify(headers), body: text };
  return { answer: kept, result: text === '' ? undefined : text, kept };
}

function refused(problem: Problem, fingerprint: string, request: FastifyRequest): Answered {
  const body = problemText(problem, pathOf(request.url), request.id);
  const kept = { fingerprint, status: problem.status, contentType: PROBLEM_JSON, headers: null, body };
  return { answer: kept, result: body, kept };
}

/** What will be on the wire, or null when it cannot be known (streams, files). */
function textOf(result: unknown): string | null {
  if (result === undefined || result === null) return '';
  if (typeof result === 'string') return result;
  const plain = typeof result !== 'object' || Array.isArray(result) || [Object.prototype, null].includes(Object.getPrototypeOf(result) as object | null);
  const streams = typeof result === 'object' && ('pipe' in result || 'getStream' in result || Buffer.isBuffer(result));
  return plain || !streams ? JSON.stringify(result) : null;
}

function fingerprintOf({ method, url, body, headers }: FastifyRequest): string {
  const type = headers['content-type'] ?? '';
  return hash('sha256', JSON.stringify([method, url, type, body === undefined ? (headers['content-length'] ?? '') : body]), 'hex');
}
