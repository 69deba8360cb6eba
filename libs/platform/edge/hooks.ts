import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { runInScope, scopeIfAny, systemClock, type Clock } from '#kernel/tenancy/scope.js';
import type { Identification } from '#platform/identity/identification.js';
import type { Programs } from '#platform/identity/oauth/programs.js';
import type { Words } from '#platform/words/words.js';
import { compress } from './compression.js';
import { Deadlines } from './deadlines.js';
import { LIMITS } from './limits.js';
import { notModified } from './not-modified.js';
import { refusal } from './problem-of.js';
import { refusalOf } from './query-string.js';
import { spend, type RateLimit } from './rate-limit.js';
import { RequestScope } from './request-scope.js';
import { refusalsAmongMany } from './spoken.js';
import type { Successors } from './successors.js';

export interface Hooks {
  headers: Readonly<Record<string, string>>;
  identification: Identification;
  programs: Programs;
  rateLimit: RateLimit;
  successors: Successors;
  words: Words;
  /** What is never counted: probes and the files of the web application. */
  isFree: (url: string) => boolean;
  clock?: Clock;
  handlerMs?: number;
}

type Proceed = (refused?: Error) => void;

/** What every request passes, in this order, whatever route it asks for and whether there is one. */
export function installHooks(fastify: FastifyInstance, { headers, identification, programs, rateLimit, successors, words, isFree, clock = systemClock, handlerMs }: Hooks): void {
  const deadlines = new Deadlines(handlerMs);
  fastify.decorateRequest('scope');
  fastify.decorateRequest('identity', null);
  fastify.decorateRequest('program', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.scope = new RequestScope(request.id, clock);
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    deadlines.watch(reply);
    runInScope(request.scope, () => admit(request, reply, done));
  });
  // The body is parsed in the context of its socket, not of its request.
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (scopeIfAny() === request.scope) done();
    else runInScope(request.scope, done);
  });
  fastify.addHook('onSend', refusalsAmongMany(words));
  fastify.addHook('onSend', successors.show);
  fastify.addHook('onSend', notModified);
  fastify.addHook('onSend', compress);
  fastify.addHook('onResponse', (_request, reply, done) => {
    deadlines.done(reply);
    done();
  });
  fastify.addHook('onClose', (_instance, done) => {
    deadlines.stop();
    done();
  });

  /** Everybody is counted before their body is read or their signature checked. */
  function admit(request: FastifyRequest, reply: FastifyReply, proceed: Proceed): void {
    if (request.url.length > LIMITS.urlLength) return proceed(refusal(414));
    if (isFree(request.url)) return proceed();
    request.program = programs.known(request.headers.authorization, request.ip);
    request.identity = request.program ? null : identification.known(request.headers);
    const caller = request.program ?? request.identity;
    const budget = caller ? rateLimit.chargeActor(caller) : rateLimit.chargeAddress(request.ip);
    if (budget instanceof Promise) budget.then((charged) => proceed(spend(reply, charged) ?? refusalOf(request.query)), proceed);
    else proceed(spend(reply, budget) ?? refusalOf(request.query));
  }
}
